import { describe, expect, test } from 'vitest';
import { buildKernel } from '../../src/engine/cpu/kernel';
import { runParameters } from '../../src/engine/run-parameters';
import { parseSpec } from '../../src/spec/schema';
import { STEP_DENSITIES } from '../../src/theory/noise/density-laws';
import type { NoiseDensity } from '../../src/theory/noise/noise-density';
import { LONG } from '../support/long';
import { ALPHA, kolmogorovSmirnovTolerance, Z_ALPHA } from '../support/tolerances';

/**
 * Draws of the noise laws against their distribution functions and moments: 100,000 of each, and
 * 10,000,000 with SADDLESCAPE_LONG=1.
 */
const DRAWS = LONG ? 10_000_000 : 100_000;

interface Drawn {
  xi: Float64Array;
  eta: Float64Array;
}

function draws(noise: object, batchSize = 1): Drawn {
  const spec = parseSpec({ noise, optimizer: { batchSize }, ensemble: { seed: 'laws' } });
  const kernel = buildKernel(spec, runParameters(spec), 'sfc32');
  const xi = new Float64Array(DRAWS);
  const eta = new Float64Array(DRAWS);
  for (let first = 0, particle = 0; first < DRAWS; first += 64, particle++) {
    kernel.noise.draw(particle, 0, 256, 0, 0, 64);
    const count = Math.min(64, DRAWS - first);
    xi.set(kernel.noise.xi.subarray(0, count), first);
    eta.set(kernel.noise.eta.subarray(0, count), first);
  }
  return { xi, eta };
}

/** What the polynomials and 24-bit words of the draws change of their law is below 1e-6. */
const MOST_DISTANCE = kolmogorovSmirnovTolerance(DRAWS) + 1e-6;

/** Bernstein's bound of a count of mean `expected`. */
function mostOff(expected: number): number {
  const level = Math.log(2 / ALPHA);
  return level / 3 + Math.sqrt((level / 3) ** 2 + 2 * expected * level);
}

function compare(values: Float64Array, law: NoiseDensity, scale = 1): void {
  const above = values.map((value) => law.above(value / scale)).sort();
  let distance = 0;
  for (let i = 0; i < DRAWS; i++)
    distance = Math.max(distance, Math.abs(above[i] - (i + 0.5) / DRAWS) - 0.5 / DRAWS);
  expect(distance).toBeLessThan(MOST_DISTANCE);
  for (let tail = 1e-2; tail * DRAWS >= 9.9; tail /= 10)
    for (const isBeyond of [(share: number) => share < tail, (share: number) => share > 1 - tail]) {
      const count = above.reduce((sum, share) => sum + (isBeyond(share) ? 1 : 0), 0);
      expect(Math.abs(count - tail * DRAWS), `beyond ${tail}`).toBeLessThan(mostOff(tail * DRAWS));
    }
}

const LAWS: [object, keyof typeof STEP_DENSITIES, number, number | undefined][] = [
  [{ law: 'uniform' }, 'uniform', 1, undefined],
  [{ law: 'laplace' }, 'laplace', 1, undefined],
  [{ law: 'student-t', nu: 0.5 }, 'student-t', 1, 0.5],
  [{ law: 'student-t', nu: 3, rho: 0.6 }, 'student-t', 1, 3],
  [{ law: 'student-t', nu: 0.5 }, 'student-t', 9, 0.5],
  [{ law: 'student-t', nu: 3, rho: 0.6 }, 'student-t', 4, 3],
  [{ law: 'alpha-stable', alpha: 0.4 }, 'alpha-stable', 1, 0.4],
  [{ law: 'alpha-stable', alpha: 1 }, 'alpha-stable', 1, 1],
  [{ law: 'alpha-stable', alpha: 1.5, rho: -0.6 }, 'alpha-stable', 9, 1.5],
  [{ law: 'alpha-stable', alpha: 2 }, 'alpha-stable', 1, 2],
  [{ law: 'chi-squared' }, 'chi-squared', 1, undefined],
  [{ law: 'chi-squared' }, 'chi-squared', 6, undefined],
];

/** A heavy law of many samples takes minutes in the long suite. */
const MOST_TIME = 900_000;

describe.each(LAWS)('%j as %s, batch %i', (noise, name, batchSize, shape) => {
  const { density, scale } = STEP_DENSITIES[name]({ batchSize, shape });
  const { xi, eta } = draws(noise, batchSize);

  test('xi has its distribution function and tails', () => compare(xi, density, scale), MOST_TIME);

  // eta of a correlation is of the same law where it is t or stable.
  if (density.heavy) test('eta too', () => compare(eta, density, scale), MOST_TIME);
});

/** Fourth moments of a sample of variance 1, of xi. */
const FOURTH: [object, number][] = [
  [{ law: 'uniform', rho: -0.4 }, 9 / 5],
  [{ law: 'laplace', rho: 0.7 }, 6],
  [{ law: 'unfair-coins', probability: 0.2, rho: 0.5 }, 0.2 * 2 ** 4 + 0.8 / 2 ** 4],
  [{ law: 'unfair-coins', probability: 0.2, rho: -0.5 }, 0.2 * 2 ** 4 + 0.8 / 2 ** 4],
  [{ law: 'chi-squared' }, 15],
];

describe.each(FOURTH)('moments of %j', (noise, fourth) => {
  test.each([1, 4])('in a batch of %i', (batchSize) => {
    const { xi, eta } = draws(noise, batchSize);
    const rho = 'rho' in noise ? Number(noise.rho) : 0;
    const kurtosis = 3 + (fourth - 3) / batchSize;
    const near = (found: number, expected: number, variance: number) =>
      expect(Math.abs(found - expected)).toBeLessThan(Z_ALPHA * Math.sqrt(variance / DRAWS) + 1e-6);
    const mean = (f: (i: number) => number) => {
      let sum = 0;
      for (let i = 0; i < DRAWS; i++) sum += f(i);
      return sum / DRAWS;
    };
    near(
      mean((i) => xi[i]),
      0,
      1,
    );
    near(
      mean((i) => eta[i]),
      0,
      1,
    );
    near(
      mean((i) => xi[i] ** 2),
      1,
      kurtosis - 1,
    );
    // By Cauchy and Schwarz the variance of a product is below the root of two fourth moments.
    near(
      mean((i) => eta[i] ** 2),
      1,
      Math.max(8, kurtosis - 1),
    );
    near(
      mean((i) => xi[i] * eta[i]),
      rho,
      Math.max(9, kurtosis),
    );
  });
});
