import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * x <- x + learningRate [descent(x) - weightDecay x]. Mirrors shaders/optimizer/sgd-weight-
 * decay.wgsl.
 */
export class SgdWeightDecay extends Optimizer {
  step(x: Float64Array, _memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++) x[k] += rate * (this.slope[k] - this.run.weightDecay * x[k]);
  }
}
