// Replicas from their start to their first passage, one group of coordinates after the other. Every
// lane carries a replica of its own, in a block of its own; where one is done the next takes its
// lane.

import { moveBlock } from './blocks';
import { BLOCK_STEPS, COORDINATE_COUNT, NEVER, PASSAGES, POINT_SIZE } from './layout';
import { stepsBefore } from './methods';
import { enterScales, seedDraws } from './noise';
import { splat, word } from './parameters';
import { startOf } from './starts';
import { BLOCK, MEMORY, PARTICLE, PASSAGE, PLACE, VECTORS, X, memoryEnd, vectorAt } from './state';

// The place of a lane that carries no replica.
const NOBODY: u32 = NEVER;
// Lanes of a vector that are done.
const DONE: usize = memory.data(16, 16);

// First passages of places `first` to `end`, of at most `steps` steps.
export function carryReplicas(first: u32, end: u32, offset: u32, steps: u32): void {
  for (let place = first; place < end; place++) store<u32>(passageAt(place), NEVER);
  const groups = word(COORDINATE_COUNT) / word(POINT_SIZE);
  for (let group: u32 = 0; group < groups; group++)
    carryGroup(group, first, end, offset, steps);
}

function carryGroup(group: u32, first: u32, end: u32, offset: u32, steps: u32): void {
  const blocks = (steps + BLOCK_STEPS - 1) / BLOCK_STEPS;
  if (blocks == 0) return;
  enterScales(group);
  let next = first;
  let left = end - first;
  for (let vector: u32 = 0; vector < VECTORS; vector++) {
    for (let lane: usize = 0; lane < 16; lane += 4)
      store<u32>(vectorAt(vector) + lane, next < end ? next++ : NOBODY, PLACE);
    begin(vectorAt(vector), i32x4.splat(-1), group, offset);
  }
  while (left > 0) {
    moveBlock(false, group, 0, BLOCK_STEPS);
    for (let vector: u32 = 0; vector < VECTORS; vector++) {
      const at = vectorAt(vector);
      const block = i32x4.add(v128.load(at, BLOCK), i32x4.splat(1));
      v128.store(at, block, BLOCK);
      const carried = i32x4.ne(v128.load(at, PLACE), i32x4.splat(NOBODY));
      const passed = i32x4.le_u(v128.load(at, PASSAGE), stepsBefore(at));
      const ended = i32x4.ge_u(block, i32x4.splat(blocks));
      const done = v128.and(v128.or(passed, ended), carried);
      if (!v128.any_true(done)) continue;
      v128.store(DONE, done);
      for (let lane: usize = 0; lane < 16; lane += 4) {
        if (load<u32>(DONE + lane) == 0) continue;
        const passage = load<u32>(at + lane, PASSAGE);
        // The last block may go beyond the last step.
        store<u32>(passageAt(load<u32>(at + lane, PLACE)), passage <= steps ? passage : NEVER);
        store<u32>(at + lane, next < end ? next++ : NOBODY, PLACE);
        left--;
      }
      begin(at, done, group, offset);
    }
  }
}

// Puts the replicas of some lanes at their start.
function begin(at: usize, lanes: v128, group: u32, offset: u32): void {
  const particle = i32x4.add(v128.load(at, PLACE), i32x4.splat(offset));
  v128.store(at, v128.bitselect(particle, v128.load(at, PARTICLE), lanes), PARTICLE);
  v128.store(at, v128.andnot(v128.load(at, BLOCK), lanes), BLOCK);
  const size = word(POINT_SIZE);
  for (let k: u32 = 0; k < size; k++) {
    const row = at + ((<usize>k) << 4);
    const x = startOf(v128.load(at, PARTICLE), group * size + k);
    v128.store(row, v128.bitselect(x, v128.load(row, X), lanes), X);
    for (let memory: usize = MEMORY; memory < memoryEnd(); memory += MEMORY)
      v128.store(row + memory, v128.andnot(v128.load(row + memory), lanes));
  }
  seedDraws(at, group);
  v128.store(DONE, lanes);
  for (let lane: usize = 0; lane < 16; lane += 4) {
    if (load<u32>(DONE + lane) == 0) continue;
    const place = load<u32>(at + lane, PLACE);
    // Nobody is out before the first step, and so stays out of the way.
    store<u32>(at + lane, place == NOBODY ? 0 : load<u32>(passageAt(place)), PASSAGE);
  }
}

// @ts-ignore: decorator
@inline
function passageAt(place: u32): usize {
  return <usize>word(PASSAGES) + ((<usize>place) << 2);
}
