import { describe, expect, it } from 'vitest';
import { coinTreeLaw, latticeLaw } from '../../../src/theory/laws/coin-laws';
import { absoluteCdf, absoluteCdfBefore } from '../../../src/theory/laws/distribution';
import { chainMoments } from '../../../src/theory/laws/moments/closed-forms';
import {
  gaussianChainLaw,
  geometricBrownianLaw,
  geometricSum,
  logNormalLaw,
  uniformLaw,
} from '../../../src/theory/laws/transient';
import { integrate } from '../../../src/theory/numerics/quadrature';
import { normalCdf } from '../../../src/theory/numerics/special-functions';
import { expectRelative, expectWithin } from './reference';

/** All products of n factors, equally likely. */
function products(start: number, factors: number[], n: number): number[] {
  let states = [start];
  for (let i = 0; i < n; i++) states = states.flatMap((x) => factors.map((f) => x * f));
  return states;
}

describe('geometricSum', () => {
  it.each([1, -1, 1 + 1e-9, 1 - 1e-7, -1.1, 0.3, 0, 2])('is the plain sum, m = %d', (m) => {
    let sum = 0;
    for (let i = 0; i < 40; i++) sum += m ** (2 * i);
    expectRelative(geometricSum(m, 40), sum, 1e-13);
  });
});

describe('gaussianChainLaw', () => {
  it.each([
    [1.1, 0.3, 25],
    [-0.9, 2, 7],
    [1, 0.5, 12],
    [0, 0.5, 3],
  ])('has the moments of the chain: m = %d, w = %d, n = %d', (m, w, n) => {
    const found = gaussianChainLaw(m, w, n, -0.7, 0.2);
    const two = chainMoments({ m, v: 0, w, rho: 0 }, { mean: -0.7, second: 0.49 + 0.04 }, n);
    expectWithin(found.mean ?? Number.NaN, two.mean, 1e-13);
    expectRelative(found.variance ?? Number.NaN, two.second - two.mean ** 2, 1e-12);
  });

  it('keeps the probability of either side for ever', () => {
    const side = normalCdf((0.5 * Math.sqrt(1.05 ** 2 - 1)) / 0.1);
    for (const n of [1000, 1e5, 1e9])
      expectRelative(gaussianChainLaw(1.05, 0.1, n, 0.5).survival(0), side, 1e-11);
    expectRelative(gaussianChainLaw(-1.05, 0.1, 1e9 + 1, 0.5).cdf(0), side, 1e-11);
  });
});

describe('latticeLaw', () => {
  it('is the binomial law on its lattice', () => {
    const law = latticeLaw(0.2, 0.1, 4);
    expect(law.cdf(0.2)).toBe(11 / 16);
    expect(law.cdfBefore(0.2)).toBe(5 / 16);
    expect(law.cdf(0.3)).toBe(11 / 16);
    expect(law.survival(0.4)).toBe(1 / 16);
    expect(absoluteCdf(law, 0.2)).toBe(11 / 16);
    expect(absoluteCdfBefore(law, 0.2)).toBe(4 / 16);
    expectWithin(law.quantile(0.5), 0.2, 1e-15);
  });

  it('has the mean of a batch as one step', () => {
    const law = latticeLaw(1, 0.6, 2, 3);
    expect(law.survivalFrom(2.2)).toBe(1 / 64);
    expectRelative(law.variance ?? Number.NaN, (2 * 0.36) / 3, 1e-14);
  });
});

describe('coinTreeLaw', () => {
  it.each([
    [1, 0.5, 6],
    [1.2, 0.9, 5],
    [0.4, 1.3, 6],
    [-0.8, 0.5, 5],
    [1, 1, 6],
    [0, 0.7, 5],
    [0.5, -0.5, 4],
    [1, 0, 4],
  ])('is the tree of all tosses: m = %d, v = %d, n = %d', (m, v, n) => {
    for (const start of [1, -0.3]) {
      const all = products(start, [m + v, m - v], n);
      const law = coinTreeLaw(start, m, v, n);
      const places = [...new Set(all), 0, -1, 0.01, 5];
      for (const x of places) {
        const slack = 1e-13 * Math.abs(x);
        expectWithin(law.cdf(x), all.filter((y) => y <= x + slack).length / all.length, 1e-14);
        expectWithin(law.cdfBefore(x), all.filter((y) => y < x - slack).length / all.length, 1e-14);
      }
      const mean = all.reduce((a, b) => a + b) / all.length;
      expectWithin(law.mean ?? Number.NaN, mean, 1e-13);
      expectWithin(
        law.variance ?? Number.NaN,
        all.reduce((sum, y) => sum + (y - mean) ** 2, 0) / all.length,
        1e-12,
      );
    }
  });

  it('counts ties with the start as ties', () => {
    // (1 + v)(1 - v) = 3/4, but 2 * 1/2 = 1.
    const law = coinTreeLaw(1, 1.25, 0.75, 10);
    expectWithin(law.cdf(1) - law.cdfBefore(1), 252 / 1024, 1e-14);
    const long = coinTreeLaw(1, 1.25, 0.75, 1_000_000);
    expectRelative(
      long.cdf(1) - long.cdfBefore(1),
      Math.sqrt(2 / (Math.PI * 1e6)) * (1 - 0.25e-6),
      1e-9,
    );
  });

  it('is multiplied about its centre', () => {
    const law = coinTreeLaw(2, 1, 0.5, 1, 1);
    expect([law.cdf(1.49), law.cdf(1.5), law.cdf(2.5)]).toEqual([0, 0.5, 1]);
  });

  it('is nearly log-normal after many tosses', () => {
    const law = coinTreeLaw(1, 1, 0.01, 1_000_000);
    const limit = geometricBrownianLaw(0, 0.01, 1, 1_000_000);
    for (const x of [1e-30, 1e-22, 1e-10]) expectWithin(law.cdf(x), limit.cdf(x), 1e-3);
  });
});

describe('log-normal laws', () => {
  const law = logNormalLaw({
    centre: -1,
    logMean: 0.3,
    logDeviation: 0.8,
    positive: 0.7,
    exact: false,
    title: '',
  });

  it('has its density as derivative on both sides', () => {
    for (const [from, to] of [
      [-9, -1.2],
      [-0.9, 0.4],
      [0.4, 30],
    ])
      expectRelative(
        integrate((x) => law.pdf(x) ?? Number.NaN, from, to, 1e-12),
        law.cdf(to) - law.cdf(from),
        1e-11,
      );
    expectWithin(law.cdf(-1), 0.3, 1e-15);
  });

  it('inverts its distribution function and has its moments', () => {
    for (const p of [1e-9, 0.1, 0.29, 0.31, 0.5, 0.99])
      expectRelative(law.cdf(law.quantile(p)), p, 1e-12);
    const average = (f: (x: number) => number) =>
      integrate((x) => f(x) * (law.pdf(x) ?? Number.NaN), -400, -1, 1e-12) +
      integrate((x) => f(x) * (law.pdf(x) ?? Number.NaN), -1, 400, 1e-12);
    const mean = average((x) => x);
    expectWithin(law.mean ?? Number.NaN, mean, 1e-8);
    expectWithin(
      law.variance ?? Number.NaN,
      average((x) => (x - mean) ** 2),
      1e-6,
    );
  });

  it('stays on the side of the start', () => {
    const left = geometricBrownianLaw(0.5, -1.2, -2, 3);
    expect(left.survival(0)).toBe(0);
    expectWithin(left.quantile(0.5), -2 * Math.exp((0.5 - 0.72) * 3), 1e-14);
    expect(geometricBrownianLaw(0.5, 1, 0, 3).cdf(0)).toBe(1);
    expectRelative(geometricBrownianLaw(0.5, 0, 2, 3).quantile(0.5), 2 * Math.exp(1.5), 1e-15);
  });
});

describe('uniformLaw', () => {
  it('rises evenly', () => {
    const law = uniformLaw(-1, 3);
    expect([law.cdf(-2), law.cdf(0), law.cdf(4), law.survival(2), law.pdf(0)]).toEqual([
      0, 0.25, 1, 0.25, 0.25,
    ]);
    expectWithin(law.quantile(0.75), 2, 1e-14);
    expect(uniformLaw(2, 2).cdfBefore(2)).toBe(0);
  });
});
