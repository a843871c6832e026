import { Shaken } from './shaken';

/** Centre, width, height of each Gaussian. */
const BUMPS = [
  [-2.75, 2.5, 0.45, 3],
  [-2.5, 2, 1.2, 0.35],
  [-1.5, -0.5, 1, -0.6],
  [0.5, 1.5, 0.9, -0.55],
  [2.5, -1, 0.9, -1.05],
] as const;

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
    for (const [centreX, centreY, width, height] of BUMPS) {
      const square = width * width;
      const wide = square + variance;
      const awayX = x - centreX;
      const awayY = y - centreY;
      const weight =
        ((height * square) / (wide * wide)) * Math.exp((-0.5 * (awayX * awayX + awayY * awayY)) / wide);
      sumX += weight * awayX;
      sumY += weight * awayY;
    }
    slope[0] = this.run.dt * sumX;
    slope[1] = this.run.dt * sumY;
  }
}
