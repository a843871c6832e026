import type { RunParameters } from '../../run-parameters';
import type { Loss } from './loss';

/** f = (1 - x)^2 + (b + xi) (y - x^2)^2 - eta x. Mirrors shaders/loss/rosenbrock.wgsl. */
export class Rosenbrock implements Loss {
  private readonly other = new Float64Array(2);

  constructor(private readonly run: RunParameters) {}

  enter(): void {}

  private valley([x, y]: Float64Array, xi: number, slope: Float64Array): void {
    const { multiplicative, dt, lossNumbers } = this.run;
    const push = 2 * (dt * lossNumbers[0] + multiplicative * xi) * (y - x * x);
    slope[0] = 2 * dt * (1 - x) + 2 * x * push;
    slope[1] = -push;
  }

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    this.valley(x, xi, slope);
    slope[0] += this.run.additive * eta;
  }

  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    xi: number,
    _eta: number,
    slope: Float64Array,
  ): void {
    this.valley(landmark, xi, this.other);
    this.valley(x, xi, slope);
    slope[0] -= this.other[0];
    slope[1] -= this.other[1];
  }

  meanDescent(x: Float64Array, slope: Float64Array): void {
    this.valley(x, 0, slope);
  }
}
