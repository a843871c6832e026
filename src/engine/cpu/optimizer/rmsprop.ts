import { rootMeanSquare } from '../averages';
import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * root <- sqrt(decay root^2 + (1 - decay) slope^2); x <- x + learningRate * slope / (root +
 * epsilon), slope = descent(x). Mirrors shaders/optimizer/rmsprop.wgsl.
 */
export class RmsProp extends Optimizer {
  step(x: Float64Array, root: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    const { decay, epsilon } = this.run;
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++) {
      const slope = this.slope[k];
      root[k] = rootMeanSquare(root[k], slope, decay);
      x[k] += (rate * slope) / (root[k] + epsilon);
    }
  }
}
