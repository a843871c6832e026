import { Adam } from './adam';

/**
 * x <- x - learningRate weightDecay x, then a step of Adam whose slope is that at the old x. Mirrors
 * shaders/optimizer/adamw.wgsl.
 */
export class AdamW extends Adam {
  protected override shrink(x: Float64Array, done: number): void {
    const share = this.learningRate(done) * this.run.weightDecay;
    for (let k = 0; k < x.length; k++) x[k] -= share * x[k];
  }
}
