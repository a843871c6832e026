import { describe, expect, test } from 'vitest';
import {
  agreement,
  binomialTest,
  isOutside,
  noiseGain,
} from '../../../../src/experiment/sweep/exact-agreement';
import { Tallies } from '../../../../src/experiment/sweep/tallies';

/** P(X = k) by sums of logarithms. */
function probability(k: number, n: number, p: number): number {
  let sum = k * Math.log(p) + (n - k) * Math.log1p(-p);
  for (let j = 1; j <= k; j++) sum += Math.log((n - k + j) / j);
  return Math.exp(sum);
}

describe('the exact binomial test', () => {
  test.each([
    [20, 0.3],
    [57, 0.5],
    [400, 0.01],
    [1000, 0.93],
  ])('of n = %i, p = %f is twice the smaller tail', (n, p) => {
    for (let k = 0; k <= n; k += Math.ceil(n / 40)) {
      let below = 0;
      let above = 0;
      for (let j = 0; j <= n; j++) {
        const share = probability(j, n, p);
        if (j <= k) below += share;
        if (j >= k) above += share;
      }
      const expected = Math.min(1, 2 * Math.min(below, above));
      expect(Math.abs(binomialTest(k, n, p) - expected)).toBeLessThan(1e-8 * expected + 1e-12);
    }
  });

  test.each([
    [15, 100, 0.07, 0.008181957008600414],
    [0, 4096, 0.002, 0.0005491956753709975],
    [19, 4096, 0.002, 0.0016863221955274248],
    [19350, 65536, 0.3, 0.008085426350280757],
    [10222, 2 ** 20, 0.01, 0.009512712190674425],
    [525600, 2 ** 20, 0.5, 0.01042138696885492],
    [6, 2 ** 20, 1e-6, 0.0015164335634535702],
    [2, 2 ** 20, 1e-12, 1.0995098105881648e-12],
    [2 ** 20 - 1, 2 ** 20, 0.999999999, 0.0020960528143767975],
    [974400, 2 ** 20, 0.93, 0.0030495098671637568],
    [20142000, 2 ** 26, 0.3, 0.01284745484899628],
    [668000, 2 ** 26, 0.01, 0.00014981579438214822],
  ])('of %i in %i at %f is that of 60 digits', (k, n, p, expected) => {
    expect(Math.abs(binomialTest(k, n, p) / expected - 1)).toBeLessThan(1e-11);
  });

  test('keeps its level: 1 % at most, and not much less for many replicas', () => {
    for (const [n, p] of [
      [100, 0.07],
      [4096, 0.5],
      [4096, 0.002],
    ]) {
      let level = 0;
      for (let k = 0; k <= n; k++) if (binomialTest(k, n, p) < 0.01) level += probability(k, n, p);
      expect(level).toBeLessThanOrEqual(0.01);
      if (n * p > 100) expect(level).toBeGreaterThan(0.0085);
    }
  });

  test('of what cannot be, and of what must be', () => {
    expect(binomialTest(0, 1000, 0)).toBe(1);
    expect(binomialTest(1, 1000, 0)).toBe(0);
    expect(binomialTest(1000, 1000, 1)).toBe(1);
    expect(binomialTest(999, 1000, 1)).toBe(0);
    // Once in a million: 1 of 2^20 is nothing special, 10 are.
    expect(binomialTest(1, 2 ** 20, 1e-6)).toBe(1);
    expect(binomialTest(10, 2 ** 20, 1e-6)).toBeLessThan(1e-6);
    expect(binomialTest(3, 2 ** 20, 1e-12)).toBeLessThan(1e-17);
  });
});

describe('what lies outside its 99 % interval', () => {
  const same = (k: number, n: number, p: number) => {
    if (isOutside(k, n, p) !== binomialTest(k, n, p) < 0.01) expect.fail(`${k} of ${n} at ${p}`);
  };

  test('is what the exact test finds, for every count of few replicas', () => {
    for (let n = 1; n <= 70; n++)
      for (const p of [0, 1e-12, 0.001, 0.01, 0.07, 0.3, 0.5, 0.77, 0.995, 1])
        for (let k = 0; k <= n; k++) same(k, n, p);
  });

  test('and of many, around both ends of the interval', () => {
    let outside = 0;
    for (const n of [1000, 4096, 65_536, 2 ** 20])
      for (const p of [1e-12, 1e-6, 1e-4, 0.002, 0.1, 0.5, 0.9, 0.9999, 1 - 1e-9])
        for (const sign of [-1, 1]) {
          const end = Math.round(n * p + sign * 2.5758 * Math.sqrt(n * p * (1 - p)));
          for (let k = Math.max(0, end - 12); k <= Math.min(n, end + 12); k++) {
            same(k, n, p);
            if (isOutside(k, n, p)) outside++;
          }
        }
    expect(outside, 'ends were met').toBeGreaterThan(300);
  });
});

describe('agreement with exact probabilities', () => {
  test('counts cells outside their interval, cells without counts or probability left out', () => {
    const tallies = new Tallies(5, 2);
    for (const [cell, escaped] of [500, 560, 1, 0, 400].entries())
      tallies.add(cell, 1000, [0, 1], { escaped: [0, escaped], together: [0, 0] });
    tallies.fail(4, 1, 'because');
    const found = agreement(tallies, [0.5, 0.5, 0, Number.NaN, 0.5], 1);
    expect(found).toMatchObject({ cells: 3, outside: 2, expected: 0.03 });
    expect(found.largestZ).toBeCloseTo(60 / Math.sqrt(250), 10);
  });

  test('allows as many outside as chance does', () => {
    const tallies = new Tallies(576, 1);
    for (let cell = 0; cell < 576; cell++)
      tallies.add(cell, 100, [0], { escaped: [50], together: [50] });
    // P(Bin(576, 0.01) > 18) = 8e-6, and of more than 17 it is 2.5e-5.
    expect(agreement(tallies, new Array(576).fill(0.5), 0)).toMatchObject({
      outside: 0,
      expected: 5.76,
      most: 18,
    });
  });
});

describe('what the same noise gains', () => {
  const pairs = (a: number, b: number, together: number, n = 1000) => {
    const tallies = new Tallies(1, 2);
    tallies.add(0, n, [0, 1], { escaped: [a, b], together: [a, together] });
    return noiseGain(tallies, 1);
  };

  test('is nothing for independent sides and much for sides that agree', () => {
    expect(pairs(500, 500, 250)).toBeCloseTo(1, 10);
    // 1 % of the pairs disagree: variances 0.5 and 0.01.
    expect(pairs(500, 500, 495)).toBeCloseTo(Math.sqrt(50), 10);
    expect(pairs(500, 500, 0)).toBeCloseTo(Math.sqrt(0.5), 10);
  });

  test('weighs cells by how uncertain their difference is', () => {
    const tallies = new Tallies(3, 2);
    tallies.add(0, 100, [0, 1], { escaped: [50, 50], together: [50, 49] });
    tallies.add(1, 200, [0, 1], { escaped: [20, 10], together: [20, 5] });
    tallies.add(2, 100, [0, 1], { escaped: [30, 30], together: [30, 30] });
    tallies.fail(2, 1, 'because');
    const independent = 0.25 + 0.25 + 0.1 * 0.9 + 0.05 * 0.95;
    const paired = 0.02 + (0.1 - 0.05 ** 2);
    expect(noiseGain(tallies, 1)).toBeCloseTo(Math.sqrt(independent / paired), 12);
  });

  test('is without bounds where all pairs agree', () => {
    expect(pairs(500, 500, 500)).toBe(Number.POSITIVE_INFINITY);
  });

  test('is not told from cells where one side does the same every time', () => {
    expect(pairs(0, 500, 0)).toBeNull();
    expect(pairs(1000, 500, 500)).toBeNull();
  });
});
