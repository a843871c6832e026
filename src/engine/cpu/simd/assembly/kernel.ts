// The step of engine/cpu in float32, four particles in the four lanes of a vector: AssemblyScript,
// compiled to WebAssembly with SIMD. The same random words, the same polynomials and the same order
// of operations as shaders/; products and sums are rounded one by one, but for the fused kernels
// (fused.ts). Whoever calls is engine/cpu/simd/simd-kernel.ts, which knows the memory: 4 bytes a
// number, everything aligned to 16.

import { anyAlive, moveBlock } from './blocks';
import { LANES, k } from './constants';
import {
  BLOCK_STEPS,
  COORDINATE_COUNT,
  EXITS,
  LAW,
  LAW_GAUSSIAN,
  LAW_KINDS,
  LOSS,
  LOSS_KINDS,
  LOSS_SADDLE,
  MEMORY_ROWS,
  NEVER,
  OPTIMIZER,
  OPTIMIZER_KINDS,
  OPTIMIZER_SGD,
  PASSAGES,
  POINT_SIZE,
  REGION_COORDINATE,
  ROWS,
  SCHEDULE,
  SCHEDULE_CONSTANT,
  SCHEDULE_KINDS,
  START,
  START_KINDS,
  START_POINT,
  STRIDE,
} from './layout';
import { enterScales, isMixed, seedDraws } from './noise';
import { splat, word } from './parameters';
import { prepareMethod } from './points';
import { carryReplicas } from './replicas';
import { startOf } from './starts';
import {
  BLOCK,
  EXIT,
  EXIT_CODE,
  MEMORY,
  PARTICLE,
  PASSAGE,
  VECTORS,
  memoryEnd,
  vectorAt,
} from './state';
import { WHOLE } from './whole';

export { PARAMETERS } from './parameters';

/** Where the memory that these files do not use themselves begins. */
export const HEAP: usize = __heap_base;

// @ts-ignore: decorator
@inline
function rowAt(row: u32, place: u32): usize {
  return <usize>word(ROWS) + ((<usize>(row * word(STRIDE) + place)) << 2);
}

// The first of the population's rows of a group that a row of a vector is of: rows of x of all groups
// come first, then those of memory, group by group.
// @ts-ignore: decorator
@inline
function rowOf(group: u32, row: u32): u32 {
  const size = word(POINT_SIZE);
  if (!WHOLE || row == 0) return group * size;
  return word(COORDINATE_COUNT) + (group * word(MEMORY_ROWS) + row - 1) * size;
}

// Numbers of the particles at `place` and the three after it.
// @ts-ignore: decorator
@inline
function particlesAt(place: u32): v128 {
  return i32x4.add(i32x4.splat(place), k(LANES));
}

// Traps where the parameters ask for a kind that these files do not know.
function refuseUnknownKinds(): void {
  if (
    word(LAW) >= LAW_KINDS ||
    word(OPTIMIZER) >= OPTIMIZER_KINDS ||
    word(SCHEDULE) >= SCHEDULE_KINDS ||
    word(START) >= START_KINDS ||
    word(LOSS) >= LOSS_KINDS
  )
    unreachable();
  if (WHOLE) return;
  if (
    word(LAW) != LAW_GAUSSIAN ||
    isMixed() ||
    word(OPTIMIZER) != OPTIMIZER_SGD ||
    word(SCHEDULE) != SCHEDULE_CONSTANT ||
    word(START) != START_POINT ||
    word(LOSS) != LOSS_SADDLE ||
    word(REGION_COORDINATE) != NEVER
  )
    unreachable();
}

/**
 * Puts particles at their start; memory is zero already. Places `first` to `end`, multiples of 8;
 * place p holds particle offset + p.
 */
export function start(first: u32, end: u32, offset: u32): void {
  refuseUnknownKinds();
  for (let place = first; place < end; place += 4) {
    for (let coordinate: u32 = 0; coordinate < word(COORDINATE_COUNT); coordinate++)
      v128.store(rowAt(coordinate, place), startOf(particlesAt(offset + place), coordinate));
    v128.store(<usize>word(PASSAGES) + ((<usize>place) << 2), i32x4.splat(NEVER));
  }
}

/** Moves a population from a step to another. Places as of `start`. */
export function advance(first: u32, end: u32, offset: u32, firstStep: u32, endStep: u32): void {
  refuseUnknownKinds();
  if (WHOLE) prepareMethod();
  const groups = word(COORDINATE_COUNT) / word(POINT_SIZE);
  for (let place = first; place < end; place += 4 * VECTORS) {
    for (let vector: u32 = 0; vector < VECTORS; vector++) {
      const at = vectorAt(vector);
      v128.store(at, particlesAt(offset + place + 4 * vector), PARTICLE);
      v128.store(at, v128.load(<usize>word(PASSAGES) + ((<usize>(place + 4 * vector)) << 2)), PASSAGE);
      v128.store(at, i32x4.splat(0), EXIT);
    }
    for (let group: u32 = 0; group < groups; group++) {
      enterScales(group);
      for (let vector: u32 = 0; vector < VECTORS; vector++)
        enterGroup(vectorAt(vector), group, place + 4 * vector);
      moveSteps(group, firstStep, endStep);
      for (let vector: u32 = 0; vector < VECTORS; vector++)
        storeGroup(vectorAt(vector), group, place + 4 * vector);
    }
    for (let vector: u32 = 0; vector < VECTORS; vector++)
      storePassages(vectorAt(vector), place + 4 * vector);
  }
}

function moveSteps(group: u32, first: u32, end: u32): void {
  for (let step = first; step < end; ) {
    const from = step % BLOCK_STEPS;
    if (!anyAlive(vectorAt(0), from) && !anyAlive(vectorAt(1), from)) return;
    const to = min(BLOCK_STEPS, end - step + from);
    for (let vector: u32 = 0; vector < VECTORS; vector++)
      v128.store(vectorAt(vector), i32x4.splat(step / BLOCK_STEPS), BLOCK);
    moveBlock(true, group, from, to);
    step += to - from;
  }
}

function enterGroup(at: usize, group: u32, place: u32): void {
  seedDraws(at, group);
  const size = word(POINT_SIZE);
  for (let row: usize = 0; row < memoryEnd(); row += MEMORY) {
    const from = rowOf(group, <u32>(row >> 6));
    for (let k: u32 = 0; k < size; k++)
      v128.store(at + row + ((<usize>k) << 4), v128.load(rowAt(from + k, place)));
  }
}

function storeGroup(at: usize, group: u32, place: u32): void {
  const size = word(POINT_SIZE);
  for (let row: usize = 0; row < memoryEnd(); row += MEMORY) {
    const to = rowOf(group, <u32>(row >> 6));
    for (let k: u32 = 0; k < size; k++)
      v128.store(rowAt(to + k, place), v128.load(at + row + ((<usize>k) << 4)));
  }
}

function storePassages(at: usize, place: u32): void {
  const passages = <usize>word(PASSAGES) + ((<usize>place) << 2);
  const exits = <usize>word(EXITS) + ((<usize>place) << 2);
  const passage = v128.load(at, PASSAGE);
  const left = i32x4.gt_u(v128.load(passages), passage);
  v128.store(exits, v128.bitselect(v128.load(at, EXIT_CODE), v128.load(exits), left));
  v128.store(passages, passage);
}

/**
 * First passages of replicas, from their start to `steps`; nothing else of them is left. Places as
 * of `start`.
 */
export function escape(first: u32, end: u32, offset: u32, steps: u32): void {
  refuseUnknownKinds();
  if (!WHOLE) {
    unreachable();
    return;
  }
  prepareMethod();
  carryReplicas(first, end, offset, steps);
}
