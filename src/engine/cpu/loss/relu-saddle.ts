import type { RunParameters } from '../../run-parameters';
import type { Loss } from './loss';

/** f = -(a + xi) |x| - eta x. Mirrors shaders/loss/relu-saddle.wgsl. */
export class ReluSaddle implements Loss {
  private drift = 0;

  constructor(private readonly run: RunParameters) {}

  enter(group: number): void {
    this.drift = this.run.drift[group];
  }

  slopeAt(x: number, xi: number, eta: number): number {
    return (this.drift + this.run.multiplicative * xi) * Math.sign(x) + this.run.additive * eta;
  }

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    slope[0] = this.slopeAt(x[0], xi, eta);
  }

  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    xi: number,
    _eta: number,
    slope: Float64Array,
  ): void {
    slope[0] =
      (this.drift + this.run.multiplicative * xi) * (Math.sign(x[0]) - Math.sign(landmark[0]));
  }

  meanDescent(x: Float64Array, slope: Float64Array): void {
    slope[0] = this.drift * Math.sign(x[0]);
  }
}
