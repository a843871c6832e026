import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import '../../../src/theory/all-methods';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { lyapunovExponentTwoPoint } from '../../../src/theory/exponents/coin-factors';
import { STEP_DENSITIES } from '../../../src/theory/noise/density-laws';
import {
  expectedLog,
  logMomentOf,
  probabilityBelowZero,
  varianceOfLog,
} from '../../../src/theory/noise/noise-density';
import { incompleteBeta, studentTDensity } from '../../../src/theory/noise/simple-densities';
import { stableDensity } from '../../../src/theory/noise/stable-density';
import {
  atomsExponent,
  atomsLogMoment,
  unfairCoinAtoms,
} from '../../../src/theory/noise/unfair-coins';
import { digamma, EULER_GAMMA } from '../../../src/theory/numerics/special-functions';
import { momentsOf, sigmaThresholds, theoryOf } from '../../../src/theory/theory';

interface Reference {
  stable: { alpha: number; x: number; density: number; above: number }[];
  means: {
    law: Exclude<keyof typeof STEP_DENSITIES, 'alpha-stable'>;
    nu?: number;
    m: number;
    v: number;
    batchSize: number;
    meanLog: number;
    logMeanRoot: number;
    below: number;
  }[];
}
const reference: Reference = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../reference/noise/laws.json'), 'utf8'),
);

/** Of scipy's quadratures over stable laws; measured: 3e-10. */
const SCIPY = 1e-8;

test.each(reference.stable)('stable law $alpha at $x is that of scipy', (known) => {
  const law = stableDensity(known.alpha);
  expect(Math.abs(law.density(known.x) / known.density - 1)).toBeLessThan(SCIPY);
  expect(Math.abs(law.above(known.x) / known.above - 1)).toBeLessThan(SCIPY);
  expect(Math.abs(law.below(-known.x) / known.above - 1)).toBeLessThan(SCIPY);
});

test.each(reference.means)('means over $law, m = $m, v = $v, batch $batchSize', (known) => {
  const { law, m, v, batchSize, nu } = known;
  const { density } = STEP_DENSITIES[law]({ batchSize, shape: nu });
  const factor = { m, pull: m - 1, v };
  expect(Math.abs(expectedLog(density, factor) - known.meanLog)).toBeLessThan(1e-12);
  expect(Math.abs(logMomentOf(density, factor, 0.5) - known.logMeanRoot)).toBeLessThan(1e-12);
  expect(Math.abs(probabilityBelowZero(density, factor) - known.below)).toBeLessThan(1e-13);
});

const NOISE_ALONE = { m: 0, pull: -1, v: 1 };

test.each([0.3, 0.6, 0.95, 1, 1.4, 1.97, 2])(
  'ln |x| of stable numbers has its mean and variance, alpha = %d',
  (alpha) => {
    const law = stableDensity(alpha);
    // Zolotarev (1986), 3.6.
    const mean = EULER_GAMMA * (1 / alpha - 1);
    const variance = (Math.PI ** 2 / 6) * (1 / alpha ** 2 + 1 / 2);
    expect(Math.abs(expectedLog(law, NOISE_ALONE) - mean)).toBeLessThan(1e-12);
    expect(Math.abs(varianceOfLog(law, NOISE_ALONE) - variance)).toBeLessThan(1e-10);
  },
);

test.each([0.3, 1, 2.5, 40, 1e6])('ln |x| of t numbers has its mean, nu = %d', (nu) => {
  const mean = (digamma(1 / 2) - digamma(nu / 2) + Math.log(nu)) / 2;
  expect(Math.abs(expectedLog(studentTDensity(nu), NOISE_ALONE) - mean)).toBeLessThan(1e-12);
});

test('moments of heavy laws end at their index', () => {
  const law = studentTDensity(3);
  // E |t| = 2 sqrt(3) / pi with 3 degrees of freedom.
  expect(logMomentOf(law, NOISE_ALONE, 1)).toBeCloseTo(Math.log((2 * Math.sqrt(3)) / Math.PI), 11);
  expect(logMomentOf(law, NOISE_ALONE, 2)).toBeCloseTo(Math.log(3), 9);
  expect(logMomentOf(law, NOISE_ALONE, 3)).toBe(Number.POSITIVE_INFINITY);
});

test('moments of t numbers with many degrees of freedom, whose power has a large factor', () => {
  for (const nu of [250, 300, 399]) {
    const found = logMomentOf(studentTDensity(nu), NOISE_ALONE, 2);
    expect(Math.abs(found - Math.log(nu / (nu - 2)))).toBeLessThan(1e-11);
  }
});

test('the incomplete beta function', () => {
  expect(incompleteBeta(2, 3, 0.4)).toBeCloseTo(0.5248, 12);
  expect(incompleteBeta(0.5, 0.5, 0.2)).toBeCloseTo((2 / Math.PI) * Math.asin(Math.sqrt(0.2)), 12);
});

test('fair coins among the unfair ones are those of the law two-point', () => {
  for (const batchSize of [1, 2, 7])
    for (const [m, v] of [
      [1.05, 0.4],
      [0.2, 1.3],
    ]) {
      const found = atomsExponent(unfairCoinAtoms(0.5, batchSize), { m, pull: m - 1, v });
      const known = lyapunovExponentTwoPoint(m, v * Math.sqrt(batchSize), batchSize, m - 1);
      expect(found).toBeCloseTo(known, 12);
    }
  // By hand: 3 with probability 0.1, else -1/3.
  const atoms = unfairCoinAtoms(0.1, 1);
  const factor = { m: 1, pull: 0, v: 0.5 };
  expect(atomsExponent(atoms, factor)).toBeCloseTo(
    0.1 * Math.log(2.5) + 0.9 * Math.log(1 - 1 / 6),
    13,
  );
  expect(atomsLogMoment(atoms, factor, 2)).toBeCloseTo(
    Math.log(0.1 * 6.25 + 0.9 * (1 - 1 / 6) ** 2),
    13,
  );
});

/** Linear regression with a sample a step: Gurbuzbalaban, Simsekli and Zhu (2021), Table 1. */
describe('the tail of SGD on linear regression', () => {
  test.each([
    [1, 1.091],
    [1.5, 0.477],
  ])('at learning rate %d has index %d', (learningRate, index) => {
    const spec = parseSpec({
      loss: { a: [-1] },
      noise: { law: 'chi-squared', sigma: Math.SQRT2, tau: 1 },
      optimizer: { learningRate },
      time: { dt: 1 },
    });
    expect(theoryOf(spec, 10).tailIndex!.toFixed(3)).toBe(String(index));
  });
});

const LAWS = [
  { law: 'uniform' },
  { law: 'laplace' },
  { law: 'student-t', nu: 3 },
  { law: 'student-t', nu: 1.5 },
  { law: 'alpha-stable', alpha: 1.5 },
  { law: 'unfair-coins', probability: 0.2 },
  { law: 'chi-squared' },
];

test.each([...LAWS.map((noise) => [noise, 1] as const), [{ law: 'student-t', nu: 3 }, 6] as const])(
  'thresholds of %j in batches of %i are where the verdict changes',
  (noise, batchSize) => {
    const of = (sigma: number) =>
      parseSpec({
        loss: { a: [-0.5] },
        noise: { ...noise, sigma, tau: 0.3 },
        optimizer: { learningRate: 1, batchSize },
        time: { dt: 1 },
      });
    const { steps } = sigmaThresholds(of(1), 0);
    expect(steps.length).toBeGreaterThan(0);
    for (const [i, sigma] of steps.entries()) {
      const [before, after] = i % 2 ? ['escapes', 'trapped'] : ['trapped', 'escapes'];
      expect(theoryOf(of(sigma * (1 - 1e-6)), 5).verdict).toBe(before);
      expect(theoryOf(of(sigma * (1 + 1e-6)), 5).verdict).toBe(after);
    }
  },
);

test('what no variance has is not known: rates of small steps and second moments', () => {
  const of = (noise: object) =>
    parseSpec({ noise: { sigma: 0.5, tau: 0.3, ...noise }, time: { dt: 1 } });
  for (const noise of [
    { law: 'student-t', nu: 2 },
    { law: 'alpha-stable', alpha: 1.9 },
  ]) {
    const theory = theoryOf(of(noise), 5);
    expect(theory.exponentBasis).toBe('exact');
    expect(theory).toMatchObject({ sdeGrowthRate: null, dtBias: null, law: null });
    expect(momentsOf(of(noise), 5)).toEqual({ mean: null, second: null, fourth: null });
    expect(sigmaThresholds(of(noise), 0).sde).toBe(null);
  }
  // sigma is a scale: with 4 degrees of freedom the variance is twice its square.
  const light = of({ law: 'student-t', nu: 4 });
  const normal = parseSpec({
    noise: { sigma: 0.5 * Math.SQRT2, tau: 0.3 * Math.SQRT2 },
    time: { dt: 1 },
  });
  expect(momentsOf(light, 5).second).toBeCloseTo(momentsOf(normal, 5).second!, 9);
  expect(theoryOf(light, 5).sdeGrowthRate).toBeCloseTo(theoryOf(normal, 5).sdeGrowthRate!, 12);
});

test('what theory does not know of a law it says', () => {
  const unknown: [object, RegExp][] = [
    [
      { noise: { law: 'laplace' }, optimizer: { kind: 'heavy-ball' } },
      /but at a saddle, for plain/,
    ],
    [
      { noise: { law: 'student-t' }, optimizer: { batchSize: 65 } },
      /minibatches of the noise stude/,
    ],
    [{ noise: { law: 'uniform' }, loss: { kind: 'relu-saddle' } }, /but at a saddle, for plain/],
  ];
  for (const [input, reason] of unknown) {
    const spec = parseSpec(input);
    expect(theoryOf(spec, 3)).toMatchObject({ exponentBasis: 'unknown', law: null });
    expect(theoryOf(spec, 3).reason).toMatch(reason);
    expect(exactEscape(spec)).toMatchObject({ probability: null });
  }
  // Without noise the law does not matter.
  const still = parseSpec({ noise: { law: 'uniform' }, optimizer: { kind: 'gd', batchSize: 2 } });
  expect(theoryOf(still, 3).exponentBasis).toBe('exact');
});
