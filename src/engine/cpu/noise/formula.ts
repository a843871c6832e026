import { noiseProgram } from '../../../formula/noise-formula';
import { OftenRun } from '../../../formula/often-run';
import { noiseFormulaOf } from '../../../spec/formula-of';
import type { Spec } from '../../../spec/spec';
import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { normalPairs, openInteger } from '../normal';
import { StepByStepNoise } from './step-by-step';

/** 2^-31: open integers to (0, 1). */
const UNIFORM = 4.656612873077393e-10;

/** Means of samples of a law of one's own. Mirrors shaders/noise/formula.wgsl. */
export class FormulaNoise extends StepByStepNoise {
  private readonly program: OftenRun;
  /** Normals of the pairs of words, of which every second one is used. */
  private readonly one: Float64Array;
  private readonly other: Float64Array;

  constructor(run: RunParameters, stream: Stream, spec: Spec) {
    super(run, stream, 4 * run.batchSize);
    const text = noiseFormulaOf(spec);
    if (!text) throw new Error(`The noise ${spec.noise.law} is no formula.`);
    this.program = new OftenRun(noiseProgram(text));
    this.one = new Float64Array(2 * run.batchSize);
    this.other = new Float64Array(2 * run.batchSize);
  }

  protected make(step: number): void {
    const { words, program } = this;
    const { variables } = program;
    const { batchSize } = this.run;
    const scale = 1 / Math.sqrt(batchSize);
    let xi = 0;
    let eta = 0;
    for (let pair = 0; pair < 2 * batchSize; pair += 2) {
      normalPairs(words, pair, pair + 1, this.one, this.other);
      variables[0] = openInteger(words[2 * pair + 2]) * UNIFORM;
      variables[1] = openInteger(words[2 * pair + 3]) * UNIFORM;
      variables[2] = this.one[pair];
      variables[3] = this.other[pair];
      xi += program.run();
      eta += program.result(1);
    }
    this.xi[step] = xi * scale;
    this.eta[step] = eta * scale;
  }
}
