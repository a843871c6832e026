import type { RunParameters } from '../../run-parameters';
import type { Loss } from './loss';

/** What the surfaces of two coordinates have in common: a translation by shake times the noise. */
export abstract class Shaken implements Loss {
  private readonly other = new Float64Array(2);

  constructor(protected readonly run: RunParameters) {}

  /** Minus the slope of the surface at (x, y), times dt. */
  protected abstract descentAt(x: number, y: number, slope: Float64Array): void;
  abstract meanDescent(x: Float64Array, slope: Float64Array): void;

  enter(): void {}

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    const { shake } = this.run;
    this.descentAt(x[0] + shake * xi, x[1] + shake * eta, slope);
  }

  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    xi: number,
    eta: number,
    slope: Float64Array,
  ): void {
    this.descent(landmark, xi, eta, this.other);
    this.descent(x, xi, eta, slope);
    slope[0] -= this.other[0];
    slope[1] -= this.other[1];
  }
}
