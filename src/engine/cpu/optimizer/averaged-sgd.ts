import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * iterate <- iterate + learningRate descent(iterate); x <- x + (iterate - x) / n at step n, the
 * average of all iterates after the start. Mirrors shaders/optimizer/averaged-sgd.wgsl.
 */
export class AveragedSgd extends Optimizer {
  /** @param iterate  Where SGD stands; the start at first. Shape: f64[pointSize]. Changed. */
  step(x: Float64Array, iterate: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    if (done === 0) iterate.set(x);
    this.loss.descent(iterate, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++) {
      iterate[k] += rate * this.slope[k];
      x[k] = done === 0 ? iterate[k] : x[k] + (iterate[k] - x[k]) / (done + 1);
    }
  }
}
