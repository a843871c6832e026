import type { Source } from '../source';
import { Optimizer } from './optimizer';

/**
 * velocity <- beta velocity + learningRate * descent(x); x <- x + velocity. Mirrors
 * shaders/optimizer/heavy-ball.wgsl.
 */
export class HeavyBall extends Optimizer {
  step(x: Float64Array, velocity: Float64Array, { noise }: Source, i: number, done: number): void {
    const rate = this.learningRate(done);
    this.loss.descent(x, noise.xi[i], noise.eta[i], this.slope);
    for (let k = 0; k < x.length; k++) {
      velocity[k] = this.run.beta * velocity[k] + rate * this.slope[k];
      x[k] += velocity[k];
    }
  }
}
