/** Rounds of each half, and for sets so small that four leave some orders up to 40 % too likely. */
const ROUNDS = 4;
const SMALL_ROUNDS = 16;
const SMALL_COUNT = 64;

/**
 * A keyed order of the numbers 0 to count - 1: a Feistel network of twice as many rounds on the
 * next power of two, repeated until the result is below count. Mirrors shaders/permutation.wgsl.
 * Sources: Luby and Rackoff (1988); Black and Rogaway (2002), cycle walking; the mixing function of
 * the rounds is our own.
 */
export interface Halves {
  lowBits: number;
  highBits: number;
}

function mixed(half: number, key: number): number {
  let h = Math.imul(half ^ key, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 15), 0x85ebca77);
  return h ^ (h >>> 13);
}

function feistel(
  number: number,
  { lowBits, highBits }: Halves,
  keys: ArrayLike<number>,
  rounds: number,
): number {
  const lowMask = (1 << lowBits) - 1;
  const highMask = (1 << highBits) - 1;
  let low = number & lowMask;
  let high = number >>> lowBits;
  for (let round = 0; round < rounds; round++) {
    const key = (keys[round & 3] + Math.imul(round >>> 2, 0x9e3779b9)) | 0;
    high = (high ^ mixed(low, key)) & highMask;
    low = (low ^ mixed(high, (Math.imul(key, 0xc2b2ae3d) + 0x27d4eb2f) | 0)) & lowMask;
  }
  return (high << lowBits) | low;
}

/**
 * The number at `place` (0 to count - 1): a bijection for every key.
 * @param keys  Shape: u32[4].
 */
export function ordered(
  place: number,
  count: number,
  halves: Halves,
  keys: ArrayLike<number>,
): number {
  const rounds = count <= SMALL_COUNT ? SMALL_ROUNDS : ROUNDS;
  let number = place;
  do number = feistel(number, halves, keys, rounds);
  while (number >= count);
  return number;
}
