import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { averagedDrift } from '../../../src/theory/exponents/averaged-drift';
import { erf } from '../../../src/theory/numerics/special-functions';
import { growthOf, isKnown, type KnownTheory, theoryOf } from '../../../src/theory/theory';
import { ownSamples } from '../../support/own-samples';
import { Z_ALPHA } from '../../support/tolerances';

const twin = createCpuEngine();
/** Whole numbers near it are float32 numbers, and their halves down to 2^-7. */
const FAR = 2 ** 16;

function knownOf(spec: Spec): KnownTheory {
  const theory = theoryOf(spec, 1);
  if (!isKnown(theory)) throw new Error(theory.reason ?? 'No exponent is known.');
  return theory;
}

/**
 * Mean growth of |x| a step far out, after `burn` steps of `spec.time.steps`, less what theory says
 * and bounds, in standard errors.
 */
async function beyond(spec: Spec, burn = 0): Promise<number> {
  const { lyapunovExponent: drift, exponentError } = knownOf(spec);
  const { particles } = spec.ensemble;
  const run = await twin.create(spec);
  await run.advance(burn);
  const before = await run.read(particles);
  await run.advance(spec.time.steps);
  const after = await run.read(particles);
  const grown = Array.from(
    after,
    (x, i) => (Math.abs(x) - Math.abs(before[i])) / (spec.time.steps - burn),
  );
  const mean = grown.reduce((sum, one) => sum + one, 0) / particles;
  const variance = grown.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (particles - 1);
  // Additive noise and slopes below the clip count at 2^16 for some 1e-5 of a step.
  const rest = Math.abs(mean - drift) - exponentError - 3e-5;
  return Math.max(0, rest) / Math.sqrt(variance / particles);
}

const NOISES: [law: string, batchSize: number, own?: object][] = [
  ['gaussian', 1, { rho: 0.3 }],
  ['gaussian', 7],
  ['two-point', 3],
  ['two-point', 4],
  ['uniform', 2],
  ['laplace', 3],
  ['student-t', 1, { nu: 2 }],
  ['student-t', 6, { nu: 2 }],
  ['unfair-coins', 4],
  ['chi-squared', 1],
  ['chi-squared', 3],
  ['dataset', 1, { samples: 20 }],
  ['dataset', 5, { samples: 20 }],
  ['samples', 1, { data: ownSamples(50).data }],
  ['samples', 3, { data: ownSamples(50).data }],
];

describe('steps along the sign of a slope drift far out as theory says', () => {
  test.each(NOISES)('%s in minibatches of %d', async (law, batchSize, own = {}) => {
    for (const [k, optimizer] of [
      { kind: 'sign-sgd', learningRate: 0.5 },
      { kind: 'clipped-sgd', learningRate: 0.25, clip: 2 },
    ].entries()) {
      const spec = parseSpec({
        loss: { a: [0.4] },
        noise: { law, sigma: 2, tau: 0.5, ...own },
        optimizer: { ...optimizer, batchSize },
        start: { kind: 'point', x: [k === 0 ? FAR : -FAR] },
        time: { dt: 0.5, steps: 20 },
        ensemble: { particles: 300, seed: 'far out' },
        escape: { radius: 1e30 },
      });
      expect(await beyond(spec)).toBeLessThan(Z_ALPHA);
    }
  });
});

test('with normal noise the mean sign is an error function', () => {
  const of = (a: number) =>
    knownOf(
      parseSpec({
        loss: { a: [a] },
        noise: { sigma: 2, tau: 1 },
        optimizer: { kind: 'clipped-sgd', clip: 3, learningRate: 0.5, batchSize: 4 },
        time: { dt: 1 },
      }),
    );
  // erf(0.4 / sqrt 2), Abramowitz and Stegun (1964), table 26.1: 2 * 0.655421742 - 1.
  expect(of(0.4)).toMatchObject({ verdict: 'escapes', exponentBasis: 'exact' });
  expect(Math.abs(of(0.4).lyapunovExponent - 1.5 * 0.310843484)).toBeLessThan(2e-9);
  expect(of(-0.4)).toMatchObject({
    verdict: 'trapped',
    lyapunovExponent: -of(0.4).lyapunovExponent,
    exponentUnit: 'distance per step far out',
    lyapunovExponentPerTime: -of(0.4).lyapunovExponent,
  });
  expect(of(0).verdict).toBe('critical');
});

const AVERAGED: [string, object, number][] = [
  ['rmsprop', { decay: 0.9 }, 80],
  ['rmsprop', { decay: 0.3 }, 20],
  ['adam', { beta1: 0.9, beta2: 0.95 }, 160],
];

describe('steps of averages drift far out as theory says', () => {
  test.each(AVERAGED)('%s %j', async (kind, own, burn) => {
    for (const [law, batchSize] of [
      ['gaussian', 1],
      ['two-point', 3],
    ] as const) {
      const spec = parseSpec({
        loss: { a: [-0.8] },
        noise: { law, sigma: 1.5, tau: 0.5 },
        optimizer: { kind, learningRate: 1, batchSize, ...own },
        start: { kind: 'point', x: [FAR] },
        time: { dt: 1, steps: burn + 200 },
        ensemble: { particles: 150, seed: 'averages' },
        escape: { radius: 1e30 },
      });
      expect(knownOf(spec)).toMatchObject({ verdict: 'trapped', exponentBasis: 'bounded' });
      expect(await beyond(spec, burn)).toBeLessThan(Z_ALPHA);
    }
  });
});

/** E y_0 / root over all signs of the last slopes y_k = ratio +- 1; older ones count for 1e-8. */
function enumerated(ratio: number, decay: number): number {
  let sum = 0;
  const depth = 14;
  for (let signs = 0; signs < 2 ** depth; signs++) {
    let square = 0;
    for (let k = depth - 1; k >= 0; k--)
      square = decay * square + (1 - decay) * (ratio + ((signs >> k) & 1 ? 1 : -1)) ** 2;
    sum += (ratio + (signs & 1 ? 1 : -1)) / Math.sqrt(square);
  }
  return sum / 2 ** depth;
}

test('a sampled drift is what signs, coins and long memories say, within its error', () => {
  const cases: [Parameters<typeof averagedDrift>[0], number, number][] = [
    // Without a memory a step is a sign.
    [{ ratio: 0.3, coins: null, beta1: 0, beta2: 0 }, erf(0.3 / Math.SQRT2), 0],
    [{ ratio: 0.02, coins: 1, beta1: 0, beta2: 0.25 }, enumerated(0.02, 0.25), 1e-6],
    [{ ratio: 0.7, coins: 1, beta1: 0, beta2: 0.25 }, enumerated(0.7, 0.25), 1e-6],
    [{ ratio: 0.5, coins: 2, beta1: 0, beta2: 0 }, 1 / 2, 0],
    // A long one divides by the root of the mean square; off by a share of 1 - beta2.
    [{ ratio: 0.5, coins: 2, beta1: 0.9, beta2: 0.998 }, 0.5 / Math.sqrt(1.25), 2e-3],
  ];
  for (const [slopes, value, allowance] of cases) {
    const found = averagedDrift(slopes);
    expect(Math.abs(found.value - value)).toBeLessThan(found.error + allowance);
    // Five standard errors are some hundredths of the drift itself, however small.
    expect(found.error).toBeLessThan(0.05 * value);
    expect(found.error).toBeGreaterThan(0);
  }
});

const KEPT = { noise: { sigma: 1, tau: 0 }, loss: { a: [0.1] }, time: { dt: 1 } };

test('paths that 0 may hold have no verdict, and those that leave it have one', () => {
  const theory = (optimizer: object, more: object = {}) =>
    theoryOf(parseSpec({ ...KEPT, optimizer, ...more }), 1);
  const start = (x: number) => ({ start: { kind: 'point', x: [x] } });
  const clipped = { kind: 'clipped-sgd', learningRate: 0.4 };
  const doubtful = { verdict: 'unknown', exponentBasis: 'limit' };
  const certain = { verdict: 'escapes' };
  // Next to 0 these are the steps of SGD, which trap: E ln |1.04 + 0.4 z| < 0.
  expect(theory(clipped, start(0.7))).toMatchObject(doubtful);
  expect(theory(clipped, start(0.7)).longRun).toMatch(/a start far from 0.*hold paths for ever\.$/);
  expect(theory(clipped, { noise: { sigma: 1, tau: 1e-3 } })).toMatchObject(certain);
  expect(theory(clipped, { noise: { sigma: 0.1, tau: 0 }, ...start(0.7) })).toMatchObject(certain);
  // Signs lead over 0, or to it.
  const sign = { kind: 'sign-sgd', learningRate: 0.4 };
  expect(theory(sign, start(0.7))).toMatchObject(certain);
  expect(theory(sign, start(1.2))).toMatchObject(doubtful);
  expect(theory(sign, start(0))).toMatchObject(doubtful);
  // Of averages the learning rate next to 0 is that over epsilon.
  for (const own of [{ kind: 'rmsprop' }, { kind: 'adam', beta1: 0.5 }]) {
    expect(theory({ ...own, learningRate: 0.4 })).toMatchObject(certain);
    expect(theory({ ...own, learningRate: 0.4, epsilon: 1 })).toMatchObject(doubtful);
  }
  expect(theory(clipped, { loss: { a: [-0.1] } })).toMatchObject({ verdict: 'trapped' });
  expect(theory({ kind: 'adam', learningRate: 0.4 }).longRun).toMatch(
    / by a sampled run of \d{1,3}(,\d{3})+ steps\.$/,
  );
});

test('of a clipped walk without additive noise some paths leave, and some end at 0', async () => {
  const spec = parseSpec({
    ...KEPT,
    optimizer: { kind: 'clipped-sgd', learningRate: 0.4 },
    start: { kind: 'point', x: [3] },
    time: { dt: 1, steps: 1500 },
    ensemble: { particles: 120, seed: 'both ends' },
    escape: { radius: 1e30 },
  });
  const run = await twin.create(spec);
  await run.advance(spec.time.steps);
  const sizes = Array.from(await run.read(120), Math.abs);
  expect(sizes.filter((size) => size < 1e-6).length).toBeGreaterThan(10);
  expect(sizes.filter((size) => size > 15).length).toBeGreaterThan(10);
});

test('what nobody knows has one sentence', () => {
  const unknown = (input: object, reason: RegExp) => {
    const spec = parseSpec({ time: { dt: 1 }, ...input });
    const theory = theoryOf(spec, 1);
    expect(theory).toMatchObject({ verdict: 'unknown', lyapunovExponent: null });
    expect(theory.longRun ?? theory.reason).toMatch(reason);
    expect(growthOf(spec).exponentBasis).toBe('unknown');
    expect(exactEscape(spec).probability).toBeNull();
  };
  const sign = { optimizer: { kind: 'sign-sgd' } };
  const coins = { law: 'two-point', sigma: 1, tau: 0.5 };
  // Tails leave a slope of 0.
  unknown({ ...sign, noise: coins, loss: { a: [1] } }, /^Far from 0 nothing is left/);
  unknown(
    { ...sign, noise: { sigma: 0, tau: 1 }, loss: { a: [0] } },
    /^Far from 0 nothing is left/,
  );
  unknown({ optimizer: { kind: 'adam', beta1: 0.95, beta2: 0.9 } }, /no bound, and no theory\.$/);
  unknown({ optimizer: { kind: 'adam', beta2: 0.99999 } }, /memories of more than 10000 steps\.$/);
  unknown(
    { optimizer: { kind: 'rmsprop' }, noise: { law: 'laplace' } },
    /^There is no theory for the optimizer rmsprop with the noise laplace\.$/,
  );
  unknown({ ...sign, loss: { kind: 'relu-saddle' } }, /sign-sgd with the loss relu-saddle\.$/);
  unknown(
    { optimizer: { kind: 'rmsprop', schedule: 'inverse-time' } },
    /rmsprop with the schedule inverse-time\.$/,
  );
});
