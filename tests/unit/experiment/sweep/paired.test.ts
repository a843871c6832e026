import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differenceVariances, pairedDifference } from '../../../../src/experiment/sweep/paired';

/** Probability that the interval holds the true difference, over all outcomes of n pairs. */
function coverage(n: number, onlyA: number, onlyB: number): number {
  const agree = Math.max(0, 1 - onlyA - onlyB);
  const logFactorial = [0];
  for (let k = 1; k <= n; k++) logFactorial.push(logFactorial[k - 1] + Math.log(k));
  const power = (p: number, k: number) => (k === 0 ? 0 : k * Math.log(p));
  let covered = 0;
  for (let p = 0; p <= n; p++)
    for (let q = 0; p + q <= n; q++) {
      const rest = n - p - q;
      const logShare =
        logFactorial[n] -
        logFactorial[p] -
        logFactorial[q] -
        logFactorial[rest] +
        power(onlyA, p) +
        power(onlyB, q) +
        power(agree, rest);
      // Pairs that agree may do so either way: all of them escape here.
      const { low, high } = pairedDifference({ n, a: p + rest, b: q + rest, together: rest });
      if (low <= onlyA - onlyB && onlyA - onlyB <= high) covered += Math.exp(logShare);
    }
  return covered;
}

describe('the interval of a paired difference', () => {
  // Every pair of shares in fiftieths, but for those without any disagreement on side A's part.
  const grid = Array.from({ length: 49 }, (_, i) =>
    Array.from({ length: 49 - i }, (_, j) => [(i + 1) / 50, j / 50]),
  ).flat();

  test.each([
    [20, 0.925],
    [30, 0.93],
    [40, 0.93],
    [60, 0.935],
    [100, 0.935],
  ])('of %i pairs covers the truth at least %f of the time, and 0.95 on the whole', (n, least) => {
    const covered = grid.map(([onlyA, onlyB]) => coverage(n, onlyA, onlyB)).sort((p, q) => p - q);
    expect(covered[0]).toBeGreaterThan(least);
    // Ninety-nine in a hundred are better than that.
    expect(covered[Math.floor(covered.length / 100)]).toBeGreaterThan(0.938);
    const mean = covered.reduce((sum, share) => sum + share, 0) / covered.length;
    expect(mean).toBeGreaterThan(0.95);
    expect(mean).toBeLessThan(0.961);
  });

  // The worst that scans of all shares found.
  test.each([
    [20, 0.28, 0.72, 0.915],
    [30, 0.675, 0.325, 0.92],
    [40, 0.174, 0, 0.929],
    [60, 0.095, 0, 0.929],
  ])(
    'of %i pairs where %f and %f disagree covers the truth at least %f of the time',
    (n, onlyA, onlyB, least) => {
      expect(coverage(n, onlyA, onlyB)).toBeGreaterThan(least);
      expect(coverage(n, onlyA, onlyB)).toBeLessThan(0.93);
    },
  );

  test.each([
    [20, 1e-3, 1e-3],
    [60, 1e-3, 0],
    [60, 0.01, 0.15],
    [60, 0.49, 0.49],
  ])(
    'of %i pairs where %f and %f disagree covers it too: next to none, next to all',
    (n, onlyA, onlyB) => {
      expect(coverage(n, onlyA, onlyB)).toBeGreaterThan(0.935);
    },
  );

  test('does not give way where all pairs agreed so far', () => {
    const { low, high } = pairedDifference({ n: 50, a: 20, b: 20, together: 20 });
    // p = q = 1/52: the rule of three says 3/50.
    expect(high).toBeCloseTo((1.959963984540054 * Math.sqrt(2)) / 52, 12);
    expect(low).toBe(-high);
  });

  test('is as wide as its formula says', () => {
    // p = 31/102, q = 11/102: d = 20/102, variance (42/102 - d^2) / 102.
    const half = 1.959963984540054 * Math.sqrt((42 / 102 - (20 / 102) ** 2) / 102);
    const { difference, low, high } = pairedDifference({ n: 100, a: 60, b: 40, together: 30 });
    expect(difference).toBe(0.2);
    expect(low).toBeCloseTo(20 / 102 - half, 14);
    expect(high).toBeCloseTo(20 / 102 + half, 14);
  });

  const counts = fc
    .tuple(fc.nat(500), fc.nat(500), fc.nat(500), fc.nat(500))
    .filter((parts) => parts.some((part) => part > 0))
    .map(([both, onlyA, onlyB, neither]) => ({
      n: both + onlyA + onlyB + neither,
      a: both + onlyA,
      b: both + onlyB,
      together: both,
    }));

  test('holds the observed difference and stays among differences of probabilities', () => {
    fc.assert(
      fc.property(counts, (pair) => {
        const { difference, low, high } = pairedDifference(pair);
        expect(difference).toBe((pair.a - pair.b) / pair.n);
        expect(low).toBeLessThanOrEqual(difference);
        expect(high).toBeGreaterThanOrEqual(difference);
        expect(low).toBeGreaterThanOrEqual(-1);
        expect(high).toBeLessThanOrEqual(1);
        expect(high - low).toBeGreaterThan(0);
      }),
    );
  });

  test.each([
    [0, 10],
    [10, 0],
  ])('of pairs that all disagree, %i and %i, ends at what can be', (a, b) => {
    const { low, high } = pairedDifference({ n: 10, a, b, together: 0 });
    expect(a === 0 ? low : high).toBe(a === 0 ? -1 : 1);
    expect(Math.max(-low, high)).toBe(1);
    expect(high - low).toBeLessThan(0.5);
  });

  test('turns round when the sides change places', () => {
    fc.assert(
      fc.property(counts, ({ n, a, b, together }) => {
        const one = pairedDifference({ n, a, b, together });
        const other = pairedDifference({ n, a: b, b: a, together });
        expect(other.low).toBeCloseTo(-one.high, 12);
        expect(other.high).toBeCloseTo(-one.low, 12);
      }),
    );
  });

  test('does not ask how pairs agree', () => {
    const all = pairedDifference({ n: 100, a: 90, b: 85, together: 80 });
    const none = pairedDifference({ n: 100, a: 10, b: 5, together: 0 });
    expect(all).toEqual(none);
  });
});

describe('the variances of a difference', () => {
  test('are those of the pairs, and of independent sides', () => {
    const pair = { n: 40, a: 22, b: 15, together: 12 };
    const draws = [
      ...new Array(12).fill(0),
      ...new Array(10).fill(1),
      ...new Array(3).fill(-1),
      ...new Array(15).fill(0),
    ] as number[];
    const mean = draws.reduce((sum, d) => sum + d, 0) / 40;
    const { paired, independent } = differenceVariances(pair);
    expect(paired).toBeCloseTo(draws.reduce((sum, d) => sum + (d - mean) ** 2, 0) / 40, 12);
    expect(independent).toBeCloseTo(0.55 * 0.45 + 0.375 * 0.625, 12);
  });
});
