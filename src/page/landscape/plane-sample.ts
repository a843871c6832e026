import type { PlaneWindow } from '../../engine/plane-window';

/** Particles over a grid of their first two coordinates, at one step. */
export interface PlaneSample {
  run: number;
  step: number;
  /** Particles that were counted. */
  particles: number;
  /** Particles that each of them stands for: 1 where all were counted. */
  each: number;
  window: PlaneWindow;
  /** Shape: u32[row of y][column of x], then one for what is outside. */
  counts: Uint32Array;
}

/** Sample paths drawn under the histogram and in the plane. */
export const PATHS = 32;
