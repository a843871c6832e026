import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { geometricSum, stepPower } from '../../../src/theory/laws/transient';
import { growthOf, sigmaThresholds } from '../../../src/theory/theory';
import { knownTheoryOf } from '../../support/known-theory';

// 1 + learningRate a dt has no digits left for steps of 1e-17 and fewer: theory takes the push
// itself.

const KINDS = [
  { kind: 'gd' },
  { kind: 'sgd' },
  { kind: 'sgd', batchSize: 3 },
  { kind: 'perturbed', perturbation: 0.1 },
  { kind: 'heavy-ball', beta: 0.5 },
  { kind: 'nesterov', beta: 0.9 },
  { kind: 'svrg', epochLength: 1 },
  { kind: 'svrg', epochLength: 5 },
  { kind: 'svrg', epochLength: 200 },
] as const;

const NOISE = [{ law: 'gaussian' }, { law: 'two-point' }, { law: 'dataset', samples: 64 }] as const;

function specOf(optimizer: object, noise: object, a: number, sigma: number): Spec {
  return parseSpec({
    loss: { kind: 'saddle', a: [a] },
    noise: { ...noise, sigma, tau: 0 },
    optimizer: { learningRate: 1, ...optimizer },
    time: { dt: 0.01, steps: 100 },
    ensemble: { particles: 100 },
  });
}

/** The same with a shorter time between steps, which no document need hold. */
const shorter = (spec: Spec, dt: number): Spec => ({ ...spec, time: { ...spec.time, dt } });

const drawn = fc.record({
  a: fc.double({ min: 0.1, max: 3, noNaN: true }).chain((a) => fc.constantFrom(a, -a)),
  sigma: fc.double({ min: 0.1, max: 3, noNaN: true }),
  exponent: fc.integer({ min: -290, max: -10 }),
});

describe('steps of any smallness keep the sign and the digits of the growth', () => {
  for (const optimizer of KINDS)
    for (const noise of NOISE)
      test(`${JSON.stringify(optimizer)}, ${noise.law}`, () => {
        fc.assert(
          fc.property(drawn, ({ a, sigma, exponent }) => {
            const spec = specOf(optimizer, noise, a, sigma);
            const dt = Number(`1e${exponent}`);
            const { lyapunovExponent, sdeGrowthRate } = growthOf(shorter(spec, dt));
            const beta = 'beta' in optimizer ? optimizer.beta : 0;
            const speed = 1 / (1 - beta);
            const size = speed * Math.abs(a) + (speed * sigma) ** 2 / 2;
            const svrg = optimizer.kind === 'svrg';
            // Of an epoch of small steps the noise is left out: it is that of the distance from the
            // landmark.
            const limit = svrg ? a : sdeGrowthRate!;
            expect(Math.abs(lyapunovExponent! / dt - limit)).toBeLessThan(
              (svrg ? 1e-3 : 1e-6 + 3 * Math.sqrt(dt)) * size,
            );
          }),
          { seed: 11, numRuns: 'epochLength' in optimizer ? 4 : 20 },
        );
      });
});

test('a learning rate of 1e-30 escapes as slowly as it should', () => {
  const spec = parseSpec({
    optimizer: { learningRate: 1e-30 },
    time: { dt: 0.01, steps: 20 },
    ensemble: { particles: 100 },
  });
  const { lyapunovExponent, verdict, dtBias } = knownTheoryOf(spec, 20);
  expect(lyapunovExponent).toBeCloseTo(1e-32, 40);
  expect(lyapunovExponent / 1e-32).toBeCloseTo(
    spec.loss.kind === 'saddle' ? spec.loss.a[0] : 1,
    12,
  );
  expect(verdict).toBe('escapes');
  expect(Math.abs(dtBias!)).toBeLessThan(1e-12);
});

test('the thresholds of tiny steps are those of the SDE', () => {
  for (const [optimizer, noise] of KINDS.slice(1, 6).flatMap((one) =>
    NOISE.map((two) => [one, two] as const),
  ))
    for (const learningRate of [1e-10, 1e-30]) {
      const spec = specOf({ ...optimizer, learningRate: 0.01 }, noise, 0.5, 1);
      const { sde, steps } = sigmaThresholds(
        {
          ...spec,
          optimizer: { ...spec.optimizer, learningRate },
          time: { ...spec.time, dt: 1e-3 },
        },
        0,
      );
      if (steps.length === 0) continue;
      expect(steps[0] / sde!, JSON.stringify([optimizer, noise, learningRate])).toBeCloseTo(1, 5);
    }
});

test('powers and sums of tiny steps', () => {
  expect(stepPower(1, 1e9, 1e-17) - 1).toBeCloseTo(1e-8, 15);
  expect(geometricSum(1, 4, 1e-30)).toBeCloseTo(4, 12);
  expect(stepPower(-0.5, 3)).toBeCloseTo(-0.125, 15);
});
