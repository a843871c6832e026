import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * ahead = x + beta velocity; velocity <- beta velocity + learningRate * descent(ahead); x <- x +
 * velocity. Mirrors shaders/optimizer/nesterov.wgsl.
 */
export class Nesterov extends Optimizer {
  step(x: Float64Array, velocity: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    const { beta } = this.run;
    for (let k = 0; k < x.length; k++) this.other[k] = x[k] + beta * velocity[k];
    this.loss.descent(this.other, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++) {
      velocity[k] = beta * velocity[k] + rate * this.slope[k];
      x[k] += velocity[k];
    }
  }
}
