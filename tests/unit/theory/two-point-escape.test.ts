import { describe, expect, it } from 'vitest';
import { chainEscapeProbability } from '../../../src/theory/escape/escape-oracle';
import type { EscapeProblem } from '../../../src/theory/escape/escape-problem';
import { expectWithin } from './reference';

const plain: EscapeProblem = {
  law: 'two-point',
  a: 0.5,
  sigma: 2,
  tau: 0.5,
  rho: -0.3,
  learningRate: 0.1,
  x0: 0.1,
  radius: 0.55,
  steps: 7,
};

/** All sequences of signs, one by one. */
function enumerated(problem: EscapeProblem, x: number, n = 1): number {
  const { a, sigma, tau, rho, learningRate, radius, steps, decay, ridge, batchSize = 1 } = problem;
  if (n > steps) return 0;
  const h = decay === 1 ? learningRate / n : learningRate;
  let sum = 0;
  for (let code = 0; code < 4 ** batchSize; code++) {
    let [weight, first, second] = [1, 0, 0];
    for (let b = 0; b < batchSize; b++) {
      const one = (code >> (2 * b)) & 1 ? 1 : -1;
      const other = (code >> (2 * b + 1)) & 1 ? 1 : -1;
      weight *= one === other ? (1 + rho) / 4 : (1 - rho) / 4;
      first += one / batchSize;
      second += other / batchSize;
    }
    if (weight === 0) continue;
    const next = x + h * ((a + sigma * first) * (ridge ? Math.sign(x) : x) + tau * second);
    sum += weight * (Math.abs(next) > radius ? 1 : enumerated(problem, next, n + 1));
  }
  return sum;
}

describe('two-point noise', () => {
  it.each<Partial<EscapeProblem>>([
    {},
    { sigma: -2, tau: -0.5, x0: -0.3 },
    { a: -3, learningRate: 1, radius: 2 },
    { tau: 0, steps: 9 },
    { rho: 1, a: 0, steps: 9 },
    { rho: -1, x0: 0 },
    { sigma: 0, tau: -1, a: 0, radius: 0.35 },
    { batchSize: 2, sigma: 3, steps: 4 },
    { decay: 1, learningRate: 1 },
    { ridge: true, rho: 0.5, sigma: 0.61, tau: 0.83 },
    { ridge: true, rho: 0.5, sigma: 0.61, tau: 0.83, a: -0.57, x0: 0 },
    { x0: 2 },
  ])('is the sum over all sequences: %j', (own) => {
    const problem = { ...plain, ...own };
    expectWithin(chainEscapeProbability(problem), enumerated(problem, problem.x0), 1e-13);
  });

  it('merges places that coincide, for many steps', () => {
    const walk = { ...plain, a: 0, sigma: 0, tau: 1, x0: 0, radius: 0.95, steps: 1000 };
    // A fair walk between barriers at +-10, by the eigenfunctions of its steps.
    let stays = 0;
    for (let k = 1; k < 20; k += 2) {
      const angle = (Math.PI * k) / 20;
      const shape = Array.from({ length: 19 }, (_, j) => Math.sin(angle * (j + 1)));
      stays += (Math.cos(angle) ** 1000 * shape[9] * shape.reduce((p, q) => p + q)) / 10;
    }
    expectWithin(chainEscapeProbability(walk), 1 - stays, 1e-12);
  });

  it('counts a place on the radius as inside and one at 0 as at 0', () => {
    const walk = { ...plain, a: 0, sigma: 0, tau: 1, x0: 0, radius: 0.3, steps: 3 };
    expect(chainEscapeProbability(walk)).toBe(0);
    // 0.1 -> 0 by the drift alone half the time, where nothing but eta moves it.
    const relu = { ...plain, ridge: true, sigma: 0, a: -0.5, x0: 0.1, steps: 2 };
    expect(chainEscapeProbability({ ...relu, radius: 0.06 })).toBe(0.5 + 0);
  });

  it('refuses more places than it can hold', () =>
    expect(() => chainEscapeProbability({ ...plain, radius: 100, steps: 40 })).toThrow(RangeError));
});
