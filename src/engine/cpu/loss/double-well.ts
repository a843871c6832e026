import { Shaken } from './shaken';

/** f = y^2 + x^4/4 - 5x^3/6 - x^2/2 + 5x/4 + 2, shaken. Mirrors shaders/loss/double-well.wgsl. */
export class DoubleWell extends Shaken {
  protected descentAt(x: number, y: number, slope: Float64Array): void {
    slope[0] = -this.run.dt * (((x - 2.5) * x - 1) * x + 1.25);
    slope[1] = -this.run.dt * 2 * y;
  }

  /**
   * The third derivative, 6x - 5, is linear: noise of variance 1 and no skewness adds shake^2/2 of
   * it.
   */
  meanDescent([x, y]: Float64Array, slope: Float64Array): void {
    const variance = this.run.shake * this.run.shake;
    slope[0] = -this.run.dt * (((x - 2.5) * x - 1) * x + 1.25 + variance * (3 * x - 2.5));
    slope[1] = -this.run.dt * 2 * y;
  }
}
