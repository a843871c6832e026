import { exp } from '../../../numerics/elementary';
import { BUMPS } from '../../../theory/surfaces/spike-and-wells';
import { Shaken } from './shaken';

/** A spike, a bump and three wells, shaken. Mirrors shaders/loss/spike-and-wells.wgsl. */
export class SpikeAndWells extends Shaken {
  protected descentAt(x: number, y: number, slope: Float64Array): void {
    this.widened(x, y, 0, slope);
  }

  meanDescent(x: Float64Array, slope: Float64Array): void {
    this.widened(x[0], x[1], this.run.shake * this.run.shake, slope);
  }

  /** Averaged over normal translations a bump is wider by their variance, and lower. */
  private widened(x: number, y: number, variance: number, slope: Float64Array): void {
    let sumX = 0;
    let sumY = 0;
    for (const { centre, width, height } of BUMPS) {
      const square = width * width;
      const wide = square + variance;
      const awayX = x - centre[0];
      const awayY = y - centre[1];
      const weight =
        ((height * square) / (wide * wide)) * exp((-0.5 * (awayX * awayX + awayY * awayY)) / wide);
      sumX += weight * awayX;
      sumY += weight * awayY;
    }
    slope[0] = this.run.dt * sumX;
    slope[1] = this.run.dt * sumY;
  }
}
