// Block by block: first without looking at anything but the largest |x| on the way, and once more,
// with care, only where somebody passed the radius or the reach in it.

import { BLOCK_STEPS, RADIUS, REACH } from './layout';
import { draw } from './noise';
import { splat } from './parameters';
import { LARGEST, MEMORY, PASSAGE, STATE, X, take } from './steps';
import { flushed } from './vectors';

// Moves STATE from step `first` to step `end`, block by block. `keep`: whoever is at the edge of
// the range stays there, as in a population; a replica that is out is of no more interest, and once
// all four are out the rest is left.
export function move(keep: bool, particle: u32, coordinate: u32, first: u32, end: u32): void {
  const radius = splat(RADIUS);
  const reach = splat(REACH);
  for (let step = first; step < end; ) {
    const block = step / BLOCK_STEPS;
    const from = step % BLOCK_STEPS;
    const to = min(BLOCK_STEPS, end - step + from);
    const x = v128.load(STATE, X);
    const memory = v128.load(STATE, MEMORY);
    const passage = v128.load(STATE, PASSAGE);
    const alive = f32x4.lt(f32x4.abs(x), reach);
    if (keep && !v128.any_true(alive)) return;
    // Whose first passage may lie ahead.
    const inside = i32x4.gt_u(passage, i32x4.splat(step));
    if (!keep && !v128.any_true(inside)) return;
    draw(particle, coordinate, block, from, to);
    let careful = keep && !i32x4.all_true(alive);
    if (!careful) {
      take(false, coordinate, block, from, to);
      const largest = v128.load(STATE, LARGEST);
      const passed = v128.and(f32x4.gt(largest, radius), inside);
      const lost = v128.not(f32x4.lt(largest, reach));
      careful = v128.any_true(keep ? v128.or(passed, lost) : passed);
      if (careful) {
        v128.store(STATE, x, X);
        v128.store(STATE, memory, MEMORY);
        v128.store(STATE, passage, PASSAGE);
      }
    }
    if (careful) take(true, coordinate, block, from, to);
    // Only where a block ends, so that it does not matter how a run is cut.
    if (to == BLOCK_STEPS) {
      v128.store(STATE, flushed(v128.load(STATE, X)), X);
      v128.store(STATE, flushed(v128.load(STATE, MEMORY)), MEMORY);
    }
    step += to - from;
  }
}
