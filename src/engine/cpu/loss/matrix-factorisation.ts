import type { RunParameters } from '../../run-parameters';
import type { Loss } from './loss';

/**
 * f = (P - a - xi)^2 / 2 - eta (x_0 + x_1), P the product of the factors. Mirrors
 * shaders/loss/matrix-factorisation.wgsl.
 */
export class MatrixFactorisation implements Loss {
  constructor(private readonly run: RunParameters) {}

  enter(): void {}

  /** Minus the slope of the squared error, over the other factor. */
  private error([first, second]: Float64Array, xi: number): number {
    const { drift, multiplicative, dt } = this.run;
    return drift[0] + multiplicative * xi - dt * (first * second);
  }

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    const error = this.error(x, xi);
    const push = this.run.additive * eta;
    slope[0] = error * x[1] + push;
    slope[1] = error * x[0] + push;
  }

  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    xi: number,
    _eta: number,
    slope: Float64Array,
  ): void {
    const here = this.error(x, xi);
    const there = this.error(landmark, xi);
    slope[0] = here * x[1] - there * landmark[1];
    slope[1] = here * x[0] - there * landmark[0];
  }

  meanDescent(x: Float64Array, slope: Float64Array): void {
    this.descent(x, 0, 0, slope);
  }
}
