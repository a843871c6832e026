import { expect, test } from 'vitest';
import '../../../src/theory/all-methods';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { studentTDensity } from '../../../src/theory/noise/simple-densities';
import { stableDensity } from '../../../src/theory/noise/stable-density';
import { gaussLegendre } from '../../../src/theory/numerics/gauss-legendre';
import { Z_ALPHA } from '../../support/tolerances';

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

/** Kernels on one grid of 30 panels of 12 Gauss nodes, by Chapman and Kolmogorov's equation. */
function onOneGrid(
  law: { density(z: number): number; above(z: number): number },
  scaleAt: (x: number) => number,
): number {
  const { node, weight } = gaussLegendre(12);
  const panels = 30;
  const half = RADIUS / panels;
  const x: number[] = [];
  const w: number[] = [];
  for (let panel = 0; panel < panels; panel++)
    for (let i = 0; i < 12; i++) {
      x.push(-RADIUS + half * (2 * panel + 1 + node[i]));
      w.push(half * weight[i]);
    }
  const mean = (from: number) => (1 + 0.5 * 0.3) * from;
  const leaves = (from: number) =>
    law.above((RADIUS - mean(from)) / scaleAt(from)) +
    law.above((RADIUS + mean(from)) / scaleAt(from));
  const row = (from: number) =>
    x.map((to, j) => (w[j] * law.density((to - mean(from)) / scaleAt(from))) / scaleAt(from));
  const back = (from: number, kernel: number[], later: number[]) =>
    leaves(from) + kernel.reduce((sum, k, j) => sum + k * later[j], 0);
  const rows = x.map(row);
  let later = x.map(() => 0);
  for (let n = 1; n < STEPS; n++) {
    const known = later;
    later = x.map((from, i) => back(from, rows[i], known));
  }
  return back(0.3, row(0.3), later);
}

test.each([
  [
    { law: 'student-t', nu: 3, rho: 0.4 },
    studentTDensity(3),
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
  expect(Math.abs(probability - onOneGrid(law, scaleAt))).toBeLessThan(error);
  const { escape: counted } = await runSpec(createCpuEngine(), spec);
  const { particles } = spec.ensemble;
  const deviation = Math.sqrt(particles * probability * (1 - probability));
  expect(Math.abs(counted.count - particles * probability)).toBeLessThan(Z_ALPHA * deviation);
});

test('stable noise of index 2 escapes like normal noise of twice the variance', () => {
  const { probability } = exactEscape(specOf({ law: 'alpha-stable', alpha: 2 }));
  const normal = exactEscape(specOf({ sigma: 0.5 * Math.SQRT2, tau: 0.4 * Math.SQRT2 }));
  expect(Math.abs(probability! - normal.probability!)).toBeLessThan(1e-8);
});

test.each([
  [{ law: 'laplace' }, /no density here with laplace noise/],
  [{ law: 'unfair-coins' }, /no density here with unfair-coins noise/],
  [{ law: 'alpha-stable', alpha: 0.8 }, /too sharp below index 1/],
  [{ law: 'student-t', tau: 0 }, /below 1\/40 of the radius/],
])('%j has a reason instead', (noise, reason) => {
  const found = exactEscape(specOf(noise));
  expect(found.probability).toBe(null);
  expect(found).toHaveProperty('reason', expect.stringMatching(reason));
});
