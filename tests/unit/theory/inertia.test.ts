import { expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { parseSpec } from '../../../src/spec/schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { growthOf, momentsOf, sigmaThresholds, theoryOf } from '../../../src/theory/theory';
import { Z_ALPHA } from '../../support/tolerances';

const PARTICLES = 250;

const specOf = (optimizer: object, more: object = {}) =>
  parseSpec({
    loss: { a: [0.4] },
    noise: { sigma: 1.2, tau: 0 },
    optimizer: { learningRate: 0.5, ...optimizer },
    time: { dt: 1, steps: 260 },
    ensemble: { particles: PARTICLES, seed: 'inertia' },
    ...more,
  });

test('ln |x| of Adai grows as theory says', async () => {
  for (const beta0 of [0.2, 0.6]) {
    const spec = specOf({ kind: 'adai', beta0 });
    const { lyapunovExponent, exponentUnit, exponentError } = growthOf(spec, 1e-3);
    expect(exponentUnit).toBe('ln distance per step');
    const run = await createCpuEngine().create(spec);
    await run.advance(60);
    const before = await run.read(PARTICLES);
    await run.advance(260);
    const after = await run.read(PARTICLES);
    const rates = Array.from(after, (x, i) => Math.log(Math.abs(x / before[i])) / 200);
    const mean = rates.reduce((sum, rate) => sum + rate, 0) / PARTICLES;
    const variance = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (PARTICLES - 1);
    // The direction of momentum still turns: ln ((1 + beta) / (1 - beta)) at most, over 200 steps.
    const allowance = Math.log((2 - beta0) / beta0) / 200;
    expect(Math.abs(mean - lyapunovExponent!)).toBeLessThan(
      Z_ALPHA * Math.sqrt(variance / PARTICLES) + allowance + exponentError!,
    );
  }
});

test('Adai has the long run of the heavy ball, and with a share of 1 all of SGD', () => {
  // The smallest share is that of the largest inertia.
  for (const [beta0, fresh] of [
    [0.2, 0.2],
    [0, 1 - 0.999],
  ]) {
    const adai = specOf({ kind: 'adai', beta0 });
    const ball = specOf({ kind: 'heavy-ball', learningRate: 0.5 * fresh, beta: 1 - fresh });
    expect(growthOf(adai, 1e-3)).toEqual(growthOf(ball, 1e-3));
    expect(exactEscape(adai)).toMatchObject({ reason: expect.stringMatching(/^Adai remembers/) });
    expect(momentsOf(adai, 20).mean).toBeNull();
  }
  const weak = { loss: { a: [0.01] } };
  expect(sigmaThresholds(specOf({ kind: 'adai', beta0: 0.5 }, weak), 0)).toEqual(
    sigmaThresholds(specOf({ kind: 'heavy-ball', learningRate: 0.25, beta: 0.5 }, weak), 0),
  );
  const still = { noise: { sigma: 0, tau: 0.5 } };
  // The heavy ball's law after 20 steps has other weights.
  expect(theoryOf(specOf({ kind: 'heavy-ball' }, still), 20).law?.kind).toBe('transient');
  expect(theoryOf(specOf({ kind: 'adai' }, still), 20)).toMatchObject({
    law: null,
    reason: expect.stringMatching(/average of slopes/),
  });
  const [adai, sgd] = [{ kind: 'adai', beta0: 2 }, { kind: 'sgd' }].map((own) =>
    specOf(own, { noise: { sigma: 0.4, tau: 0.5 }, time: { dt: 1, steps: 12 } }),
  );
  expect(theoryOf(adai, 12)).toEqual(theoryOf(sgd, 12));
  expect(momentsOf(adai, 12)).toEqual(momentsOf(sgd, 12));
  expect(exactEscape(adai)).toEqual(exactEscape(sgd));
});
