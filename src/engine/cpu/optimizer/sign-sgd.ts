import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * x <- x + learningRate sign(descent(x)), in each coordinate; the sign of 0 is 0. Mirrors
 * shaders/optimizer/sign-sgd.wgsl.
 */
export class SignSgd extends Optimizer {
  step(x: Float64Array, _memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++) x[k] += rate * Math.sign(this.slope[k]);
  }
}
