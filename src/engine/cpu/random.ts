/**
 * Philox4x32 with 10 rounds: 128 bits of position and 64 bits of key to 128 random bits.
 * Mirrors shaders/random.wgsl; known answers in tests/parity/checks/words.ts.
 * Source: Salmon, Moraes, Dror, Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3".
 *
 * @param c0..c3  Position, u32 each.
 * @param out  Receives the four words. Shape: u32[4].
 */
export function philox4x32(
  c0: number,
  c1: number,
  c2: number,
  c3: number,
  k0: number,
  k1: number,
  out: Uint32Array,
): void {
  for (let round = 0; round < 10; round++) {
    const high2 = multiplyHigh(0xcd9e8d57, c2);
    const low2 = Math.imul(0xcd9e8d57, c2);
    const high0 = multiplyHigh(0xd2511f53, c0);
    const low0 = Math.imul(0xd2511f53, c0);
    c0 = high2 ^ c1 ^ k0;
    c1 = low2;
    c2 = high0 ^ c3 ^ k1;
    c3 = low0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = c0;
  out[1] = c1;
  out[2] = c2;
  out[3] = c3;
}

/**
 * The 128 bits of a block, of the seed and the block's number: pcg4d (Jarzynski and Olano 2020) with
 * a third round. Mirrors shaders/random.wgsl.
 *
 * @param out  Receives the four words. Shape: u32[4].
 */
export function blockState(seed: Uint32Array, block: number, out: Uint32Array): void {
  let x = seed[0] | 0;
  let y = (seed[1] + Math.imul(block, 0x9e3779b9)) | 0;
  let z = seed[2] | 0;
  let w = seed[3] | 0;
  for (let round = 0; round < 3; round++) {
    if (round > 0) {
      x ^= x >>> 16;
      y ^= y >>> 16;
      z ^= z >>> 16;
      w ^= w >>> 16;
    }
    x = (x + Math.imul(y, w)) | 0;
    y = (y + Math.imul(z, x)) | 0;
    z = (z + Math.imul(x, y)) | 0;
    w = (w + Math.imul(y, z)) | 0;
  }
  out[0] = x;
  out[1] = y;
  out[2] = z;
  out[3] = w;
}

/** The seed of the streams of all blocks at a place: Philox of it, made once for a place. */
export class StreamSeed {
  readonly words = new Uint32Array(4);
  private particle = -1;
  private place = -1;
  private cell = -1;

  constructor(private readonly key: readonly [number, number]) {}

  enter(particle: number, place: number, cell: number): void {
    if (particle === this.particle && place === this.place && cell === this.cell) return;
    philox4x32(particle, 0, place, cell, this.key[0], this.key[1], this.words);
    this.particle = particle;
    this.place = place;
    this.cell = cell;
  }
}

/** High word of the product of two u32 (given signed or unsigned). */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  // Every partial sum is below 2^32, so 32-bit arithmetic holds it.
  const lowLow = Math.imul(aLow, bLow);
  const highLow = (Math.imul(aHigh, bLow) + (lowLow >>> 16)) | 0;
  const lowHigh = (Math.imul(aLow, bHigh) + (highLow & 0xffff)) | 0;
  return (Math.imul(aHigh, bHigh) + (highLow >>> 16) + (lowHigh >>> 16)) | 0;
}
