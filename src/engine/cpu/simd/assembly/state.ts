// The particles that are being moved: two vectors of four. Vectors side by side, because the steps
// of one wait for each other. What is drawn for a block of steps stands beside them.

import { MEMORY_ROWS } from './layout';
import { word } from './parameters';
import { WHOLE } from './whole';

/** How many vectors are moved together. */
export const VECTORS: u32 = 2;

// Of a vector, in bytes: rows of up to four coordinates that move together, x and up to three of
// what the optimizer remembers; x and the first of these, of a coordinate that moves alone, as they
// were before the block; first passage; largest |x| of the last block; of the first passage x and 2
// coordinate + (1: above); the particles' numbers; the block of steps that each is in; and, of
// replicas, the place that each is of.
export const X = 0;
export const MEMORY = 64;
export const SECOND = 128;
export const THIRD = 192;
export const OLD_X = 256;
export const OLD_MEMORY = 272;
// There, of methods that have them, both weights of the steps before the block; steps since the
// landmark.
export const WEIGHTS = OLD_X;
export const EPOCH_PLACE = OLD_X;
export const PASSAGE = 288;
export const LARGEST = 304;
export const EXIT = 320;
export const EXIT_CODE = 336;
export const PARTICLE = 352;
export const BLOCK = 368;
export const PLACE = 384;
// Seeds of the streams of noise and kicks, four vectors each.
export const NOISE_SEED = 400;
export const KICK_SEED = 464;
// xi and eta of each step.
export const DRAWS = 528;
// Kicks of each step, an even number of coordinates.
export const KICKS = DRAWS + 64 * 32;
// Learning rates of each step, where there is a schedule.
export const RATES = KICKS + 64 * 64;
export const VECTOR_BYTES: usize = RATES + 64 * 16;

const STATE: usize = memory.data(2 * VECTOR_BYTES, 16);

/** Address of a vector. */
// @ts-ignore: decorator
@inline
export function vectorAt(vector: u32): usize {
  return STATE + <usize>vector * VECTOR_BYTES;
}

/** Where the rows of a vector end, in bytes. */
// @ts-ignore: decorator
@inline
export function memoryEnd(): usize {
  return WHOLE ? (<usize>word(MEMORY_ROWS) + 1) << 6 : MEMORY;
}

/** Keeps x and memory of a coordinate that moves alone as they are before a block. */
export function keepState(at: usize): void {
  v128.store(at, v128.load(at, X), OLD_X);
  v128.store(at, v128.load(at, MEMORY), OLD_MEMORY);
}

/** Goes back to what was kept. */
export function restoreState(at: usize): void {
  v128.store(at, v128.load(at, OLD_X), X);
  v128.store(at, v128.load(at, OLD_MEMORY), MEMORY);
}
