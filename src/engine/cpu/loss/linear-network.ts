import type { RunParameters } from '../../run-parameters';
import { productOfOthers } from '../point';
import type { Loss } from './loss';

/**
 * f = (1 + eta) P^2 / 2 - (a + xi) P, P the product of the weights. Mirrors
 * shaders/loss/linear-network.wgsl.
 */
export class LinearNetwork implements Loss {
  private readonly other: Float64Array;

  constructor(private readonly run: RunParameters) {
    this.other = new Float64Array(run.pointSize);
  }

  enter(): void {}

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    const { drift, multiplicative, additive, dt } = this.run;
    const product = x[0] * productOfOthers(x, 0);
    const push = drift[0] + multiplicative * xi - (dt + additive * eta) * product;
    for (let k = 0; k < x.length; k++) slope[k] = push * productOfOthers(x, k);
  }

  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    xi: number,
    eta: number,
    slope: Float64Array,
  ): void {
    this.descent(landmark, xi, eta, this.other);
    this.descent(x, xi, eta, slope);
    for (let k = 0; k < x.length; k++) slope[k] -= this.other[k];
  }

  meanDescent(x: Float64Array, slope: Float64Array): void {
    this.descent(x, 0, 0, slope);
  }
}
