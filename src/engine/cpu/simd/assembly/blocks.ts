// Block by block. Coordinates that move alone are taken first without looking at anything but the
// largest |x| on the way; only where somebody passed the nearer end of the region or the reach in it
// is the block taken again, with care.

import { BLOCK_STEPS, POINT_SIZE, REACH } from './layout';
import { leaveLevels } from './levels';
import { isAlive, stepsAt } from './methods';
import { draw } from './noise';
import { splat, word } from './parameters';
import { largestOf, movesTogether, takeTogether } from './points';
import { HIGH, LOW, enterRegion, isOfLoss } from './regions';
import { hasMadeRates, makeRates } from './schedules';
import {
  LARGEST,
  MEMORY,
  OLD_X,
  PASSAGE,
  VECTORS,
  keepState,
  memoryEnd,
  restoreState,
  vectorAt,
} from './state';
import { takeCarefully, takeQuickly } from './steps';
import { flushed } from './vectors';
import { WHOLE } from './whole';

// Moves both vectors through steps `first` to `end` of the blocks that their particles are in.
// `keep`: whoever is at the edge of the range stays there, as in a population; a replica that is
// out is of no more interest.
export function moveBlock(keep: bool, group: u32, first: u32, end: u32): void {
  draw(group, first, end);
  if (hasMadeRates())
    for (let vector: u32 = 0; vector < VECTORS; vector++) makeRates(vectorAt(vector), first, end);
  if (isOfLoss()) {
    for (let i = first; i < end; i++) {
      takeTogether(keep, group, i, i + 1);
      for (let vector: u32 = 0; vector < VECTORS; vector++) leaveLevels(vectorAt(vector), i);
    }
  } else if (WHOLE && movesTogether()) takeTogether(keep, group, first, end);
  else moveAlone(keep, group, first, end);
  // Only where a block ends, so that it does not matter how a run is cut.
  if (end == BLOCK_STEPS)
    for (let vector: u32 = 0; vector < VECTORS; vector++) flushState(vectorAt(vector));
}

function moveAlone(keep: bool, coordinate: u32, first: u32, end: u32): void {
  enterRegion(coordinate);
  // Whose |x| is up to it has not left.
  const radius = f32x4.pmin(f32x4.neg(v128.load(LOW)), v128.load(HIGH));
  const reach = splat(REACH);
  for (let vector: u32 = 0; vector < VECTORS; vector++) keepState(vectorAt(vector));
  takeQuickly(coordinate, first, end);
  for (let vector: u32 = 0; vector < VECTORS; vector++) {
    const at = vectorAt(vector);
    const largest = v128.load(at, LARGEST);
    const before = stepsAt(at, first);
    // Whose first passage may lie ahead.
    const inside = i32x4.gt_u(v128.load(at, PASSAGE), before);
    let look = v128.and(f32x4.gt(largest, radius), inside);
    if (keep) {
      // Whoever was at the edge of the range has gone on, or comes to it.
      const alive = f32x4.lt(f32x4.abs(v128.load(at, OLD_X)), reach);
      look = v128.or(look, v128.not(v128.and(alive, f32x4.lt(largest, reach))));
    }
    if (!v128.any_true(look)) continue;
    restoreState(at);
    takeCarefully(at, coordinate, first, end);
  }
}

function flushState(at: usize): void {
  const bytes = <usize>word(POINT_SIZE) << 4;
  const end = at + memoryEnd();
  for (let row = at; row < end; row += MEMORY)
    for (let k = row; k < row + bytes; k += 16) v128.store(k, flushed(v128.load(k)));
}

/** Whether somebody in a vector is not at the edge of the range once `done` steps of a block are. */
export function anyAlive(at: usize, done: u32): bool {
  return v128.any_true(isAlive(largestOf(at, word(POINT_SIZE)), splat(REACH), done));
}
