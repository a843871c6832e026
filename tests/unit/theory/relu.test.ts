import { describe, expect, it } from 'vitest';
import {
  type ReluDiffusion,
  reluAbsoluteCdf,
  reluCdf,
  reluEscapeProbability,
  reluMeanExitTime,
  reluRightProbability,
  reluStationaryLaw,
} from '../../../src/theory/laws/relu';
import { integrate } from '../../../src/theory/numerics/quadrature';
import { normalCdf } from '../../../src/theory/numerics/special-functions';
import {
  expectReference,
  expectRelative,
  expectWithin,
  type ReferenceCase,
  referenceCases,
} from './reference';

const SLOPES = [-60, -5, -2.01, -2, -1.99, -1.0001, -1, -0.9999, -0.5, -0.1, 0, 0.3, 1, 5, 30];
const STARTS = [0, 0.1, 0.5, 0.9, 0.99];

const evaluators: Record<string, (motion: ReluDiffusion, one: ReferenceCase['params']) => number> =
  {
    'P(|x_T|<=z)': (motion, { x0, T, z }) => reluAbsoluteCdf(motion, x0, T, z),
    'mean exit time from (-R,R)': (motion, { x0, R }) => reluMeanExitTime(motion, x0, R),
    'P(escape by T)': (motion, { x0, R, T }) => reluEscapeProbability(motion, x0, R, T),
    'P(x -> +infinity)': (motion, { x0 }) => reluRightProbability(motion, x0),
  };

describe('reference values', () => {
  it.each(referenceCases('relu'))('$id $quantity', (one) => {
    const { a, s } = one.params;
    expectReference(evaluators[one.quantity]({ slope: a, sigma: s }, one.params), one);
  });
});

describe('law of x_t', () => {
  const motion = { slope: 0.7, sigma: -1.3 };

  it.each([-3, -0.4, 0, 0.4, 3])('solves the forward equation, slope %d', (slope) => {
    // d/dt P(x_t > x) = slope sgn(x) p + (sigma^2/2) p', minus the slope of p, away from 0.
    const [t, h] = [0.8, 1e-3];
    const cdf = (x: number, time = t) => reluCdf({ slope, sigma: 1.3 }, 0.3, time, x);
    for (const x of [-1.2, -0.2, 0.2, 1.2]) {
      const rate = (cdf(x, t + h) - cdf(x, t - h)) / (2 * h);
      const density = (cdf(x + h) - cdf(x - h)) / (2 * h);
      const bend = (cdf(x + h) - 2 * cdf(x) + cdf(x - h)) / (h * h);
      expectWithin(rate, -slope * Math.sign(x) * density + 0.845 * bend, 1e-5);
    }
  });

  it('has the law of |x| as its two sides together, and mirrors', () => {
    for (const x0 of [-0.8, 0, 0.5])
      for (const r of [0, 0.2, 1.5, 4]) {
        const both = reluCdf(motion, x0, 1.1, r) - reluCdf(motion, x0, 1.1, -r);
        expectWithin(both, reluAbsoluteCdf(motion, x0, 1.1, r), 1e-14);
        expectWithin(reluCdf(motion, x0, 1.1, r), 1 - reluCdf(motion, -x0, 1.1, -r), 1e-14);
      }
  });

  it('is the normal law without slope, and far from 0', () => {
    const still = { slope: 0, sigma: 2 };
    for (const x of [-3, 0, 1])
      expectWithin(reluCdf(still, 0.5, 4, x), normalCdf((x - 0.5) / 4), 1e-14);
    expectRelative(reluCdf({ slope: -3, sigma: 1 }, 100, 1, 96), normalCdf(-1), 1e-13);
    expectRelative(reluCdf({ slope: 900, sigma: 1 }, -5, 1, -903), normalCdf(2), 1e-13);
  });

  it('tends to its limits', () => {
    const trapped = { slope: -0.8, sigma: 1.2 };
    const stationary = reluStationaryLaw(trapped);
    for (const x of [-2, -0.1, 0.6, 3])
      expectWithin(reluCdf(trapped, 0.4, 200, x), stationary?.cdf(x) ?? Number.NaN, 1e-13);
    for (const x0 of [-0.4, 0, 0.7])
      expectWithin(1 - reluCdf(motion, x0, 300, 0), reluRightProbability(motion, x0), 1e-13);
  });

  it('is a flow without noise', () => {
    expect(reluCdf({ slope: -1, sigma: 0 }, 0.5, 0.4, 0.09)).toBe(0);
    expect(reluCdf({ slope: -1, sigma: 0 }, -0.5, 9, -1e-9)).toBe(0);
    expect(reluCdf({ slope: -1, sigma: 0 }, -0.5, 9, 0)).toBe(1);
    expect(reluAbsoluteCdf({ slope: 1, sigma: 0 }, 0, 5, 0)).toBe(1);
    expect(reluAbsoluteCdf({ slope: 1, sigma: 1 }, 0, 5, -1)).toBe(0);
    expect(reluCdf({ slope: 1, sigma: 1 }, 0.5, 0, 0.5)).toBe(1);
  });
});

describe('stationary law', () => {
  it('exists for a negative slope and noise only', () => {
    expect(reluStationaryLaw({ slope: 0, sigma: 1 })).toBe(null);
    expect(reluStationaryLaw({ slope: 1, sigma: 1 })).toBe(null);
    expect(reluStationaryLaw({ slope: -1, sigma: 0 })).toBe(null);
  });

  it('is the law of Laplace', () => {
    const law = reluStationaryLaw({ slope: -2, sigma: 3 });
    if (!law) throw new Error('no law');
    expect(law.scale).toBe(9 / 4);
    for (const x of [-1.5, 0.7]) expectRelative(law.cdf(x), 0.5 + integrate(law.pdf, 0, x), 1e-12);
    for (const p of [0, 1e-9, 0.3, 0.5, 0.8, 1]) expectWithin(law.cdf(law.quantile(p)), p, 1e-15);
    expect(law.survival(-1)).toBe(law.cdf(1));
    expect(law.quantile(1.1)).toBe(Number.NaN);
  });
});

describe('mean exit time', () => {
  it.each([...SLOPES, 1e-9, 0.249, 0.251])(
    'is the integral of its derivative, slope %d',
    (slope) => {
      const rate = 2 * slope;
      const derivative = (x: number) => (rate === 0 ? x : -Math.expm1(-rate * x) / rate);
      for (const x0 of STARTS)
        expectRelative(
          reluMeanExitTime({ slope, sigma: 1 }, -x0, 1),
          2 * integrate(derivative, x0, 1),
          1e-11,
        );
    },
  );

  it('is the time spent before escape', () => {
    for (const slope of [-2, 0, 1.5]) {
      const stays = (t: number) => 1 - reluEscapeProbability({ slope, sigma: 1 }, 0.4, 1, t);
      expectRelative(
        reluMeanExitTime({ slope, sigma: 1 }, 0.4, 1),
        integrate(stays, 0, 2) + integrate(stays, 2, 200),
        1e-9,
      );
    }
  });

  it('knows its edges', () => {
    expect(reluMeanExitTime({ slope: 1, sigma: 1 }, -3, 2)).toBe(0);
    expect(reluMeanExitTime({ slope: 2, sigma: 0 }, -1, 2)).toBe(0.5);
    expect(reluMeanExitTime({ slope: 2, sigma: 0 }, 0, 2)).toBe(Number.POSITIVE_INFINITY);
    expect(reluMeanExitTime({ slope: -2, sigma: 0 }, 1, 2)).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('escape', () => {
  it.each(SLOPES)('is the same from both expansions, slope %d', (slope) => {
    for (const x0 of STARTS) {
      const at = (t: number) => reluEscapeProbability({ slope, sigma: 1 }, x0, 1, t);
      // A step of 1e-9 across the change of method, and its share of a wider one.
      const wider = (at(0.25 + 1e-4) - at(0.25 - 1e-4)) / 2e5;
      expectWithin(at(0.25 + 5e-10) - at(0.25 - 5e-10), wider, 3e-13);
    }
  });

  it('is a first passage of plain Brownian motion far from 0, with its digits', () => {
    // Phi((slope t - b)/q) + exp(2 slope b) Phi(-(b + slope t)/q), b = 30, sigma = 1.
    const passage = (slope: number, t: number) =>
      normalCdf((slope * t - 30) / Math.sqrt(t)) +
      Math.exp(60 * slope) * normalCdf((-30 - slope * t) / Math.sqrt(t));
    for (const [slope, t] of [
      [1, 10],
      [1, 30],
      [-0.3, 9],
      [2, 15],
    ])
      expectRelative(
        reluEscapeProbability({ slope, sigma: 1 }, 970, 1000, t),
        passage(slope, t),
        1e-10,
      );
  });

  it('solves the backward equation', () => {
    const h = 1e-3;
    for (const slope of [-8, -1, 2])
      for (const t of [0.05, 0.2, 0.6]) {
        const at = (x: number, time: number) =>
          reluEscapeProbability({ slope, sigma: 1 }, x, 1, time);
        const rate = (at(0.6, t + h) - at(0.6, t - h)) / (2 * h);
        const tilt = (at(0.6 + h, t) - at(0.6 - h, t)) / (2 * h);
        const bend = (at(0.6 + h, t) - 2 * at(0.6, t) + at(0.6 - h, t)) / (h * h);
        expectWithin(rate, slope * tilt + bend / 2, 1e-3);
      }
  });

  it('never exceeds 1, and rises with time', () => {
    for (const slope of SLOPES) {
      let before = 0;
      for (const t of [0, 1e-4, 0.01, 0.2, 0.3, 2, 50, 1e4]) {
        const found = reluEscapeProbability({ slope, sigma: -1 }, -0.5, 1, t);
        expect(found).toBeGreaterThanOrEqual(before - 1e-12);
        expect(found).toBeLessThanOrEqual(1);
        before = found;
      }
    }
  });

  it('knows its edges', () => {
    expect(reluEscapeProbability({ slope: 1, sigma: 1 }, -2, 2, 0)).toBe(1);
    expect(reluEscapeProbability({ slope: 1, sigma: 1 }, 1, 2, 0)).toBe(0);
    expect(reluEscapeProbability({ slope: 1, sigma: 0 }, 1, 2, 0.9)).toBe(0);
    expect(reluEscapeProbability({ slope: 1, sigma: 0 }, -1, 2, 1.1)).toBe(1);
    expect(reluEscapeProbability({ slope: 1, sigma: 0 }, 0, 2, 99)).toBe(0);
  });
});

it('goes to neither side for ever without a positive slope', () => {
  expect(reluRightProbability({ slope: 0, sigma: 1 }, 5)).toBe(0);
  expect(reluRightProbability({ slope: 1, sigma: 0 }, 0)).toBe(0);
  expect(reluRightProbability({ slope: 1, sigma: 0 }, 0.1)).toBe(1);
  expectRelative(reluRightProbability({ slope: 1, sigma: 1 }, -3), Math.exp(-6) / 2, 1e-15);
});
