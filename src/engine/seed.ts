import seedrandom from 'seedrandom';

/**
 * The key that a seed text stands for: the first 64 bits of seedrandom's ARC4 stream.
 * @returns Two u32.
 */
export function seedKey(seed: string): [number, number] {
  if (last?.seed !== seed) {
    const generator = seedrandom(seed);
    last = { seed, key: [generator.int32() >>> 0, generator.int32() >>> 0] };
  }
  return last.key;
}

/** The cells of a map have one seed. */
let last: { seed: string; key: [number, number] } | null = null;
