import { norm } from '../norm';
import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * x <- x + learningRate slope min(1, clip / |slope|), slope = descent(x). Mirrors
 * shaders/optimizer/clipped-sgd.wgsl.
 */
export class ClippedSgd extends Optimizer {
  step(x: Float64Array, _memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    const { clip } = this.run;
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    const size = norm(this.slope);
    const share = size > clip ? clip / size : 1;
    for (let k = 0; k < x.length; k++) x[k] += rate * share * this.slope[k];
  }
}
