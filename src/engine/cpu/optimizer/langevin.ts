import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * x <- x + learningRate descent(x) + sqrt(2 temperature learningRate) times an isotropic normal
 * kick. Mirrors shaders/optimizer/langevin.wgsl.
 */
export class Langevin extends Optimizer {
  step(
    x: Float64Array,
    _memory: Float64Array,
    { noise, kicks }: Source,
    i: number,
    done: number,
  ): void {
    const rate = this.learningRate(done);
    const size = Math.sqrt(2 * rate * this.run.temperature);
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++)
      x[k] += rate * this.slope[k] + size * kicks[i * x.length + k];
  }
}
