import { octopusAt } from '../../../theory/surfaces/octopus';
import type { RunParameters } from '../../run-parameters';
import type { Loss } from './loss';

/** A chain of saddles; noise (1 + xi) f - eta sum x_i. Mirrors shaders/loss/octopus.wgsl. */
export class Octopus implements Loss {
  private readonly other: Float64Array;

  constructor(private readonly run: RunParameters) {
    this.other = new Float64Array(run.pointSize);
  }

  enter(): void {}

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    const { dt, multiplicative, additive, lossNumbers } = this.run;
    octopusAt(lossNumbers, x, slope);
    const share = dt + multiplicative * xi;
    for (let i = 0; i < x.length; i++) slope[i] = -share * slope[i] + additive * eta;
  }

  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    xi: number,
    _eta: number,
    slope: Float64Array,
  ): void {
    this.descent(landmark, xi, 0, this.other);
    this.descent(x, xi, 0, slope);
    for (let i = 0; i < x.length; i++) slope[i] -= this.other[i];
  }

  meanDescent(x: Float64Array, slope: Float64Array): void {
    octopusAt(this.run.lossNumbers, x, slope);
    for (let i = 0; i < x.length; i++) slope[i] *= -this.run.dt;
  }
}
