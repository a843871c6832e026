import { describe, expect, test } from 'vitest';
import '../../../src/theory/all-methods';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { ratioWalkEscape } from '../../../src/theory/escape/ratio-walk';
import { chiSquaredDensity, studentTDensity } from '../../../src/theory/noise/simple-densities';
import { Fourier } from '../../../src/theory/numerics/fourier';
import { normalCdf } from '../../../src/theory/numerics/special-functions';
import { expectAsSimulated } from '../../support/escapes';
import { some } from '../../support/long';

test('a transform is the sum of its waves, and twice it is the list turned round', () => {
  const length = 16;
  const re = Float64Array.from({ length }, (_, j) => Math.sin(j * j));
  const im = Float64Array.from({ length }, (_, j) => Math.cos(3 * j));
  const [x, y] = [re.slice(), im.slice()];
  const fourier = new Fourier(length);
  fourier.transform(x, y);
  for (let k = 0; k < length; k++) {
    let [p, q] = [0, 0];
    for (let j = 0; j < length; j++) {
      const t = (-2 * Math.PI * j * k) / length;
      p += re[j] * Math.cos(t) - im[j] * Math.sin(t);
      q += re[j] * Math.sin(t) + im[j] * Math.cos(t);
    }
    expect(x[k]).toBeCloseTo(p, 12);
    expect(y[k]).toBeCloseTo(q, 12);
  }
  fourier.transform(x, y);
  for (let j = 0; j < length; j++) expect(x[j] / length).toBeCloseTo(re[(length - j) % length], 12);
});

const specOf = (more: Record<string, unknown>, noise: object) =>
  parseSpec({
    loss: { a: [0.3] },
    noise: { sigma: 0.9, tau: 0, ...noise },
    time: { dt: 1, steps: 20 },
    start: { kind: 'point', x: [0.3] },
    escape: { radius: 1.3 },
    ensemble: { particles: 20_000, seed: 'walk' },
    ...more,
    optimizer: { learningRate: 0.5, ...(more.optimizer as object) },
  });

const NORMAL = [
  [0.3, 0.5, 0.5, 8, 0.3, 1.3],
  [0.1, 3, 0.1, 100, 0.1, 3],
  [0.5, 4, 0.5, 50, 1, 10],
  [0.2, 2, 0.5, 20, 3, 2],
  [-0.2, 1, 0.5, 3, 0.7, 1],
];
test.each(some(NORMAL, 3))(
  'normal noise escapes as the oracle of normal noise says: a = %f, sigma = %f',
  (...numbers) => {
    const [a, sigma, learningRate, steps, x, radius] = numbers;
    const { probability } = exactEscape(
      parseSpec({
        loss: { a: [a] },
        noise: { sigma, tau: 0 },
        optimizer: { learningRate },
        time: { dt: 1, steps },
        start: { kind: 'point', x: [x] },
        escape: { radius },
      }),
    );
    const [m, v] = [1 + learningRate * a, learningRate * sigma];
    const beyond = (r: number) => normalCdf((m - r) / v) + normalCdf((-m - r) / v);
    const found = ratioWalkEscape({ beyond, start: Math.log(x / radius), steps }, 1e-6);
    expect(found?.error).toBeLessThanOrEqual(1e-6);
    expect(Math.abs(found!.probability - probability!)).toBeLessThan(1e-8);
  },
);

const LAWS = [
  { law: 'uniform' },
  { law: 'laplace' },
  { law: 'student-t', nu: 3 },
  { law: 'student-t', nu: 0.5, sigma: 0.05 },
  { law: 'alpha-stable', alpha: 1.5 },
  { law: 'alpha-stable', alpha: 0.6, sigma: 0.05 },
  { law: 'chi-squared' },
  { law: 'uniform', batchSize: 4 },
  { law: 'student-t', nu: 2, batchSize: 3 },
  { law: 'alpha-stable', alpha: 1.2, batchSize: 5 },
];

describe('without additive noise', () => {
  test.each(some(LAWS, 5))('%j escapes as simulated', async ({ batchSize = 1, ...noise }) => {
    const spec = specOf({ optimizer: { batchSize } }, noise);
    const escaped = exactEscape(spec);
    if (escaped.probability === null) throw new Error(escaped.reason);
    const { probability, error } = escaped;
    expect(error).toBeLessThanOrEqual(1e-4);
    expect(probability).toBeGreaterThan(0.05);
    expect(probability).toBeLessThan(0.95);
    await expectAsSimulated(spec, probability);
  });

  // The second step by Simpson's rule over the first, in the law's own variable.
  test.each([
    ['student-t', { nu: 3 }, studentTDensity(3)],
    ['chi-squared', {}, chiSquaredDensity(1)],
  ] as const)('two steps of %s noise are an integral', (law, own, density) => {
    const spec = specOf({ time: { dt: 1, steps: 2 } }, { law, ...own });
    const [m, v] = [1.15, 0.45];
    const beyond = (r: number) => density.above((r - m) / v) + density.below((-r - m) / v);
    const ratio = 1.3 / 0.3;
    // |M| = r: all of it that stays, by the fall of `beyond`.
    const cuts = 200_000;
    let sum = beyond(ratio);
    let before = beyond(0);
    for (let k = 1; k <= cuts; k++) {
      const now = beyond((ratio * k) / cuts);
      // From |M| = r the second step needs ratio / r.
      sum += (before - now) * beyond(cuts / (k - 0.5));
      before = now;
    }
    const { probability } = exactEscape(spec);
    expect(Math.abs(probability! - sum)).toBeLessThan(2e-6);
  });

  test('a start that is spread out has no number and a reason', () => {
    const start = { kind: 'gaussian', standardDeviation: [1] };
    const escaped = exactEscape(specOf({ start }, { law: 'laplace' }));
    expect(escaped).toMatchObject({
      probability: null,
      reason:
        'Without additive noise laplace noise has an exact escape probability here only from a start at a point.',
    });
  });

  test('from exactly 0 nothing moves', () => {
    const start = { kind: 'point', x: [0] };
    expect(exactEscape(specOf({ start }, { law: 'uniform' })).probability).toBe(0);
  });
});
