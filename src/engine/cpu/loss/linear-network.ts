import { productOfOthers } from '../point';
import { TakenTwice } from './taken-twice';

/**
 * f = (1 + eta) P^2 / 2 - (a + xi) P, P the product of the weights. Mirrors
 * shaders/loss/linear-network.wgsl.
 */
export class LinearNetwork extends TakenTwice {
  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    const { drift, multiplicative, additive, dt } = this.run;
    const product = x[0] * productOfOthers(x, 0);
    const push = drift[0] + multiplicative * xi - (dt + additive * eta) * product;
    for (let k = 0; k < x.length; k++) slope[k] = push * productOfOthers(x, k);
  }
}
