import type { PlaneWindow } from '../../engine/plane-window';

/** All particles over a grid of their first two coordinates, at one step. */
export interface PlaneSample {
  run: number;
  step: number;
  particles: number;
  window: PlaneWindow;
  /** Shape: u32[row of y][column of x], then one for what is outside. */
  counts: Uint32Array;
}

/** Sample paths drawn under the histogram and in the plane. */
export const PATHS = 32;
