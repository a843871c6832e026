import type { RunParameters } from '../../run-parameters';
import type { Loss } from './loss';

const cube = (x: number) => x * x * x;

/** f = -(a + xi) x^4 / 4 - eta x. Mirrors shaders/loss/quartic-saddle.wgsl. */
export class QuarticSaddle implements Loss {
  private drift = 0;

  constructor(private readonly run: RunParameters) {}

  enter(group: number): void {
    this.drift = this.run.drift[group];
  }

  slopeAt(x: number, xi: number, eta: number): number {
    return (this.drift + this.run.multiplicative * xi) * cube(x) + this.run.additive * eta;
  }

  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void {
    slope[0] = this.slopeAt(x[0], xi, eta);
  }

  descentDifference(
    [x]: Float64Array,
    [landmark]: Float64Array,
    xi: number,
    _eta: number,
    slope: Float64Array,
  ): void {
    const cubes = (x - landmark) * (x * x + (x * landmark + landmark * landmark));
    slope[0] = (this.drift + this.run.multiplicative * xi) * cubes;
  }

  meanDescent(x: Float64Array, slope: Float64Array): void {
    slope[0] = this.drift * cube(x[0]);
  }
}
