import type { RunParameters } from '../../run-parameters';
import type { Loss } from './loss';

/**
 * A saddle with one standard normal a step, which comes as xi. Mirrors
 * shaders/loss/saddle-of-one-normal.wgsl.
 */
export class SaddleOfOneNormal implements Loss {
  private drift = 0;

  constructor(private readonly run: RunParameters) {}

  enter(group: number): void {
    this.drift = this.run.drift[group];
  }

  slopeAt(x: number, normal: number): number {
    const { multiplicative, additive, rho, rhoComplement } = this.run;
    const along = multiplicative * x + additive * rho;
    const across = additive * rhoComplement;
    return this.drift * x + Math.sqrt(along * along + across * across) * normal;
  }

  descent(x: Float64Array, normal: number, _eta: number, slope: Float64Array): void {
    slope[0] = this.slopeAt(x[0], normal);
  }

  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    normal: number,
    _eta: number,
    slope: Float64Array,
  ): void {
    slope[0] = this.slopeAt(x[0], normal) - this.slopeAt(landmark[0], normal);
  }

  meanDescent(x: Float64Array, slope: Float64Array): void {
    slope[0] = this.drift * x[0];
  }
}
