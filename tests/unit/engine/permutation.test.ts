import { describe, expect, it } from 'vitest';
import { ordered } from '../../../src/engine/cpu/permutation';
import { philox4x32 } from '../../../src/engine/cpu/random';
import { Z_ALPHA } from '../../support/tolerances';

function halvesOf(count: number) {
  const bits = Math.max(2, Math.ceil(Math.log2(count)));
  return { lowBits: bits >> 1, highBits: bits - (bits >> 1) };
}

function orderOf(count: number, epoch: number): number[] {
  const keys = new Uint32Array(4);
  philox4x32(7, epoch, 3, 0, 1, 2, keys);
  return Array.from({ length: count }, (_, place) => ordered(place, count, halvesOf(count), keys));
}

/** Normal deviate of a chi-squared number: the cube-root approximation of Wilson and Hilferty (1931). */
function wilsonHilferty(chiSquare: number, freedom: number): number {
  return (Math.cbrt(chiSquare / freedom) - (1 - 2 / (9 * freedom))) / Math.sqrt(2 / (9 * freedom));
}

describe('the keyed order', () => {
  it('holds every number once', () => {
    for (const count of [3, 4, 5, 8, 9, 100, 1024, 65_535, 65_536]) {
      const order = orderOf(count, count);
      expect(new Set(order).size).toBe(count);
      expect(Math.max(...order.slice(0, 10_000))).toBeLessThan(count);
    }
  });

  it('is any order of a few numbers equally often', () => {
    const epochs = 24_000;
    const found = new Map<string, number>();
    for (let epoch = 0; epoch < epochs; epoch++) {
      const key = orderOf(4, epoch).join();
      found.set(key, (found.get(key) ?? 0) + 1);
    }
    expect(found.size).toBe(24);
    const expected = epochs / 24;
    let chiSquare = 0;
    for (const count of found.values()) chiSquare += (count - expected) ** 2 / expected;
    expect(wilsonHilferty(chiSquare, 23), `chi-squared ${chiSquare}`).toBeLessThan(Z_ALPHA);
  });

  // A stored set is small: every pair of samples is in a batch together equally often.
  it.each([3, 4, 5, 6, 7, 8, 9, 11, 13, 17, 24, 33, 63, 65])(
    'puts every pair of %i numbers first equally often',
    (count) => {
      const epochs = 100_000;
      const pairs = new Float64Array(count * count);
      const keys = new Uint32Array(4);
      for (let epoch = 0; epoch < epochs; epoch++) {
        philox4x32(7, epoch, 3, 0, 1, 2, keys);
        const [a, b] = [0, 1].map((place) => ordered(place, count, halvesOf(count), keys));
        pairs[a * count + b]++;
      }
      const expected = epochs / (count * (count - 1));
      let chiSquare = 0;
      for (let a = 0; a < count; a++)
        for (let b = 0; b < count; b++)
          if (a !== b) chiSquare += (pairs[a * count + b] - expected) ** 2 / expected;
      expect(wilsonHilferty(chiSquare, count * (count - 1) - 1)).toBeLessThan(Z_ALPHA);
    },
  );
});
