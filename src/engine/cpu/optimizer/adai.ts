import { LARGEST_INERTIA } from '../../../models/optimizer/adai';
import { rootMeanSquare } from '../averages';
import { norm } from '../norm';
import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * root <- sqrt(beta2 root^2 + (1 - beta2) slope^2); inertia = 1 - beta0 root^2 / (mean of root^2
 * over the coordinates), from 0 to LARGEST_INERTIA; mean <- inertia mean + (1 - inertia) slope;
 * weight <- inertia weight + 1 - inertia; x <- x + learningRate mean / weight, slope =
 * descent(x). Mirrors shaders/optimizer/adai.wgsl.
 */
export class Adai extends Optimizer {
  step(x: Float64Array, memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    const { beta0, beta2 } = this.run;
    const size = x.length;
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < size; k++) {
      this.other[k] = rootMeanSquare(memory[size + k], this.slope[k], beta2);
      memory[size + k] = this.other[k];
    }
    const length = norm(this.other);
    for (let k = 0; k < size; k++) {
      const share = length > 0 ? this.other[k] / length : 0;
      const fresh = Math.min(1, Math.max(1 - LARGEST_INERTIA, beta0 * size * share * share));
      memory[k] += fresh * (this.slope[k] - memory[k]);
      memory[2 * size + k] += fresh * (1 - memory[2 * size + k]);
      x[k] += (rate * memory[k]) / memory[2 * size + k];
    }
  }
}
