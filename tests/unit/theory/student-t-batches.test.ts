import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import '../../../src/theory/all-methods';
import { buildKernel } from '../../../src/engine/cpu/kernel';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { STEP_DENSITIES } from '../../../src/theory/noise/density-laws';
import {
  expectedLog,
  logMomentOf,
  type NoiseDensity,
  probabilityBelowZero,
  varianceOfLog,
} from '../../../src/theory/noise/noise-density';
import { studentTDensity } from '../../../src/theory/noise/simple-densities';
import { normalPdf } from '../../../src/theory/numerics/special-functions';
import { theoryOf } from '../../../src/theory/theory';
import { expectAsSimulated, onOneGrid } from '../../support/escapes';
import { some } from '../../support/long';
import { Z_ALPHA } from '../../support/tolerances';

interface Known {
  nu: number;
  batchSize: number;
  z: number;
  density: number;
  above: number;
}
const known: Known[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../reference/noise/t-batches.json'), 'utf8'),
);

const batchOf = (nu: number, batchSize: number): NoiseDensity =>
  STEP_DENSITIES['student-t']({ batchSize, shape: nu }).density;

test.each(known)('nu = $nu in batches of $batchSize at $z as mpmath finds', (one) => {
  const law = batchOf(one.nu, one.batchSize);
  expect(Math.abs(law.density(one.z) / one.density - 1)).toBeLessThan(1e-11);
  expect(Math.abs(law.above(one.z) / one.above - 1)).toBeLessThan(1e-11);
});

test.each([2, 7, 63, 64])('Cauchy numbers in batches of %i are Cauchy numbers', (batchSize) => {
  const law = batchOf(1, batchSize);
  const scale = Math.sqrt(batchSize);
  for (const z of [0, 0.1, 1, 5, 30, 1e3, 1e6, 1e12, 1e24]) {
    const density = scale / Math.PI / (scale * scale + z * z);
    expect(Math.abs(law.density(z) / density - 1)).toBeLessThan(1e-11);
    expect(Math.abs((law.above(z) * Math.PI) / Math.atan2(scale, z) - 1)).toBeLessThan(1e-11);
    expect(Math.abs(law.below(z) + law.above(z) - 1)).toBeLessThan(1e-12);
  }
  for (const [m, v] of [
    [1.1, 0.01],
    [1, 0.5],
    [-0.2, 3],
  ]) {
    const factor = { m, pull: m - 1, v };
    const exponent = Math.log(m * m + v * v * batchSize) / 2;
    expect(Math.abs(expectedLog(law, factor) - exponent)).toBeLessThan(1e-11);
  }
  for (const k of [0.1, 0.5, 0.95]) {
    const moment = k * Math.log(scale) - Math.log(Math.cos((Math.PI * k) / 2));
    expect(Math.abs(logMomentOf(law, { m: 0, pull: -1, v: 1 }, k) - moment)).toBeLessThan(1e-10);
  }
});

test('three degrees of freedom, two numbers: the closed density', () => {
  const law = batchOf(3, 2);
  for (const z of [0, 0.3, 1, 4, 20, 1e3, 1e5]) {
    // The cosine transform of (1 + u)^2 exp(-2 u), u = sqrt(3) |t|, at s = z sqrt(2 / 3).
    const s = (z * Math.SQRT2) / Math.sqrt(3);
    const q = 4 + s * s;
    const closed = ((Math.SQRT2 / Math.sqrt(3) / Math.PI) * 4 * (s * s + 20)) / q ** 3;
    expect(Math.abs(law.density(z) / closed - 1)).toBeLessThan(1e-12);
  }
});

const NUS = [0.3, 0.9, 1.6, 2.05, 2.6, 3.5, 8, 35, 150, 399, 401, 1e6];

test.each(some(NUS, 6))('mass, moments and far tails of batches, nu = %d', (nu) => {
  const variance = nu / (nu - 2);
  for (const batchSize of [2, 23, 64]) {
    const law = batchOf(nu, batchSize);
    expect(Math.abs(law.above(0) - 0.5)).toBeLessThan(1e-12);
    const moment = (k: number) => Math.exp(logMomentOf(law, { m: 0, pull: -1, v: 1 }, k));
    if (nu > 2.01) expect(Math.abs(moment(2) / variance - 1)).toBeLessThan(1e-10);
    const fourth = variance * variance * (3 + 6 / (nu - 4) / batchSize);
    if (nu > 4.5) expect(Math.abs(moment(4) / fourth - 1)).toBeLessThan(1e-10);
    if (!law.heavy || nu > 30) continue;
    // Of one number that is far larger than all others.
    const far = 2 ** Math.min(40 / nu + 22, 600 / (nu + 1));
    const power = Math.exp(law.heavy.logSize - (nu + 1) * Math.log(far));
    const one = studentTDensity(nu).density(far) * batchSize ** (1 - nu / 2);
    expect(Math.abs(law.density(far) / power - 1)).toBeLessThan(1e-9);
    expect(Math.abs(law.density(far) / one - 1)).toBeLessThan(1e-9);
  }
});

test('so many degrees of freedom that batches are normal', () => {
  const law = batchOf(1e6, 64);
  for (const z of [0, 1, 3, 8])
    expect(Math.abs(law.density(z) / normalPdf(z) - 1)).toBeLessThan(1e-4);
});

const RADIUS = 1.3;

const specOf = (noise: object, batchSize: number) =>
  parseSpec({
    loss: { a: [0.3] },
    noise: { law: 'student-t', sigma: 0.9, tau: 0.7, ...noise },
    optimizer: { learningRate: 0.5, batchSize },
    time: { dt: 1, steps: 6 },
    start: { kind: 'point', x: [0.4] },
    escape: { radius: RADIUS },
    ensemble: { particles: 2 ** 16, seed: 't batches' },
  });

const BATCHES = [
  [{ nu: 3, rho: 0.4 }, 2],
  [{ nu: 1.2, rho: -0.7 }, 5],
  [{ nu: 5, sigma: 0 }, 3],
  [{ nu: 0.5 }, 3],
] as const;
test.each(some(BATCHES, 2))(
  '%j in batches of %i escapes as on one grid and as simulated',
  async (noise, batchSize) => {
    const spec = specOf(noise, batchSize);
    const escaped = exactEscape(spec);
    if (escaped.probability === null) throw new Error(escaped.reason);
    const { probability, error } = escaped;
    const { sigma, rho } = { sigma: 0.9, rho: 0, ...noise };
    // The sum of both is one number of the batch, as each sample's is one t number.
    const scaleAt = (x: number) =>
      (0.5 / Math.sqrt(batchSize)) *
      Math.sqrt((sigma * x) ** 2 + 2 * rho * sigma * 0.7 * x + 0.7 ** 2);
    const found = onOneGrid(batchOf(noise.nu, batchSize), {
      ...{ factor: 1.15, scaleAt, radius: RADIUS, start: 0.4 },
      ...{ steps: spec.time.steps, panels: 24 },
    });
    expect(Math.abs(probability - found)).toBeLessThan(error);
    await expectAsSimulated(spec, probability);
  },
);

test('where the noise is weak, and of larger batches, there is a reason instead', () => {
  const still = exactEscape(specOf({ nu: 3, tau: 0.01 }, 2));
  expect(still).toMatchObject({ probability: null });
  expect(still).toHaveProperty('reason', expect.stringMatching(/below 1\/40 of the radius/));
  const larger = specOf({ nu: 3 }, 65);
  const reason = 'There is no theory for minibatches of the noise student-t of more than 64.';
  expect(theoryOf(larger, 3)).toMatchObject({ exponentBasis: 'unknown', reason });
  expect(exactEscape(larger)).toMatchObject({ probability: null, reason });
});

test.each([
  [0.6, 3],
  [2.5, 17],
])('logarithms of factors are as drawn, nu = %d in batches of %i', (nu, batchSize) => {
  const spec = specOf({ nu }, batchSize);
  const kernel = buildKernel(spec, runParameters(spec), 'sfc32');
  const law = batchOf(nu, batchSize);
  const factor = { m: 0.85, pull: -0.15, v: 0.6 };
  const draws = 64 * 1024;
  let [logs, negative] = [0, 0];
  for (let particle = 0; particle < draws / 64; particle++) {
    kernel.noise.draw(particle, 0, 256, 0, 0, 64);
    for (const xi of kernel.noise.xi.subarray(0, 64)) {
      const sample = 0.85 + 0.6 * xi;
      logs += Math.log(Math.abs(sample)) / draws;
      negative += (sample < 0 ? 1 : 0) / draws;
    }
  }
  const below = probabilityBelowZero(law, factor);
  const near = (found: number, expected: number, variance: number) =>
    expect(Math.abs(found - expected)).toBeLessThan(Z_ALPHA * Math.sqrt(variance / draws));
  near(logs, expectedLog(law, factor), varianceOfLog(law, factor));
  near(negative, below, below * (1 - below));
});
