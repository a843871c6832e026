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
    // 23 degrees of freedom, by the cube-root normal approximation of Wilson and Hilferty (1931).
    const z = (Math.cbrt(chiSquare / 23) - (1 - 2 / (9 * 23))) / Math.sqrt(2 / (9 * 23));
    expect(Math.abs(z), `chi-squared ${chiSquare}`).toBeLessThan(Z_ALPHA);
  });

  it('puts pairs of neighbours anywhere: each number follows each other one equally often', () => {
    const count = 13;
    const epochs = 8000;
    const tally = new Float64Array(count * count);
    for (let epoch = 0; epoch < epochs; epoch++) {
      const order = orderOf(count, epoch);
      for (let i = 0; i + 1 < count; i++) tally[order[i] * count + order[i + 1]]++;
    }
    const expected = epochs / count;
    let worst = 0;
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++)
        if (a !== b)
          worst = Math.max(worst, Math.abs(tally[a * count + b] - expected) / Math.sqrt(expected));
    // The largest of 156 standard normals.
    expect(worst).toBeLessThan(5.3);
  });
});
