import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import {
  type EscapeStatistics,
  escapeStatisticsOf,
  fittedSurvival,
} from '../../../src/experiment/escape-statistics';
import { escapesToCsv } from '../../../src/experiment/export';
import { quantileRanks } from '../../../src/experiment/interval';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';

/** Multiplier of a generator modulo 2^31 - 1: Park and Miller 1988. */
function uniforms(seed: number, n: number): number[] {
  let state = seed;
  return Array.from({ length: n }, () => {
    state = (48271 * state) % 2147483647;
    return state / 2147483647;
  });
}

/** Escape steps of a probability that is the same at every step. */
function geometric(seed: number, n: number, hazard: number, steps: number): Uint32Array {
  const all = uniforms(seed, n).map((u) => 1 + Math.floor(Math.log(u) / Math.log1p(-hazard)));
  return Uint32Array.from(all, (step) => (step <= steps ? step : 0));
}

/** P(B <= k) of a binomial B, summed from 0. */
function binomialCdf(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let sum = 0;
  for (let j = 0; j <= k; j++) {
    sum += term;
    term *= ((n - j) / (j + 1)) * (p / (1 - p));
  }
  return sum;
}

describe('the interval of a quantile', () => {
  // P(B <= 0) of 6 fair coins is 1/64; P(B <= 7) of 16 at 3/4 is 0.0075 and P(B <= 8) 0.0271.
  test.each([
    [6, 0.5, 1, 6],
    [16, 0.75, 8, 16],
    [5, 0.5, 0, 6],
    [100, 0.5, 40, 61],
  ])('of %d draws at %d', (n, p, lower, upper) => {
    expect(quantileRanks(p, n)).toEqual({ lower, upper });
  });

  test('is the tightest whose sides miss at most 0.025 each', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 5, max: 95 }),
        (n, percent) => {
          const p = percent / 100;
          const { lower, upper } = quantileRanks(p, n);
          const slack = 1e-10;
          expect(binomialCdf(lower - 1, n, p)).toBeLessThanOrEqual(0.025 + slack);
          expect(binomialCdf(lower, n, p)).toBeGreaterThan(0.025 - slack);
          expect(1 - binomialCdf(upper - 1, n, p)).toBeLessThanOrEqual(0.025 + slack);
          expect(1 - binomialCdf(upper - 2, n, p)).toBeGreaterThan(0.025 - slack);
        },
      ),
      { seed: 3, numRuns: 200 },
    );
  });

  test('of 2^26 draws is that of the normal limit', () => {
    const n = 2 ** 26;
    const { lower, upper } = quantileRanks(0.25, n);
    const half = 1.959963984540054 * Math.sqrt(n * 0.25 * 0.75);
    expect(Math.abs(lower - (n / 4 - half))).toBeLessThan(2);
    expect(Math.abs(upper - (n / 4 + half))).toBeLessThan(3);
  });
});

describe('escape times', () => {
  test('of ten particles, of which four stay', () => {
    const passages = Uint32Array.of(3, 0, 7, 3, 0, 10, 1, 0, 0, 9);
    const { quantiles, restrictedMean, survival, tail } = escapeStatisticsOf(
      passages,
      10,
      [0, 2, 3, 9, 10],
    );
    expect(quantiles['0.05']).toEqual({ step: 1, low: 1, high: 3 });
    expect(quantiles['0.5']).toEqual({ step: 9, low: 3, high: null });
    expect(quantiles['0.75']).toEqual({ step: null, low: 9, high: null });
    // (1 + 3 + 3 + 7 + 9 + 10 + 4 * 10) / 10, and the sum of squares about it over 9.
    expect(restrictedMean.value).toBeCloseTo(7.3, 14);
    expect(restrictedMean.standardError).toBeCloseTo(Math.sqrt(116.1 / 9 / 10), 14);
    expect(survival.inside).toEqual([10, 9, 7, 5, 4]);
    expect(survival.share[3]).toBe(0.5);
    // Newcombe 1998, method 3: 5 of 10.
    expect(survival.low[3]).toBeCloseTo(0.2366, 4);
    expect(survival.high[3]).toBeCloseTo(0.7634, 4);
    // Of the 7 inside after step 3, 3 leave in 4 + 6 + 7 + 4 * 7 = 45 steps.
    expect(tail).toMatchObject({ from: 3, particles: 7, escaped: 3 });
    expect(tail!.rate).toBeCloseTo(-Math.log(1 - 3 / 45), 14);
    const fitted = (step: number) => (1 - 3 / 45) ** (step - 3);
    const gaps = [
      1 - fitted(6),
      6 / 7 - fitted(7),
      6 / 7 - fitted(8),
      5 / 7 - fitted(9),
      4 / 7 - fitted(10),
    ];
    expect(tail!.ks).toBeCloseTo(Math.max(...gaps.map(Math.abs)), 14);
  });

  test('counted and sorted are the same', () => {
    const passages = geometric(5, 4000, 0.002, 1000);
    const few = escapeStatisticsOf(passages, 1000, [10, 100, 1000]);
    // Beyond 2^20 steps they are sorted: the same escapes, and the rest stays longer.
    const many = escapeStatisticsOf(passages, 2 ** 20 + 1, [10, 100, 1000]);
    expect(many.quantiles['0.25']).toEqual(few.quantiles['0.25']);
    expect(many.survival).toEqual(few.survival);
  });

  test('when nobody leaves, when all do at once, and at the start', () => {
    const none = escapeStatisticsOf(new Uint32Array(8), 100);
    expect(none.quantiles['0.5']).toEqual({ step: null, low: null, high: null });
    expect(none.restrictedMean).toEqual({ value: 100, standardError: 0 });
    expect(none.tail).toBeNull();
    expect(none.survival.steps).toHaveLength(21);
    expect(new Set(none.survival.inside)).toEqual(new Set([8]));
    const all = escapeStatisticsOf(new Uint32Array(8).fill(1), 100);
    expect(all.quantiles['0.5']).toEqual({ step: 1, low: 1, high: 1 });
    expect(all.tail).toBeNull();
    expect(escapeStatisticsOf(Uint32Array.of(1, 1, 2), 3).tail).toMatchObject({
      rate: null,
      ks: 0,
    });
    expect(escapeStatisticsOf(new Uint32Array(1), 0)).toMatchObject({
      restrictedMean: { value: 0, standardError: null },
      survival: { steps: [0], inside: [1] },
    });
  });

  /**
   * 400 samples of a geometric law whose quantiles, mean and rate are known. A true interval misses
   * in 5 % of them, the conservative one of the quantile in at most that: more than 38 of 400 has
   * probability 1e-4, more than 6 beyond a true 99 % band 1e-2 and far less for a fitted law.
   */
  test('cover the truth as often as they say', () => {
    const hazard = 0.01;
    const steps = 250;
    const survival = (step: number) => (1 - hazard) ** step;
    const median = Math.ceil(Math.log(0.5) / Math.log1p(-hazard));
    const mean = (1 - survival(steps)) / hazard;
    const missed = { quantile: 0, mean: 0, survival: 0, rate: 0, fit: 0 };
    const holds = (low: number | null, value: number, high: number | null) =>
      (low ?? Infinity) <= value && value <= (high ?? Infinity);
    for (let sample = 1; sample <= 400; sample++) {
      const found: EscapeStatistics = escapeStatisticsOf(
        geometric(7919 * sample, 500, hazard, steps),
        steps,
        [100],
      );
      const { quantiles, restrictedMean, tail } = found;
      const { low, high } = quantiles['0.5'];
      const margin = 1.96 * restrictedMean.standardError!;
      if (!holds(low, median, high)) missed.quantile++;
      if (Math.abs(restrictedMean.value - mean) > margin) missed.mean++;
      if (!holds(found.survival.low[0], survival(100), found.survival.high[0])) missed.survival++;
      if (!holds(tail!.low, -Math.log1p(-hazard), tail!.high)) missed.rate++;
      if (tail!.ks > tail!.band) missed.fit++;
    }
    expect(
      Math.max(missed.quantile, missed.mean, missed.survival, missed.rate),
    ).toBeLessThanOrEqual(38);
    expect(Math.min(missed.mean, missed.survival, missed.rate)).toBeGreaterThanOrEqual(5);
    expect(missed.fit).toBeLessThanOrEqual(2);
  });

  test('a rate that falls with time does not fit', () => {
    // S(n) = (1 + n / 100)^-1: Pareto.
    const steps = 2000;
    const passages = Uint32Array.from(uniforms(17, 4000), (u) => {
      const step = Math.ceil(100 * (1 / u - 1));
      return step <= steps ? step : 0;
    });
    const { tail } = escapeStatisticsOf(passages, steps);
    expect(tail!.ks).toBeGreaterThan(tail!.band);
  });
});

describe('escape times of a run', () => {
  const spec = parseSpec({
    noise: { sigma: 1, tau: 1 },
    time: { dt: 0.05, steps: 100 },
    ensemble: { particles: 300 },
    histogram: { bins: 2 },
  });

  test('are those of its particles, add up to its count, and are one table', async () => {
    const result = await runSpec(createCpuEngine('float64'), spec);
    const { count, times } = result.escape;
    expect(count).toBeGreaterThan(100);
    expect(times.survival.inside.at(-1)).toBe(300 - count);
    expect(times.survival.inside[0]).toBe(300);
    const rows = escapesToCsv(result)
      .trimEnd()
      .split('\n')
      .map((line) => line.split(','));
    expect(rows[0]).toEqual(['quantity', 'at', 'value', 'low', 'high', 'coordinate', 'side']);
    expect(new Set(rows.map(({ length }) => length))).toEqual(new Set([rows[0].length]));
    const of = (quantity: string) => rows.filter(([name]) => name === quantity);
    expect(of('quantile').map(([, p]) => p)).toEqual(Object.keys(times.quantiles));
    expect(of('survival').map(([, step]) => Number(step))).toEqual(times.survival.steps);
    const { tail } = times;
    const last = of('exponential').at(-1)!;
    expect(Number(last[2])).toBeCloseTo((tail!.particles / 300) * fittedSurvival(tail!, 100), 12);
    expect(Number(last[3])).toBeLessThan(Number(last[2]));
    expect(of('rate')).toEqual([
      ['rate', ...[tail!.from, tail!.rate, tail!.low, tail!.high].map(String), '', ''],
    ]);
    expect(of('quantile').at(-1)![2]).toBe('');
  });
});
