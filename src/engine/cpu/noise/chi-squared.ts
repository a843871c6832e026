import type { RunParameters } from '../../run-parameters';
import type { Stream } from '../generator/stream';
import { minusTwoLog, normalPairs, roundedInteger } from '../normal';
import { StepByStepNoise } from './step-by-step';

/** Pairs of words of one step before the last: four squares each. */
const squarePairs = (batchSize: number) => (batchSize + 2) >> 2;

/** Noise of linear regression with normal inputs. Mirrors shaders/noise/chi-squared.wgsl. */
export class ChiSquaredNoise extends StepByStepNoise {
  private readonly last = new Int32Array(2);
  private readonly odd = new Float64Array(1);
  private readonly target = new Float64Array(1);

  constructor(run: RunParameters, stream: Stream) {
    super(run, stream, 2 * squarePairs(run.batchSize) + 2);
  }

  protected make(step: number): void {
    const { words, last, odd, target } = this;
    const { batchSize } = this.run;
    const radii = batchSize >> 1;
    let squares = 0;
    for (let i = 0; i < radii; i++) squares += minusTwoLog(roundedInteger(words[i]));
    last.set(words.subarray(2 * squarePairs(batchSize)));
    normalPairs(last, 0, 1, odd, target);
    if (batchSize % 2 === 1) squares += odd[0] * odd[0];
    this.xi[step] = (batchSize - squares) / Math.sqrt(2 * batchSize);
    this.eta[step] = Math.sqrt(squares / batchSize) * target[0];
  }
}
