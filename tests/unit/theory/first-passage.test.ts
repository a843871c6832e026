import { describe, expect, it } from 'vitest';
import {
  escapeEverProbability,
  escapeProbability,
  escapeProbabilityAtSteps,
  hitOuterFirstProbability,
  MONITORING_SHIFT,
  meanEscapeTime,
  meanExitTime,
} from '../../../src/theory/escape/first-passage';
import { integrate } from '../../../src/theory/numerics/quadrature';
import { expectRelative, expectWithin } from './reference';

const motion = { growth: 0.4, sigma: 1.1 };

describe('P(escape)', () => {
  it.each([0.4, 1.5, -2])('is the integral of the first-passage density, growth %d', (growth) => {
    const sigma = 1.1;
    const drift = growth - (sigma * sigma) / 2;
    const b = Math.log(4);
    const density = (t: number) =>
      (b / (sigma * Math.sqrt(2 * Math.PI * t ** 3))) *
      Math.exp(-((b - drift * t) ** 2) / (2 * sigma * sigma * t));
    expectRelative(
      escapeProbability({ growth, sigma }, -0.5, 2, 3),
      integrate(density, 0, 3),
      1e-12,
    );
  });

  it('tends to the probability of ever escaping', () => {
    expectRelative(
      escapeProbability(motion, 0.5, 2, 1e6),
      escapeEverProbability(motion, 0.5, 2),
      1e-12,
    );
    expectRelative(escapeEverProbability(motion, 0.5, 2), 0.25 ** (1 - 0.8 / 1.21), 1e-14);
    expectWithin(escapeEverProbability({ growth: 0.605, sigma: 1.1 }, 0.5, 2), 1, 1e-14);
    expect(escapeEverProbability({ growth: 0.61, sigma: 1.1 }, 0.5, 2)).toBe(1);
  });

  it('knows its edges', () => {
    expect(escapeProbability(motion, 3, 2, 1)).toBe(1);
    expect(escapeProbability(motion, 0, 2, 1)).toBe(0);
    expect(escapeProbability({ growth: 1, sigma: 0 }, 1, 2, 0.6)).toBe(0);
    expect(escapeProbability({ growth: 1, sigma: 0 }, 1, 2, 0.7)).toBe(1);
    expect(escapeProbability({ growth: 300, sigma: 0.1 }, 1e-9, 1e9, 100)).toBe(1);
  });

  it('is smaller when looked at only after every step, by a known shift of the barrier', () => {
    const shifted = 2 * Math.exp(MONITORING_SHIFT * 1.1 * 0.1);
    expect(escapeProbabilityAtSteps(motion, 0.5, 2, 3, 0.01)).toBe(
      escapeProbability(motion, 0.5, shifted, 3),
    );
  });
});

describe('exit from an interval', () => {
  // Backward equation: growth x f' + sigma^2 x^2 f''/2 = 0 or -1, in log x by central differences.
  it.each([0.4, 0.605, 0.6051, 3, -3])('solves the backward equation, growth %d', (growth) => {
    const at = { growth, sigma: 1.1 };
    const drift = growth - 0.605;
    const h = 1e-3;
    for (const x of [0.2, 0.9, 3]) {
      for (const [f, right] of [
        [(y: number) => hitOuterFirstProbability(at, y, 0.1, 5), 0],
        [(y: number) => meanExitTime(at, -y, 0.1, 5), -1],
      ] as const) {
        const [low, middle, high] = [f(x * Math.exp(-h)), f(x), f(x * Math.exp(h))];
        const left =
          (drift * (high - low)) / (2 * h) + (0.605 * (high - 2 * middle + low)) / (h * h);
        expectWithin(left, right, 2e-5);
      }
    }
    expectWithin(hitOuterFirstProbability(at, 5 - 1e-12, 0.1, 5), 1, 1e-10);
    expectWithin(hitOuterFirstProbability(at, 0.1, 0.1, 5), 0, 0);
    expectWithin(meanExitTime(at, 0.1 + 1e-13, 0.1, 5), 0, 1e-10);
  });

  it('does not jump where the series takes over', () => {
    const near = (growth: number) => meanExitTime({ growth, sigma: 1.1 }, 1, 0.1, 5);
    const edge = (1e-2 * 1.21) / 2 / Math.log(50);
    expectRelative(near(0.605 + edge * (1 - 1e-9)), near(0.605 + edge * (1 + 1e-9)), 1e-11);
    expectRelative(near(0.605), (Math.log(5) * Math.log(10)) / 1.21, 1e-14);
  });

  it('has a mean escape time only without trapping', () => {
    expectRelative(meanEscapeTime({ growth: 1, sigma: 1 }, 0.5, 2), Math.log(4) / 0.5, 1e-15);
    expect(meanEscapeTime(motion, 0.5, 2)).toBe(Number.POSITIVE_INFINITY);
  });
});
