import type { RunParameters } from '../../run-parameters';
import type { Loss } from './loss';

/** f = -x^T (A + xi I) x / 2 - eta sum x_i. Mirrors shaders/loss/quadratic-form.wgsl. */
export class QuadraticForm implements Loss {
  private readonly away: Float64Array;

  constructor(private readonly run: RunParameters) {
    this.away = new Float64Array(run.pointSize);
  }

  enter(): void {}

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    const { multiplicative, additive } = this.run;
    this.meanDescent(x, slope);
    for (let i = 0; i < x.length; i++) slope[i] += multiplicative * xi * x[i] + additive * eta;
  }

  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    xi: number,
    _eta: number,
    slope: Float64Array,
  ): void {
    for (let i = 0; i < x.length; i++) this.away[i] = x[i] - landmark[i];
    this.descent(this.away, xi, 0, slope);
  }

  meanDescent(x: Float64Array, slope: Float64Array): void {
    const { dt, lossNumbers } = this.run;
    for (let i = 0; i < x.length; i++) {
      let sum = 0;
      for (let j = 0; j < x.length; j++) sum += lossNumbers[4 * j + i] * x[j];
      slope[i] = dt * sum;
    }
  }
}
