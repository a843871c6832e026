import seedrandom from 'seedrandom';

/**
 * The key that a seed text stands for: the first 64 bits of seedrandom's ARC4 stream.
 * @returns Two u32.
 */
export function seedKey(seed: string): [number, number] {
  const generator = seedrandom(seed);
  return [generator.int32() >>> 0, generator.int32() >>> 0];
}
