// The region that particles leave: the host gives its ends, and the coordinate that they are of,
// NEVER where they are of all, or OF_LOSS where they are levels of the mean loss (levels.ts).

import { NEVER, POINT_SIZE, REGION_COORDINATE, REGION_HIGH, REGION_LOW } from './layout';
import { splat, word } from './parameters';
import { LARGEST } from './state';
import { ALL, WHOLE } from './whole';

/** The ends for the group that is being moved: infinite where nobody leaves by it. */
export const LOW: usize = memory.data(16, 16);
export const HIGH: usize = memory.data(16, 16);

// As of simd-kernel.ts: no coordinate.
const OF_LOSS: u32 = NEVER - 1;

// @ts-ignore: decorator
@inline
export function isOfLoss(): bool {
  return ALL && word(REGION_COORDINATE) == OF_LOSS;
}

/** Whether particles may leave by a coordinate. */
// @ts-ignore: decorator
@inline
export function mayLeave(coordinate: u32): bool {
  return !WHOLE || word(REGION_COORDINATE) == NEVER || word(REGION_COORDINATE) == coordinate;
}

/**
 * Takes a group for what follows.
 * @returns What of a vector is to be held against the ends, in bytes: the coordinate, or LARGEST.
 */
export function enterRegion(group: u32): usize {
  const own = word(REGION_COORDINATE) - group * word(POINT_SIZE);
  const isOwn = WHOLE && own < word(POINT_SIZE);
  const leaves = isOwn || mayLeave(NEVER);
  v128.store(LOW, leaves ? splat(REGION_LOW) : f32x4.splat(-Infinity));
  v128.store(HIGH, leaves ? splat(REGION_HIGH) : f32x4.splat(Infinity));
  return isOwn ? <usize>own << 4 : LARGEST;
}
