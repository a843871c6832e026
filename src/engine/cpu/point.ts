import { FROZEN } from '../constants';
import type { ReachSteps } from '../plain-run';

/**
 * Coordinates that move together: an array of 1 to 8 numbers. Mirrors the files of shaders/point/,
 * one for each length.
 */

/** max_i |x_i|. */
export function largest(x: Float64Array): number {
  let size = Math.abs(x[0]);
  for (let k = 1; k < x.length; k++) size = Math.max(size, Math.abs(x[k]));
  return size;
}

/** Product of all coordinates but `k`. */
export function productOfOthers(x: Float64Array, k: number): number {
  let product = 1;
  for (let other = 0; other < x.length; other++) if (other !== k) product *= x[other];
  return product;
}

/**
 * Whether the steps of a particle at x are over once `done` steps are: it is at or beyond the reach,
 * and looked at now, or at the very edge, where an earlier look left it. Mirrors the files of
 * shaders/edge/.
 */
export function isOver(
  x: Float64Array,
  done: number,
  reach: number,
  reachSteps: ReachSteps,
): boolean {
  const size = largest(x);
  return size >= reach && (done % reachSteps === 0 || size === FROZEN);
}

/** Leaves coordinates at or beyond the reach at the edge of the range. */
export function freeze(x: Float64Array, reach: number): void {
  for (let k = 0; k < x.length; k++)
    if (Math.abs(x[k]) >= reach) x[k] = x[k] < 0 ? -FROZEN : FROZEN;
}
