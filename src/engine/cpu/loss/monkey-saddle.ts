import { Shaken } from './shaken';

/** f = x^3 - 3 x y^2, shaken. Mirrors shaders/loss/monkey-saddle.wgsl. */
export class MonkeySaddle extends Shaken {
  protected descentAt(x: number, y: number, slope: Float64Array): void {
    slope[0] = -3 * this.run.dt * (x - y) * (x + y);
    slope[1] = 6 * this.run.dt * x * y;
  }

  /** Second derivatives along x and y are opposites: the shaking adds nothing on average. */
  meanDescent([x, y]: Float64Array, slope: Float64Array): void {
    this.descentAt(x, y, slope);
  }
}
