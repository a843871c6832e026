import type { RunParameters } from '../../run-parameters';
import type { Loss } from './loss';

/** Losses whose difference of two descents is that: each of them is taken by itself. */
export abstract class TakenTwice implements Loss {
  private readonly other: Float64Array;

  constructor(protected readonly run: RunParameters) {
    this.other = new Float64Array(run.pointSize);
  }

  abstract descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void;

  enter(): void {}

  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    xi: number,
    eta: number,
    slope: Float64Array,
  ): void {
    this.descent(landmark, xi, eta, this.other);
    this.descent(x, xi, eta, slope);
    for (let k = 0; k < x.length; k++) slope[k] -= this.other[k];
  }

  /** That without noise, unless the average over the noise is another. */
  meanDescent(x: Float64Array, slope: Float64Array): void {
    this.descent(x, 0, 0, slope);
  }
}
