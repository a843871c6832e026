import { describe, expect, test } from 'vitest';
import { buildKernel } from '../../../src/engine/cpu/kernel';
import { SimdKernel } from '../../../src/engine/cpu/simd/simd-kernel';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { DRAW_BOUNDS } from '../../support/draw-bounds';
import { some } from '../../support/long';
import { ownSamples } from '../../support/own-samples';
import { worse } from '../../support/simd-checks';
import { expectExitsOfTwin } from '../../support/simd-exits';
import { simdMutant } from '../../support/simd-mutants';
import { EPSILON } from '../../support/tolerances';

/** Noise laws of the SIMD kernel whose draws are sums, against the float64 twin of the shaders. */

interface Case {
  law: keyof typeof DRAW_BOUNDS;
  own?: Record<string, number | string>;
  rho?: number;
  batchSize: number;
}

// Batches of more pairs of words than are made at once, and such as end between.
const CASES: Record<string, Case> = {
  uniform: { law: 'uniform', rho: 0.6, batchSize: 1 },
  'uniform, 3': { law: 'uniform', rho: -1, batchSize: 3 },
  laplace: { law: 'laplace', rho: 0.6, batchSize: 1 },
  'laplace, 100': { law: 'laplace', batchSize: 100 },
  'student-t, nu 0.3': { law: 'student-t', own: { nu: 0.3 }, batchSize: 1 },
  'student-t, nu 3': { law: 'student-t', own: { nu: 3 }, batchSize: 1 },
  'student-t, nu 1e5, 3': { law: 'student-t', own: { nu: 1e5 }, batchSize: 3 },
  'alpha-stable, alpha 0.5': { law: 'alpha-stable', own: { alpha: 0.5 }, batchSize: 1 },
  'alpha-stable, alpha 1, 7': { law: 'alpha-stable', own: { alpha: 1 }, rho: 0.6, batchSize: 7 },
  'alpha-stable, alpha 1.7': { law: 'alpha-stable', own: { alpha: 1.7 }, rho: -0.5, batchSize: 1 },
  'alpha-stable, alpha 2': { law: 'alpha-stable', own: { alpha: 2 }, batchSize: 1 },
  'unfair-coins': { law: 'unfair-coins', own: { probability: 0.2 }, rho: 0.6, batchSize: 1 },
  'unfair-coins, 5': { law: 'unfair-coins', own: { probability: 0.2 }, rho: -0.3, batchSize: 5 },
  'unfair-coins, 2': { law: 'unfair-coins', own: { probability: 0.7 }, rho: 1, batchSize: 2 },
  samples: { law: 'samples', own: { data: 'example' }, rho: 0.4, batchSize: 1 },
  'samples, 7': { law: 'samples', own: { data: ownSamples(1000).data }, rho: 0.4, batchSize: 7 },
  'chi-squared': { law: 'chi-squared', batchSize: 1 },
  'chi-squared, 2': { law: 'chi-squared', batchSize: 2 },
  'chi-squared, 7': { law: 'chi-squared', batchSize: 7 },
  'chi-squared, 12': { law: 'chi-squared', batchSize: 12 },
  'chi-squared, 300': { law: 'chi-squared', batchSize: 300 },
};

/** In three blocks, so that draws before a step are passed over. */
const STEPS = [0, 1, 2, 47, 63, 64, 66, 130];
const PARTICLES = 32;
/** So large that x, its inverse, hardly counts beside xi. */
const LARGE = 2 ** 20;

/** x after a step of noise alone, from the same x: float32 of xi or of eta, and what it may be. */
async function noiseSteps(
  { law, own, rho = 0, batchSize }: Case,
  eta: boolean,
  bytes?: Uint8Array,
) {
  const spec = parseSpec({
    loss: { a: [0] },
    noise: { law, ...own, rho, sigma: eta ? 0 : LARGE, tau: eta ? 1 : 0 },
    optimizer: { batchSize },
    time: { dt: 1, steps: 200 },
    ensemble: { particles: PARTICLES, seed: 'draws' },
  });
  const run = runParameters(spec);
  const kernel = await SimdKernel.open(bytes);
  kernel.prepare(spec, run, PARTICLES);
  kernel.start(0);
  const { noise } = buildKernel(spec, run, 'sfc32');
  const shape = Object.values(own ?? {}).find((value) => typeof value === 'number') ?? 1;
  const bound = DRAW_BOUNDS[law]({ shape, rho, batchSize });
  const scale = eta ? run.additive : run.multiplicative / LARGE;
  const start = eta ? 0 : 1 / LARGE;
  let worst = 0;
  for (const step of STEPS) {
    kernel.row(0, PARTICLES).fill(start);
    kernel.advance(0, PARTICLES, 0, step, step + 1);
    const found = kernel.row(0, PARTICLES);
    for (let particle = 0; particle < PARTICLES; particle++) {
      const i = step % 64;
      noise.draw(particle, Math.floor(step / 64), 256, 0, i, i + 1);
      const expected = eta ? noise.eta[i] : noise.xi[i];
      // Its size is rounded with it.
      const allowed =
        scale *
        (bound(noise.xi[i], noise.eta[i])[eta ? 1 : 0] +
          2 * EPSILON * (Math.abs(expected) + start));
      const error = Math.abs(found[particle] - start - scale * expected) / allowed;
      worst = worse(worst, error);
    }
  }
  return worst;
}

/** Largest error of a draw, as a share of what is allowed. */
async function worstDraw(name: string, bytes?: Uint8Array): Promise<number> {
  const xi = await noiseSteps(CASES[name], false, bytes);
  return Math.max(xi, await noiseSteps(CASES[name], true, bytes));
}

const specs: Record<string, Spec> = Object.fromEntries(
  [
    ['uniform', { rho: 0.5 }, { kind: 'sgd' }],
    ['laplace', {}, { kind: 'perturbed', perturbation: 0.5 }],
    ['student-t', { rho: 0.5 }, { kind: 'heavy-ball', beta: 0.5, learningRate: 0.5 }],
    ['alpha-stable', {}, { kind: 'sgd-weight-decay', weightDecay: 0.5 }],
    ['unfair-coins', { rho: 0.3 }, { kind: 'sgd', batchSize: 3, learningRate: 0.7 }],
    ['samples', { rho: 0.5 }, { kind: 'svrg', epochLength: 37 }],
    ['chi-squared', {}, { kind: 'sgd', batchSize: 5 }],
  ].map(([law, noise, optimizer]) => [
    law,
    parseSpec({
      loss: { a: [1, -1] },
      noise: { law, sigma: 0.5, tau: 1, ...(noise as object) },
      optimizer,
      start: { kind: 'gaussian' },
      time: { dt: 0.2, steps: 150 },
      ensemble: { particles: 2051, seed: 'laws' },
      escape: { radius: 2 },
    }),
  ]),
);

describe('the SIMD kernel', () => {
  test.each(Object.keys(CASES))('draws as the twin does: %s', async (name) => {
    expect(await worstDraw(name)).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(specs))('has its first passages and exits: %s', async (_, spec) => {
    await expectExitsOfTwin(spec);
  });
});

/** Each is compiled, which takes a second: all of them with SADDLESCAPE_LONG=1. */
test.each(
  some(
    [
      [
        'laplace, 100',
        'writeWords(PAIRS, last);\n    makePairs',
        'startStream(at + NOISE_SEED, v128.load(at, BLOCK));\n    writeWords(PAIRS, last);\n    makePairs',
      ],
      ['uniform, 3', 'skip(2 * count * first)', 'skip(2 * first)'],
      ['uniform', 'words, i32x4.splat(0xffffff00)', 'words, i32x4.splat(0xffff0000)'],
      ['student-t, nu 3', 'exponentialLess(1, f32x4.neg(y))', 'exponentialLess(0, f32x4.neg(y))'],
      ['alpha-stable, alpha 1.7', 'f32x4.pmin(near, far)', 'near'],
      ['alpha-stable, alpha 0.5', 'place ^= 16;', ''],
      ['unfair-coins', 'i32x4.lt_u(second, splat(OWN_THRESHOLD))', 'heads'],
      ['unfair-coins, 5', 'own = f32x4.splat(-1)', 'own = f32x4.splat(1)'],
      ['samples, 7', 'indexOf(first, second);', 'indexOf(second, first);'],
      ['chi-squared, 7', 'if (size & 1)', 'if (!(size & 1))'],
      ['chi-squared, 2', 'at < last && left > 0', 'at < last'],
    ],
    2,
  ),
)('faults planted in its draws are seen: %s, %s', async (name, from, to) => {
  expect(await worstDraw(name, await simdMutant(from, to))).toBeGreaterThan(1);
});
