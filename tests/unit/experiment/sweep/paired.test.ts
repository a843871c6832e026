import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { differenceVariances, pairedDifference } from '../../../../src/experiment/sweep/paired';

/** Probability that the interval holds the true difference, over all outcomes of n pairs. */
function coverage(n: number, onlyA: number, onlyB: number): number {
  const agree = 1 - onlyA - onlyB;
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
  test.each([
    [20, 0.1, 0.1],
    [30, 0.3, 0.05],
    [40, 0.02, 0.01],
    [60, 0.5, 0.2],
    [60, 0.01, 0.15],
    [60, 0.25, 0.25],
  ])('of %i pairs with %f and %f that disagree covers the truth nearly always', (n, onlyA, onlyB) => {
    // Nominally 0.95; over these it is never below 0.94.
    expect(coverage(n, onlyA, onlyB)).toBeGreaterThan(0.94);
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
