import type { Source } from '../source';
import { Optimizer } from './optimizer';

/** x <- x + learningRate * descent(x; noise of this step). Mirrors shaders/optimizer/sgd.wgsl. */
export class Sgd extends Optimizer {
  step(x: Float64Array, _memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++) x[k] += rate * this.slope[k];
  }

  /**
   * One coordinate on its own stays in a register: a quarter faster, and most runs are of this
   * kind.
   */
  override walk(
    x: Float64Array,
    memory: Float64Array,
    source: Source,
    first: number,
    end: number,
    done: number,
    limit: number,
  ): number {
    const { loss } = this;
    if (!loss.slopeAt) return super.walk(x, memory, source, first, end, done, limit);
    const { xi, eta } = source.noise;
    let only = x[0];
    let i = first;
    while (i < end) {
      only += this.learningRate(done + i - first) * loss.slopeAt(only, xi[i], eta[i]);
      i++;
      if (Math.abs(only) > limit) break;
    }
    x[0] = only;
    return i;
  }
}
