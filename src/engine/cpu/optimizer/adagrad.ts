import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * root <- sqrt(root^2 + slope^2); x <- x + learningRate slope / (root + epsilon), slope =
 * descent(x). Mirrors shaders/optimizer/adagrad.wgsl.
 */
export class AdaGrad extends Optimizer {
  step(x: Float64Array, root: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++) {
      const slope = this.slope[k];
      root[k] = Math.sqrt(root[k] * root[k] + slope * slope);
      x[k] += (rate * slope) / (root[k] + this.run.epsilon);
    }
  }
}
