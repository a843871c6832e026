import { expect, test } from 'vitest';
import { noiseAt } from '../../../src/spec/listed-noise';
import '../../../src/theory/all-methods';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { laplaceBatchSum, uniformBatchSum } from '../../../src/theory/noise/batch-sums';
import { regressionSum } from '../../../src/theory/noise/gamma-differences';
import type { NoiseDensity } from '../../../src/theory/noise/noise-density';
import {
  chiSquaredDensity,
  laplaceDensity,
  studentTDensity,
  uniformDensity,
} from '../../../src/theory/noise/simple-densities';
import { stableDensity } from '../../../src/theory/noise/stable-density';
import { laplaceSumDensity, uniformSumDensity } from '../../../src/theory/noise/sum-densities';
import { gaussLegendre } from '../../../src/theory/numerics/gauss-legendre';
import { normalCdf, normalPdf } from '../../../src/theory/numerics/special-functions';
import { expectAsSimulated, onOneGrid } from '../../support/escapes';
import { some } from '../../support/long';

const RADIUS = 1.3;
const STEPS = 8;

const specOf = (noise: object) =>
  parseSpec({
    loss: { a: [0.3] },
    noise: { sigma: 0.5, tau: 0.4, ...noise },
    optimizer: { learningRate: 0.5 },
    time: { dt: 1, steps: STEPS },
    start: { kind: 'point', x: [0.3] },
    escape: { radius: RADIUS },
    ensemble: { particles: 20_000, seed: 'noise escape' },
  });

const GRID = { factor: 1 + 0.5 * 0.3, radius: RADIUS, start: 0.3, steps: STEPS, panels: 30 };

test.each([
  [
    { law: 'student-t', nu: 3, rho: 0.4 },
    studentTDensity(3),
    (x: number) => 0.5 * Math.sqrt((0.5 * x) ** 2 + 2 * 0.4 * 0.5 * 0.4 * x + 0.4 ** 2),
  ],
  [
    { law: 'student-t', nu: 0.4, rho: 0.4 },
    studentTDensity(0.4),
    (x: number) => 0.5 * Math.sqrt((0.5 * x) ** 2 + 2 * 0.4 * 0.5 * 0.4 * x + 0.4 ** 2),
  ],
  [
    { law: 'alpha-stable', alpha: 1.5, rho: -0.5 },
    stableDensity(1.5),
    (x: number) =>
      0.5 * (Math.abs(0.5 * x - 0.5 * 0.4) ** 1.5 + 0.4 ** 1.5 * (1 - 0.5 ** 1.5)) ** (1 / 1.5),
  ],
] as const)('%j escapes as on one grid and as simulated', async (noise, law, scaleAt) => {
  const spec = specOf(noise);
  const escaped = exactEscape(spec);
  if (escaped.probability === null) throw new Error(escaped.reason);
  const { probability, error } = escaped;
  expect(Math.abs(probability - onOneGrid(law, { ...GRID, scaleAt }))).toBeLessThan(error);
  await expectAsSimulated(spec, probability);
});

test('stable noise of index 2 escapes like normal noise of twice the variance', () => {
  const { probability } = exactEscape(specOf({ law: 'alpha-stable', alpha: 2 }));
  const normal = exactEscape(specOf({ sigma: 0.5 * Math.SQRT2, tau: 0.4 * Math.SQRT2 }));
  expect(Math.abs(probability! - normal.probability!)).toBeLessThan(1e-8);
});

const UNIFORM_AND_LAPLACE = [
  [{ law: 'uniform', rho: 0.4 }, uniformDensity, uniformSumDensity],
  [{ law: 'uniform', sigma: 0 }, uniformDensity, uniformSumDensity],
  [{ law: 'laplace', rho: -0.3 }, laplaceDensity, laplaceSumDensity],
  [{ law: 'laplace', sigma: 0 }, laplaceDensity, laplaceSumDensity],
] as const;

test.each(UNIFORM_AND_LAPLACE)('sums of two numbers of %j are added up', (_, single, sumOf) => {
  const { node, weight } = gaussLegendre(16);
  for (const share of [0, 1e-13, 1e-3, 0.3, 1 - 1e-9, 1]) {
    const sum = sumOf(share);
    for (const z of [-2.5, -0.4, 0, 0.01, 0.7, 1.4, 3]) {
      // Of the second number by panels that end where the first one's law has a kink.
      const cuts = [-24, -(3 ** 0.5), 0, 3 ** 0.5, 24];
      for (const kink of [-(3 ** 0.5), 0, 3 ** 0.5]) cuts.push((z - kink) / (share || 1));
      for (let k = 1; k < 24; k++) cuts.push(k, -k);
      const edges = cuts.filter((cut) => Math.abs(cut) <= 24).sort((p, q) => p - q);
      let [density, above] = [0, 0];
      for (let i = 1; i < edges.length; i++)
        for (let j = 0; j < node.length; j++) {
          const half = (edges[i] - edges[i - 1]) / 2;
          const other = edges[i - 1] + half * (1 + node[j]);
          const mass = half * weight[j] * single.density(other);
          density += mass * single.density(z - share * other);
          above += mass * single.above(z - share * other);
        }
      expect(Math.abs(sum.density(z) - density)).toBeLessThan(1e-11);
      expect(Math.abs(sum.above(z) - above)).toBeLessThan(1e-11);
      expect(Math.abs(sum.below(z) + sum.above(z) - 1)).toBeLessThan(1e-15);
    }
  }
});

/** The probability on a grid of cells, each for its middle. */
function inCells(
  sumOf: (share: number) => NoiseDensity,
  { sigma, tau, rho }: { sigma: number; tau: number; rho: number },
  cells: number,
): number {
  const width = (2 * RADIUS) / cells;
  const middle = Array.from({ length: cells }, (_, j) => -RADIUS + width * (j + 0.5));
  const row = (from: number) => {
    const one = 0.5 * Math.abs(sigma * from + rho * tau);
    const other = 0.5 * tau * Math.sqrt(1 - rho * rho);
    const scale = Math.max(one, other);
    const law = sumOf(Math.min(one, other) / scale);
    const above = (edge: number) => law.above((edge - 1.15 * from) / scale);
    const tails = Float64Array.from({ length: cells + 1 }, (_, j) => above(-RADIUS + width * j));
    return {
      leaves: tails[cells] + 1 - tails[0],
      kernel: Float64Array.from({ length: cells }, (_, j) => tails[j] - tails[j + 1]),
    };
  };
  const rows = middle.map(row);
  const back = ({ leaves, kernel }: ReturnType<typeof row>, later: Float64Array) =>
    kernel.reduce((sum, k, j) => sum + k * later[j], leaves);
  let later = new Float64Array(cells);
  for (let n = 1; n < STEPS; n++) {
    const known = later;
    later = Float64Array.from(rows, (one) => back(one, known));
  }
  return back(row(0.3), later);
}

const SUMS = [
  ...UNIFORM_AND_LAPLACE.map(([noise, , sumOf]) => [noise, 1, sumOf] as const),
  [{ law: 'uniform', rho: 0.4 }, 2, (share: number) => uniformBatchSum(2, share)] as const,
  [{ law: 'laplace', rho: -0.3 }, 2, (share: number) => laplaceBatchSum(2, share)] as const,
];
test.each(some(SUMS, 3))(
  '%j in batches of %i escapes as in cells and as simulated',
  async (noise, batchSize, sumOf) => {
    const spec = parseSpec({ ...specOf(noise), optimizer: { learningRate: 0.5, batchSize } });
    const root = Math.sqrt(batchSize);
    const { sigma, tau, rho } = noiseAt(spec.noise, 0);
    const batch = { sigma: sigma / root, tau: tau / root, rho };
    const escaped = exactEscape(spec);
    if (escaped.probability === null) throw new Error(escaped.reason);
    const { probability, error } = escaped;
    const cells = batchSize === 1 ? 400 : 200;
    const [coarse, fine] = [cells / 2, cells].map((count) => inCells(sumOf, batch, count));
    // Of middles of cells, a fourth for twice as many; a kink leaves an eighth of a cell squared.
    const found = fine + (fine - coarse) / 3;
    const kinks = ((2 * RADIUS) / cells) ** 2 / 8;
    expect(Math.abs(probability - found)).toBeLessThan(error + kinks);
    await expectAsSimulated(spec, probability);
  },
);

/** Panels of sqrt(S), smaller and smaller towards 0 and none wider than `widest`: places and masses. */
function inputsOf(batchSize: number, widest: number): { t: number; mass: number }[] {
  const { node, weight } = gaussLegendre(16);
  const density = chiSquaredDensity(batchSize);
  const found: { t: number; mass: number }[] = [];
  const last = Math.sqrt(batchSize) + 9;
  for (let low = 0, high = 1e-7; low < last; low = high, high += Math.min(high, widest))
    for (let j = 0; j < node.length; j++) {
      const t = low + ((high - low) / 2) * (1 + node[j]);
      const mass = ((high - low) / 2) * weight[j] * density.weight(t);
      if (mass > 1e-18) found.push({ t, mass });
    }
  return found;
}

test.each([1, 2, 3, 8, 100])('sums of noise of linear regression on %i samples', (batchSize) => {
  const { place } = chiSquaredDensity(batchSize);
  for (const [p, q] of [
    [1, 1],
    [-1, 0.2],
    [0.3, 1],
    [0, 1],
    [1, 0.04],
  ]) {
    const sum = regressionSum(batchSize, p, q);
    const inputs = inputsOf(batchSize, q);
    for (const z of [-9, -2.5, -0.4, 0.01, 0.65, 1.4, 3]) {
      let [density, below, above] = [0, 0, 0];
      // Given the inputs the sum is normal.
      for (const { t, mass } of inputs) {
        const deviation = (q * t) / Math.sqrt(batchSize);
        const way = (z - p * place(t)) / deviation;
        density += (mass * normalPdf(way)) / deviation;
        below += mass * normalCdf(way);
        above += mass * normalCdf(-way);
      }
      expect(Math.abs(sum.density(z) - density)).toBeLessThan(1e-10 * density + 1e-14);
      expect(Math.abs(sum.below(z) - below)).toBeLessThan(1e-10 * below + 1e-14);
      expect(Math.abs(sum.above(z) - above)).toBeLessThan(1e-10 * above + 1e-14);
    }
  }
});

test.each([1, 3])(
  'linear regression on %i samples: two steps escape as given the inputs',
  (size) => {
    const { place } = chiSquaredDensity(size);
    const [factor, v, w] = [1.15, (0.5 * 0.7) / Math.sqrt(size), (0.5 * 0.4) / Math.sqrt(size)];
    const leaves = (x: number) => {
      const scale = Math.max(v * Math.abs(x), w);
      const law = regressionSum(size, (v * x) / scale, w / scale);
      return law.above((RADIUS - factor * x) / scale) + law.below((-RADIUS - factor * x) / scale);
    };
    const { node, weight } = gaussLegendre(16);
    // Where all inputs are 0 the next step is at the radius: there `leaves` has a kink.
    const kink = RADIUS / (factor + v * place(0));
    let probability = 0;
    for (const { t, mass } of inputsOf(size, 2)) {
      const mean = (factor + v * place(t)) * 0.9;
      const deviation = (w * t) / Math.sqrt(size);
      probability += mass * normalCdf((mean - RADIUS) / deviation);
      probability += mass * normalCdf((-RADIUS - mean) / deviation);
      const cuts = [-RADIUS, -kink, kink, RADIUS];
      for (let way = kink / 8; way > 1e-5; way /= 8) cuts.push(kink - way, kink + way);
      for (let z = -8; z <= 8; z += 4) cuts.push(mean + z * deviation);
      const edges = cuts
        .filter((x) => Math.abs(x) <= RADIUS && Math.abs(x - mean) < 9 * deviation)
        .sort((one, other) => one - other);
      for (let i = 1; i < edges.length; i++)
        for (let j = 0; j < node.length; j++) {
          const half = (edges[i] - edges[i - 1]) / 2;
          const x = edges[i - 1] + half * (1 + node[j]);
          const density = normalPdf((x - mean) / deviation) / deviation;
          if (mass * half * density > 1e-10)
            probability += mass * half * weight[j] * density * leaves(x);
        }
    }
    const spec = linearRegression(size, 2);
    const escaped = exactEscape(spec);
    if (escaped.probability === null) throw new Error(escaped.reason);
    expect(Math.abs(escaped.probability - probability)).toBeLessThan(escaped.error);
  },
);

const linearRegression = (batchSize: number, steps: number) =>
  parseSpec({
    ...specOf({ law: 'chi-squared', sigma: 0.7 }),
    optimizer: { learningRate: 0.5, batchSize },
    time: { dt: 1, steps },
    start: { kind: 'point', x: [0.9] },
  });

test.each([1, 4])('linear regression on %i samples escapes as simulated', async (batchSize) => {
  const spec = linearRegression(batchSize, STEPS);
  const { probability } = exactEscape(spec);
  await expectAsSimulated(spec, probability!);
});

test.each(some([{ rho: 0.5 }, { rho: -0.5 }, { rho: 1 }, { tau: 0 }], 2))(
  'unfair coins, %j, escape as simulated, and fair ones as two-point noise',
  async (noise) => {
    const spec = (law: string, probability: number, batchSize = 2) =>
      parseSpec({
        ...specOf({ law: 'unfair-coins', probability, ...noise }),
        ...(law === 'two-point' ? { noise: { law, sigma: 0.5, tau: 0.4, ...noise } } : {}),
        optimizer: { learningRate: 0.5, batchSize },
        time: { dt: 1, steps: 4 },
        start: { kind: 'point', x: [0.9] },
      });
    const fair = exactEscape(spec('unfair-coins', 0.5));
    const signs = exactEscape(spec('two-point', 0.5));
    expect(Math.abs(fair.probability! - signs.probability!)).toBeLessThan(1e-12);
    const unfair = spec('unfair-coins', 0.1);
    const { probability } = exactEscape(unfair);
    expect(probability).toBeGreaterThan(0);
    await expectAsSimulated(unfair, probability!);
  },
);

test.each([
  [{ law: 'chi-squared', tau: 0.2 }, /below 1\/10 of the radius/],
  [{ law: 'alpha-stable', alpha: 0.8, tau: 0.01 }, /below 1\/40 of the radius/],
  [{ law: 'student-t', tau: 0.01 }, /below 1\/40 of the radius/],
])('%j has a reason instead', (noise, reason) => {
  const found = exactEscape(specOf(noise));
  expect(found.probability).toBe(null);
  expect(found).toHaveProperty('reason', expect.stringMatching(reason));
});
