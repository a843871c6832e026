import { describe, expect, test } from 'vitest';
import { weightOf } from '../../../src/engine/cpu/averages';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../../src/experiment/run';
import { optimizerKinds, optimizerModel } from '../../../src/models/registry';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { sigmaThresholds, theoryOf } from '../../../src/theory/theory';
import { proportionTolerance } from '../../support/tolerances';

const twin = createCpuEngine();

test('weights of an average add up to 1 - decay^n, without cancellation', () => {
  for (const decay of [0, 0.5, 0.9, 0.999, 1 - 2 ** -24])
    for (const steps of [1, 2, 3, 10, 1023, 1024, 1e6, 2 ** 31 + 5]) {
      const exact = -Math.expm1(steps * Math.log1p(decay - 1));
      expect(Math.abs(weightOf(decay, steps) / exact - 1), `${decay}, ${steps}`).toBeLessThan(
        1e-14,
      );
    }
});

describe('methods that take a norm', () => {
  test.each(optimizerKinds().filter((kind) => optimizerModel({ kind }).coupled))(
    '%s is refused where coordinates move by themselves',
    (kind) => {
      expect(() => parseSpec({ loss: { a: [1] }, optimizer: { kind } })).not.toThrow();
      expect(() => parseSpec({ loss: { kind: 'double-well' }, optimizer: { kind } })).not.toThrow();
      expect(() => parseSpec({ loss: { a: [1, -1] }, optimizer: { kind } })).toThrow(
        `optimizer.kind: "${kind}" is not accepted; give another method with the loss saddle of 2 coordinates`,
      );
    },
  );
});

const PARTICLES = 20_000;
const time = { dt: 1, steps: 40 };
const ensemble = { particles: PARTICLES, seed: 'methods' };

test('averaged SGD is the mean of the places of SGD with the same seed', async () => {
  const of = (kind: string) =>
    twin.create(
      parseSpec({
        loss: { kind: 'double-well' },
        optimizer: { kind, learningRate: 0.02 },
        noise: { shake: 0.2 },
        start: { kind: 'point', x: [0.7, 0.5] },
        time,
        ensemble: { ...ensemble, particles: 50 },
      }),
    );
  const [plain, averaged] = [await of('sgd'), await of('averaged-sgd')];
  const sum = new Float64Array(50);
  const farthest = new Float64Array(50);
  for (let n = 1; n <= 10; n++) {
    await plain.advance(n);
    await averaged.advance(n);
    const means = await averaged.read(50);
    for (const [i, x] of (await plain.read(50)).entries()) {
      sum[i] += x;
      farthest[i] = Math.max(farthest[i], Math.abs(x));
      // Places that are read are rounded to float32, by half of 2^-23 of themselves.
      expect(Math.abs(means[i] - sum[i] / n)).toBeLessThanOrEqual(farthest[i] * 2 ** -23);
    }
  }
});

test('weight decay of a saddle is a smaller push: the same theory, which a run confirms', async () => {
  const noise = { sigma: 0.8, tau: 0.3, rho: 0.2 };
  const common = { noise, time, escape: { radius: 3 }, ensemble };
  const decayed = parseSpec({
    ...common,
    loss: { a: [0.5] },
    optimizer: { kind: 'sgd-weight-decay', weightDecay: 0.375, learningRate: 0.5 },
  });
  const plain = parseSpec({
    ...common,
    loss: { a: [0.125] },
    optimizer: { kind: 'sgd', learningRate: 0.5 },
  });
  expect(theoryOf(decayed, 40)).toEqual(theoryOf(plain, 40));
  expect(sigmaThresholds(decayed, 0)).toEqual(sigmaThresholds(plain, 0));
  const { probability } = exactEscape(decayed);
  const { escape: left } = await runSpec(twin, decayed);
  expect(Math.abs(left.count / PARTICLES - probability!)).toBeLessThan(
    proportionTolerance(probability!, PARTICLES),
  );
  // Elsewhere nobody knows.
  const well = parseSpec({
    loss: { kind: 'double-well' },
    optimizer: { kind: 'sgd-weight-decay' },
  });
  expect(theoryOf(well, 1).reason).toBe(
    'There is no theory for the optimizer sgd-weight-decay with the loss double-well.',
  );
});

test('momentum that loses nothing or turns round runs, without theory', async () => {
  for (const beta of [-0.5, 1]) {
    const spec = parseSpec({
      loss: { a: [-0.25] },
      noise: { sigma: 0, tau: 0 },
      optimizer: { kind: 'heavy-ball', beta, learningRate: 1 },
      start: { kind: 'point', x: [1] },
      time: { dt: 1, steps: 3 },
      ensemble: { particles: 1 },
    });
    const run = await twin.create(spec);
    await run.advance(3);
    // By hand, in quarters: x -> x + v, v <- beta v - x / 4.
    let [x, v] = [1, 0];
    for (let n = 0; n < 3; n++) {
      v = beta * v - x / 4;
      x += v;
    }
    expect((await run.read(1))[0]).toBe(Math.fround(x));
    expect(theoryOf(spec, 1)).toMatchObject({
      law: null,
      lyapunovExponent: null,
      verdict: 'unknown',
      reason: `There is no theory for the optimizer heavy-ball with the beta ${beta}.`,
    });
    expect(exactEscape(spec).probability).toBeNull();
    expect(sigmaThresholds(spec, 0)).toEqual({ sde: null, steps: [] });
  }
});

test('Langevin is perturbed SGD at one learning rate, and unknown at others', async () => {
  const noise = { sigma: 0.8, tau: 0.3 };
  const common = { loss: { a: [0.2] }, noise, time, escape: { radius: 3 }, ensemble };
  const langevin = { kind: 'langevin', temperature: 0.25, learningRate: 0.5 };
  const spec = parseSpec({ ...common, optimizer: langevin });
  const kicked = parseSpec({
    ...common,
    optimizer: { kind: 'perturbed', perturbation: 1, learningRate: 0.5 },
  });
  expect(theoryOf(spec, 40)).toEqual(theoryOf(kicked, 40));
  const { probability } = exactEscape(spec);
  const { escape: left } = await runSpec(twin, spec);
  expect(Math.abs(left.count / PARTICLES - probability!)).toBeLessThan(
    proportionTolerance(probability!, PARTICLES),
  );
  const slowed = parseSpec({ ...common, optimizer: { ...langevin, schedule: 'inverse-time' } });
  expect(theoryOf(slowed, 1)).toMatchObject({
    law: null,
    lyapunovExponent: null,
    exponentBasis: 'unknown',
    reason: 'There is no theory for the optimizer langevin with the schedule inverse-time.',
  });
});
