import { ETA, FIRST_PARAMETER, slopeProgram, XI } from '../../../formula/loss-formula';
import type { Program } from '../../../formula/program';
import { formulaOf } from '../../../spec/formula-of';
import type { Spec } from '../../../spec/spec';
import type { RunParameters } from '../../run-parameters';
import { TakenTwice } from './taken-twice';

/** A loss of one's own, in float64. Mirrors shaders/loss/formula.wgsl. */
export class FormulaLoss extends TakenTwice {
  private readonly program: Program;
  private readonly variables: Float64Array;

  constructor(run: RunParameters, spec: Pick<Spec, 'loss'>) {
    super(run);
    const text = formulaOf(spec);
    if (!text) throw new Error(`The loss ${spec.loss.kind} is no formula.`);
    this.program = slopeProgram(text);
    this.variables = this.program.variables;
    this.variables.set(run.parameters, FIRST_PARAMETER);
  }

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    this.variables.set(x);
    this.variables[XI] = this.run.sampleXi * xi;
    this.variables[ETA] = this.run.sampleEta * eta;
    this.program.run();
    for (let k = 0; k < x.length; k++) slope[k] = -this.run.dt * this.program.result(k);
  }
}
