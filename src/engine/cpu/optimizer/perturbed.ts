import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * x <- x + learningRate * [descent(x; noise) + perturbation * isotropic normal kick].
 * Mirrors shaders/optimizer/perturbed.wgsl.
 */
export class Perturbed extends Optimizer {
  step(
    x: Float64Array,
    _memory: Float64Array,
    { noise, kicks }: Source,
    i: number,
    done: number,
  ): void {
    const rate = this.learningRate(done);
    const { perturbation } = this.run;
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++)
      x[k] += rate * (this.slope[k] + perturbation * kicks[i * x.length + k]);
  }
}
