import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import { compareWithCounts } from '../../../bench/peers/law.js';

const random = seedrandom('peers');
const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
const sample = (n: number, scale = 1, shift = 0) =>
  Float32Array.from({ length: n }, () => shift + scale * normal());

const edges = Array.from({ length: 65 }, (_, i) => -4 + i / 8);
function countsOf(values: Float32Array): number[] {
  const counts = new Array<number>(edges.length + 1).fill(0);
  for (const value of values) counts[edges.filter((edge) => edge <= value).length]++;
  return counts;
}

describe('a peer against our histogram', () => {
  const N = 40_000;
  const reference = countsOf(sample(N));

  test('passes with the same law', () => {
    const { distance, bound } = compareWithCounts(edges, reference, sample(N));
    expect(distance).toBeLessThanOrEqual(bound);
    // sqrt(ln(2e5) / 2 * 2 / N)
    expect(bound).toBeCloseTo(Math.sqrt(12.206 / N), 5);
  });

  test.each([
    ['a tenth too wide', sample(N, 1.1)],
    ['shifted by a tenth', sample(N, 1, 0.1)],
  ])('is refused: %s', (_, values) => {
    const { distance, bound } = compareWithCounts(edges, reference, values);
    expect(distance).toBeGreaterThan(bound);
  });

  test('is refused with a single value that is no number', () => {
    const values = sample(N);
    values[17] = Number.NaN;
    expect(compareWithCounts(edges, reference, values).distance).toBe(1);
  });

  test('counts what lies outside the edges', () => {
    const far = Float32Array.from({ length: 100 }, (_, i) => (i % 2 ? 1e9 : -1e9));
    expect(compareWithCounts(edges, countsOf(far), far).distance).toBe(0);
  });
});
