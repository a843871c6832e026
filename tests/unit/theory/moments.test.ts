import { describe, expect, it } from 'vitest';
import {
  chainMoments,
  diffusionMoments,
  gaussianChainMoments,
} from '../../../src/theory/laws/moments/closed-forms';
import { expectRelative } from './reference';

const step = { m: 1.05, v: -0.3, w: 0.2, rho: 0.6 };

describe('chainMoments', () => {
  it.each([0, 1, 2, 7, 50])('is the plain recursion, n = %d', (n) => {
    let [mean, second] = [0.4, 0.9];
    for (let i = 0; i < n; i++)
      [mean, second] = [
        1.05 * mean,
        (1.05 ** 2 + 0.09) * second + 2 * 0.6 * -0.3 * 0.2 * mean + 0.04,
      ];
    const found = chainMoments(step, { mean: 0.4, second: 0.9 }, n);
    expectRelative(found.mean, mean, 1e-14);
    expectRelative(found.second, second, 1e-13);
  });

  it('counts the exact tree of four equally likely noise pairs', () => {
    // Two-point noise with rho = 0.
    let states = [0.7];
    for (let i = 0; i < 4; i++)
      states = states.flatMap((x) =>
        [-1, 1].flatMap((a) => [-1, 1].map((b) => 0.9 * x + 0.5 * a * x + 0.3 * b)),
      );
    const average = (f: (x: number) => number) =>
      states.reduce((sum, x) => sum + f(x), 0) / states.length;
    const found = chainMoments({ m: 0.9, v: 0.5, w: 0.3, rho: 0 }, { mean: 0.7, second: 0.49 }, 4);
    expectRelative(
      found.mean,
      average((x) => x),
      1e-14,
    );
    expectRelative(
      found.second,
      average((x) => x * x),
      1e-14,
    );
  });

  it('may overflow, but never from nothing', () => {
    const found = chainMoments({ ...step, m: 2 }, { mean: 1, second: 1 }, 1e9);
    expect(found.mean).toBe(Number.POSITIVE_INFINITY);
    expect(found.second).not.toBeLessThan(Number.POSITIVE_INFINITY);
    expect(chainMoments({ m: 2, v: 0, w: 0, rho: 0 }, { mean: 0, second: 0 }, 1e9)).toEqual({
      mean: 0,
      second: 0,
    });
  });
});

describe('gaussianChainMoments', () => {
  it('agrees with the first two moments and with one step by hand', () => {
    const two = chainMoments(step, { mean: -0.8, second: 0.64 }, 9);
    const four = gaussianChainMoments(step, -0.8, 9);
    expectRelative(four[0], two.mean, 1e-13);
    expectRelative(four[1], two.second, 1e-13);
    const variance = 0.09 * 0.64 + 2 * 0.6 * -0.3 * 0.2 * -0.8 + 0.04;
    const mean = 1.05 * -0.8;
    const once = gaussianChainMoments(step, -0.8, 1);
    expectRelative(once[2], mean ** 3 + 3 * mean * variance, 1e-14);
    expectRelative(once[3], mean ** 4 + 6 * mean ** 2 * variance + 3 * variance ** 2, 1e-14);
  });

  it('is the fourth moment of a product without additive noise', () =>
    expectRelative(
      gaussianChainMoments({ m: 1, v: 0.5, w: 0, rho: 0 }, 2, 6)[3],
      16 * (1 + 6 * 0.25 + 3 * 0.0625) ** 6,
      1e-14,
    ));
});

describe('diffusionMoments', () => {
  it.each([
    [0.5, 1, 0.4],
    [-1, 1, -0.9],
    [-0.5, 1, 1],
    [0, 0, 0],
    [-2, -1.3, 0.2],
  ])('is the limit of small steps: growth %d, sigma %d, rho %d', (growth, sigma, rho) => {
    const n = 2 ** 24;
    const dt = 2 / n;
    const chain = chainMoments(
      { m: 1 + growth * dt, v: sigma * Math.sqrt(dt), w: 0.7 * Math.sqrt(dt), rho },
      { mean: -1.5, second: 2.25 },
      n,
    );
    const found = diffusionMoments({ growth, sigma, tau: 0.7, rho }, -1.5, 2);
    expectRelative(found.mean, chain.mean, 1e-6);
    expectRelative(found.second, chain.second, 1e-6);
  });
});
