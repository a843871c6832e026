/**
 * The interface of this folder, as of shaders/loss/: all per step, into `slope`, whose length is
 * that of x.
 */
export interface Loss {
  /** Takes the rates of a group of coordinates for the calls that follow. */
  enter(group: number): void;
  /** Minus the noisy slope at x. */
  descent(x: Float64Array, xi: number, eta: number, slope: Float64Array): void;
  /**
   * `descent` of a point of one coordinate; only of losses whose coordinates are chains of their
   * own.
   */
  slopeAt?(x: number, xi: number, eta: number): number;
  /** descent(x) - descent(landmark) with the same noise. */
  descentDifference(
    x: Float64Array,
    landmark: Float64Array,
    xi: number,
    eta: number,
    slope: Float64Array,
  ): void;
  /** The descent averaged over the noise. */
  meanDescent(x: Float64Array, slope: Float64Array): void;
}
