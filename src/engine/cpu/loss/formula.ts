import { ETA, FIRST_PARAMETER, slopeProgram, XI } from '../../../formula/loss-formula';
import { OftenRun } from '../../../formula/often-run';
import { formulaOf } from '../../../spec/formula-of';
import type { Spec } from '../../../spec/spec';
import type { RunParameters } from '../../run-parameters';
import { TakenTwice } from './taken-twice';

/** A loss of one's own, in float64. Mirrors shaders/loss/formula.wgsl. */
export class FormulaLoss extends TakenTwice {
  private readonly program: OftenRun;
  private readonly variables: Float64Array;
  /** Only of one coordinate, as the interface says. */
  readonly slopeAt?: (x: number, xi: number, eta: number) => number;

  constructor(run: RunParameters, spec: Pick<Spec, 'loss'>) {
    super(run);
    const text = formulaOf(spec);
    if (!text) throw new Error(`The loss ${spec.loss.kind} is no formula.`);
    this.program = new OftenRun(slopeProgram(text));
    this.variables = this.program.variables;
    this.variables.set(run.parameters, FIRST_PARAMETER);
    if (text.coordinates === 1)
      this.slopeAt = (x, xi, eta) => {
        this.variables[0] = x;
        return this.first(xi, eta);
      };
  }

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    const { variables, program, run } = this;
    const size = x.length;
    for (let k = 0; k < size; k++) variables[k] = x[k];
    slope[0] = this.first(xi, eta);
    for (let k = 1; k < size; k++) slope[k] = -run.dt * program.result(k);
  }

  /** The descent along the first coordinate from where the variables are. */
  private first(xi: number, eta: number): number {
    this.variables[XI] = this.run.sampleXi * xi;
    this.variables[ETA] = this.run.sampleEta * eta;
    return -this.run.dt * this.program.run();
  }
}
