import { rootMeanSquare, weightOf } from '../averages';
import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * mean <- beta1 mean + (1 - beta1) slope; root <- sqrt(beta2 root^2 + (1 - beta2) slope^2); x <- x +
 * learningRate (mean / weight1) / (root / sqrt(weight2) + epsilon), slope = descent(x), weight = 1 -
 * beta^n at step n. Mirrors shaders/optimizer/adam.wgsl.
 */
export class Adam extends Optimizer {
  /** @param memory  Means, then roots. Shape: f64[2 * pointSize]. Changed. */
  step(x: Float64Array, memory: Float64Array, { noise }: Source, i: number, done: number): void {
    const { beta1, beta2, epsilon } = this.run;
    const rate = this.learningRate(done) / weightOf(beta1, done + 1);
    const unit = Math.sqrt(weightOf(beta2, done + 1));
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    this.shrink(x, done);
    for (let k = 0, size = x.length; k < size; k++) {
      const slope = this.slope[k];
      memory[k] = beta1 * memory[k] + (1 - beta1) * slope;
      memory[size + k] = rootMeanSquare(memory[size + k], slope, beta2);
      x[k] += (rate * memory[k]) / (this.rootOf(memory, k, size) / unit + epsilon);
    }
  }

  /** Before the step, whose slope is taken. */
  protected shrink(_x: Float64Array, _done: number): void {}

  /** What the mean is divided by. */
  protected rootOf(memory: Float64Array, k: number, size: number): number {
    return memory[size + k];
  }
}
