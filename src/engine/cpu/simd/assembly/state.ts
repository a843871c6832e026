// The particles that are being moved: two vectors of four. Vectors side by side, because the steps
// of one wait for each other. What is drawn for a block of steps stands beside them.

/** How many vectors are moved together. */
export const VECTORS: u32 = 2;

// Of a vector, in bytes: x, and what the optimizer remembers, of up to four coordinates that move
// together, and both as they were before the block; first passage; largest |x| of the last block;
// of the first passage x and 2 coordinate + (1: above); the particles' numbers; the block of steps
// that each is in; and, of replicas, the place that each is of.
export const X = 0;
export const MEMORY = 64;
export const OLD_X = 128;
export const OLD_MEMORY = 192;
export const PASSAGE = 256;
export const LARGEST = 272;
export const EXIT = 288;
export const EXIT_CODE = 304;
export const PARTICLE = 320;
export const BLOCK = 336;
export const PLACE = 352;
// Seeds of the streams of noise and kicks, four vectors each.
export const NOISE_SEED = 368;
export const KICK_SEED = 432;
// xi and eta of each step.
export const DRAWS = 496;
// Kicks of each step, an even number of coordinates.
export const KICKS = 496 + 64 * 32;
const VECTOR_BYTES = 496 + 64 * 32 + 64 * 64;

const STATE: usize = memory.data(2 * VECTOR_BYTES, 16);

/** Address of a vector. */
// @ts-ignore: decorator
@inline
export function vectorAt(vector: u32): usize {
  return STATE + <usize>(vector * VECTOR_BYTES);
}

/** Keeps x and memory of `size` coordinates as they are before a block. */
export function keepState(at: usize, size: u32): void {
  for (let k: usize = 0; k < <usize>size << 4; k += 16) {
    v128.store(at + k, v128.load(at + k, X), OLD_X);
    v128.store(at + k, v128.load(at + k, MEMORY), OLD_MEMORY);
  }
}

/** Goes back to what was kept. */
export function restoreState(at: usize, size: u32): void {
  for (let k: usize = 0; k < <usize>size << 4; k += 16) {
    v128.store(at + k, v128.load(at + k, OLD_X), X);
    v128.store(at + k, v128.load(at + k, OLD_MEMORY), MEMORY);
  }
}
