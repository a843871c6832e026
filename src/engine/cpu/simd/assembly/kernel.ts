// The step of engine/cpu in float32, four particles in the four lanes of a vector: AssemblyScript,
// compiled to WebAssembly with SIMD. The same random words, the same polynomials and the same order
// of operations as shaders/; products and sums are rounded one by one. Whoever calls is
// engine/cpu/simd/simd-kernel.ts, which knows the memory: 4 bytes a number, everything aligned to
// 16.

import { move } from './blocks';
import { nextWords, seed } from './generator';
import {
  COORDINATE_COUNT,
  EXITS,
  LAW,
  LAW_KINDS,
  LOSS,
  LOSS_KINDS,
  MEMORY_ROWS,
  NEVER,
  OPTIMIZER,
  OPTIMIZER_KINDS,
  PASSAGES,
  ROWS,
  SCHEDULE,
  SCHEDULE_KINDS,
  START,
  START_KINDS,
  STRIDE,
} from './layout';
import { angleOf, cosineOf, radiusOf, sineOf } from './normals';
import { PARAMETERS, splat, word } from './parameters';
import { startOf } from './starts';
import { EXIT, EXIT_CODE, MEMORY, PASSAGE, STATE, X } from './steps';

export { PARAMETERS } from './parameters';

/** Where the memory that these files do not use themselves begins. */
export const HEAP: usize = __heap_base;

// @ts-ignore: decorator
@inline
function rowAt(row: u32, place: u32): usize {
  return <usize>word(ROWS) + ((<usize>(row * word(STRIDE) + place)) << 2);
}

// @ts-ignore: decorator
@inline
function remembers(): bool {
  return word(MEMORY_ROWS) != 0;
}

// Traps where the parameters ask for a kind that this file does not know.
function refuseUnknownKinds(): void {
  if (
    word(LAW) >= LAW_KINDS ||
    word(OPTIMIZER) >= OPTIMIZER_KINDS ||
    word(SCHEDULE) >= SCHEDULE_KINDS ||
    word(START) >= START_KINDS ||
    word(LOSS) >= LOSS_KINDS
  )
    unreachable();
}

/**
 * Puts particles at their start; memory is zero already. Places `first` to `end`, multiples of 4;
 * place p holds particle offset + p.
 */
export function start(first: u32, end: u32, offset: u32): void {
  refuseUnknownKinds();
  for (let place = first; place < end; place += 4) {
    for (let coordinate: u32 = 0; coordinate < word(COORDINATE_COUNT); coordinate++)
      v128.store(rowAt(coordinate, place), startOf(offset + place, coordinate));
    v128.store(<usize>word(PASSAGES) + ((<usize>place) << 2), i32x4.splat(NEVER));
  }
}

/** Moves a population from a step to another. Places as of `start`. */
export function advance(first: u32, end: u32, offset: u32, firstStep: u32, endStep: u32): void {
  refuseUnknownKinds();
  const coordinates = word(COORDINATE_COUNT);
  for (let place = first; place < end; place += 4) {
    const passages = <usize>word(PASSAGES) + ((<usize>place) << 2);
    const known = v128.load(passages);
    v128.store(STATE, known, PASSAGE);
    v128.store(STATE, i32x4.splat(0), EXIT);
    for (let coordinate: u32 = 0; coordinate < coordinates; coordinate++) {
      v128.store(STATE, v128.load(rowAt(coordinate, place)), X);
      if (remembers()) v128.store(STATE, v128.load(rowAt(coordinates + coordinate, place)), MEMORY);
      move(true, offset + place, coordinate, firstStep, endStep);
      v128.store(rowAt(coordinate, place), v128.load(STATE, X));
      if (remembers()) v128.store(rowAt(coordinates + coordinate, place), v128.load(STATE, MEMORY));
    }
    const passage = v128.load(STATE, PASSAGE);
    const exits = <usize>word(EXITS) + ((<usize>place) << 2);
    const left = i32x4.gt_u(known, passage);
    v128.store(exits, v128.bitselect(v128.load(STATE, EXIT_CODE), v128.load(exits), left));
    v128.store(passages, passage);
  }
}

/**
 * First passages of replicas, from their start to `steps`; nothing else of them is left. Places as
 * of `start`.
 */
export function escape(first: u32, end: u32, offset: u32, steps: u32): void {
  refuseUnknownKinds();
  for (let place = first; place < end; place += 4) {
    v128.store(STATE, i32x4.splat(NEVER), PASSAGE);
    for (let coordinate: u32 = 0; coordinate < word(COORDINATE_COUNT); coordinate++) {
      v128.store(STATE, startOf(offset + place, coordinate), X);
      v128.store(STATE, i32x4.splat(0), MEMORY);
      move(false, offset + place, coordinate, 0, steps);
    }
    v128.store(<usize>word(PASSAGES) + ((<usize>place) << 2), v128.load(STATE, PASSAGE));
  }
}

/**
 * For tests: `count` pairs of words and the normals made of them, of four neighbouring particles.
 * Four vectors a pair.
 */
export function sample(particle: u32, block: u32, place: u32, count: u32, out: usize): void {
  seed(particle, block, place);
  for (let i: u32 = 0; i < count; i++) {
    const first = nextWords();
    const second = nextWords();
    const r = radiusOf(first);
    const v = angleOf(second);
    const w = f32x4.mul(v, v);
    v128.store(out, first);
    v128.store(out, second, 16);
    v128.store(out, f32x4.mul(r, cosineOf(w, first)), 32);
    v128.store(out, f32x4.mul(r, sineOf(v, w)), 48);
    out += 64;
  }
}
