import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { lyapunovExponentTwoPoint } from '../../../src/theory/exponents/coin-factors';
import { lyapunovExponentGaussian } from '../../../src/theory/exponents/lyapunov';
import {
  shrinkingConstant,
  shrinkingExponent,
  shrinkingMean,
  shrinkingMoments,
  stepsToReach,
} from '../../../src/theory/laws/annealing';
import { expectReference, expectRelative, expectWithin, lawOf, referenceCases } from './reference';

describe('reference values: anneal', () => {
  it.each(referenceCases('anneal').filter(({ quantity }) => !quantity.startsWith('P(')))(
    '$id $quantity',
    (one) => {
      const { a, sigma, tau, rho = 0, lr0, x0, n } = one.params;
      const factors = { law: lawOf(one), growth: lr0 * a, spread: lr0 * sigma, batchSize: 1 };
      const steps = { growth: lr0 * a, spread: lr0 * sigma, additive: lr0 * tau, rho };
      if (one.quantity === 'E x_n') expectReference(shrinkingMean(steps, x0, n), one);
      else if (one.quantity === 'E x_n^2')
        expectReference(shrinkingMoments(steps, x0, n).second, one);
      else if (one.quantity.startsWith('lim')) expectReference(shrinkingConstant(factors), one);
      else expectReference(shrinkingExponent(factors, n), one);
    },
  );
});

describe('shrinkingMoments', () => {
  it('has the known second moment without additive noise', () =>
    expectRelative(
      shrinkingMoments({ growth: 0.5, spread: 1, additive: 0, rho: 0 }, 1, 100).second,
      294.4715132033288,
      1e-13,
    ));

  it.each([
    [0.5, 1],
    [-0.7, 2],
    [-3.4, 0.2],
    [7, 12],
    [0, 0],
  ])('is the same by recursion and in closed form: growth %d, spread %d', (growth, spread) => {
    const closed = shrinkingMoments({ growth, spread, additive: 0, rho: 0 }, -2, 5000);
    const recursion = shrinkingMoments({ growth, spread, additive: 1e-150, rho: 0.5 }, -2, 5000);
    expectRelative(closed.mean, recursion.mean, 1e-12);
    expectRelative(closed.second, recursion.second, 1e-12);
  });

  it('keeps its digits after 1e12 steps', () =>
    // Gamma(n + 2) / Gamma(n + 1) = n + 1.
    expectRelative(shrinkingMean({ growth: 1 }, 3, 1e12), 3 * (1e12 + 1), 1e-13));

  it('is 0 after a step with factor 0, and x0 at once', () => {
    expect(shrinkingMean({ growth: -3 }, 5, 2)).toBe(5);
    expect(shrinkingMean({ growth: -3 }, 5, 3)).toBe(0);
    expect(shrinkingMoments({ growth: -3, spread: 0, additive: 0, rho: 0 }, 5, 9).second).toBe(0);
    expect(shrinkingMoments({ growth: 1, spread: 1, additive: 1, rho: 0 }, -4, 0)).toEqual({
      mean: -4,
      second: 16,
    });
  });

  it('agrees with all paths of two-point noise, correlated', () => {
    const [growth, spread, additive, x0, n] = [-0.4, 0.9, 0.5, -0.3, 6];
    for (const rho of [1, -1]) {
      let mean = 0;
      let second = 0;
      for (let path = 0; path < 2 ** n; path++) {
        let x = x0;
        for (let k = 1; k <= n; k++) {
          const z = (path >> (k - 1)) & 1 ? 1 : -1;
          x += ((growth + spread * z) * x + additive * rho * z) / k;
        }
        mean += x / 2 ** n;
        second += (x * x) / 2 ** n;
      }
      const found = shrinkingMoments({ growth, spread, additive, rho }, x0, n);
      expectRelative(found.mean, mean, 1e-13);
      expectRelative(found.second, second, 1e-13);
    }
  });
});

describe('shrinkingExponent', () => {
  it.each([
    [0.5, 1],
    [-0.7, 2],
    [-3.3, 0.5],
    [4, 10],
    [0, 0],
  ])('is the sum over the steps: growth %d, spread %d', (growth, spread) => {
    let gaussian = 0;
    let twoPoint = 0;
    for (let k = 1; k <= 4000; k++) {
      gaussian += lyapunovExponentGaussian(1 + growth / k, spread / k);
      twoPoint += lyapunovExponentTwoPoint(1 + growth / k, (spread * Math.sqrt(3)) / k, 3);
    }
    const factors = { growth, spread, batchSize: 3 };
    const tolerance = 3e-13 * Math.max(1, Math.abs(growth), spread);
    expectWithin(shrinkingExponent({ ...factors, law: 'gaussian' }, 4000), gaussian, tolerance);
    expectWithin(shrinkingExponent({ ...factors, law: 'two-point' }, 4000), twoPoint, tolerance);
    // The remainder is of the order 1/n.
    for (const law of ['gaussian', 'two-point'] as const) {
      const constant = shrinkingConstant({ ...factors, law });
      const late = shrinkingExponent({ ...factors, law }, 1e9) - growth * Math.log(1e9);
      expectWithin(constant, late, 1e-7);
    }
  });

  // Values of the constant by Hurwitz zeta functions in 30 digits.
  it.each([
    [-0.7, 2, -0.9091197889855733],
    [4, 10, -8.569358532960129],
    [-3.3, 0.5, -0.803653312450179],
  ])('has the constant for growth %d, spread %d', (growth, spread, value) =>
    expectWithin(
      shrinkingConstant({ law: 'gaussian', growth, spread, batchSize: 1 }),
      value,
      1e-13 * Math.max(1, Math.abs(growth), spread),
    ),
  );

  it('has the constant of gamma functions for one sign', () =>
    // -1/2 log(Gamma(1.9) Gamma(1.1)).
    expectWithin(
      shrinkingConstant({ law: 'two-point', growth: 0.5, spread: 0.4, batchSize: 1 }),
      0.04442835859146156,
      1e-14,
    ));

  it('is -Infinity once a factor can vanish, and 0 at once', () => {
    const factors = { law: 'two-point', growth: 0, spread: 2, batchSize: 1 } as const;
    expect(shrinkingExponent(factors, 0)).toBe(0);
    expect(shrinkingExponent(factors, 1)).toBeCloseTo(Math.log(3) / 2, 15);
    expect(shrinkingExponent(factors, 2)).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is the mean of simulated paths', () => {
    const [growth, spread, n, paths] = [0.5, 1, 40, 30_000];
    const random = seedrandom('shrinking steps');
    let sum = 0;
    let square = 0;
    for (let path = 0; path < paths; path++) {
      let log = 0;
      for (let k = 1; k <= n; k++) {
        const z = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
        log += Math.log(Math.abs(1 + (growth + spread * z) / k));
      }
      sum += log;
      square += log * log;
    }
    const mean = sum / paths;
    expectWithin(
      shrinkingExponent({ law: 'gaussian', growth, spread, batchSize: 1 }, n),
      mean,
      5 * Math.sqrt((square / paths - mean * mean) / paths),
    );
  });
});

describe('stepsToReach', () => {
  it('is a power of the ratio, and never for growth <= 0', () => {
    expectRelative(stepsToReach(0.5, 100), 1e4, 1e-14);
    expectRelative(stepsToReach(0.5, 100, -Math.LN2), 4e4, 1e-14);
    expect(stepsToReach(0.5, 0.1)).toBe(1);
    expect(stepsToReach(0, 2)).toBe(Number.POSITIVE_INFINITY);
    expect(stepsToReach(-1, 0.5)).toBe(1);
  });
});
