import { describe, expect, test } from 'vitest';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { some } from '../../support/long';
import { type OwnSteps, worstOwnStep } from '../../support/simd-checks';
import { expectExitsOfTwin } from '../../support/simd-exits';
import { simdMutant } from '../../support/simd-mutants';

/** Losses of the SIMD kernel that came after the first, against the float64 twin of the shaders. */

const METHODS = [
  { kind: 'sgd' },
  { kind: 'gd' },
  { kind: 'perturbed', perturbation: 0.3 },
  { kind: 'svrg', epochLength: 2 },
  { kind: 'heavy-ball', beta: 0.2 },
  { kind: 'nesterov', beta: 0.2 },
  { kind: 'averaged-sgd' },
];

interface Surface {
  loss: object;
  /** Half-width of the start in each of its coordinates. */
  width: number;
  dimension: number;
  learningRate: number;
  /** As of `OwnSteps`, by the bounds of tests/parity/checks/steps.ts. */
  size: number;
  noiseRate: number;
  growth: number;
}

const SURFACES: Record<string, Surface & { noise: object }> = {
  'quartic-saddle': {
    loss: { kind: 'quartic-saddle', a: [-0.5, 0.3] },
    noise: { sigma: 0.1, tau: 0.5, rho: 0.5 },
    width: 2,
    dimension: 2,
    learningRate: 0.05,
    size: 3 + 2,
    noiseRate: 0.05 * (0.1 * 27 + 0.5),
    growth: 2.6,
  },
  'matrix-factorisation': {
    loss: { kind: 'matrix-factorisation', a: [-1] },
    noise: { sigma: 0.5, tau: 0.3, rho: 0.5 },
    width: 1,
    dimension: 2,
    learningRate: 0.1,
    size: 3 + 4.2,
    noiseRate: 0.1 * (0.5 * 3 + 0.3),
    growth: 3,
  },
  'monkey-saddle': {
    loss: { kind: 'monkey-saddle' },
    noise: { shake: 0.5 },
    width: 4,
    dimension: 2,
    learningRate: 0.01,
    size: 4 + 20,
    noiseRate: 0.5 * 2,
    growth: 5,
  },
  'quadratic-form of 2': {
    loss: { kind: 'quadratic-form', matrix: [0.5, -1, 0.25] },
    noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
    width: 4,
    dimension: 2,
    learningRate: 0.1,
    size: 4 * 1.42 ** 3 + 10,
    noiseRate: 0.1 * (0.3 * 12 + 0.5),
    growth: 1.42,
  },
  'quadratic-form of 4': {
    loss: {
      kind: 'quadratic-form',
      matrix: [0.5, -1, 0.25, 0.3, 0.2, -0.7, 0.1, -0.4, 0.6, 1],
    },
    noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
    width: 4,
    dimension: 4,
    learningRate: 0.1,
    size: 4 * 1.42 ** 3 + 10,
    noiseRate: 0.1 * (0.3 * 12 + 0.5),
    growth: 1.42,
  },
  rosenbrock: {
    loss: { kind: 'rosenbrock', stiffness: 3 },
    noise: { sigma: 0.5, tau: 0.5, rho: 0.5 },
    width: 2,
    dimension: 2,
    learningRate: 0.01,
    size: 6 + 6,
    noiseRate: 0.01 * (4 * 0.5 * 2 * 7 + 0.5),
    growth: 4,
  },
  'octopus of 2': octopusOf(2),
  'octopus of 4': octopusOf(4),
};

function octopusOf(saddles: number) {
  return {
    loss: { kind: 'octopus', saddles, wall: 1, ridge: 0.5, arm: 0.7 },
    noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
    width: 4,
    dimension: saddles,
    learningRate: 0.02,
    size: 4 + 8,
    noiseRate: 0.02 * (0.3 * 90 + 0.5),
    growth: 4,
  };
}

const start = (dimension: number, width: number) => ({
  kind: 'uniform',
  low: Array<number>(dimension).fill(-width),
  high: Array<number>(dimension).fill(width),
});

const steps: Record<string, OwnSteps> = Object.fromEntries(
  Object.entries(SURFACES).flatMap(([name, surface]) =>
    METHODS.map((method): [string, OwnSteps] => {
      const { loss, noise, width, dimension, learningRate, ...bounds } = surface;
      return [
        `${name}, ${method.kind}`,
        {
          ...bounds,
          noiseRate: bounds.noiseRate + learningRate * (method.perturbation ?? 0),
          partial: {
            loss,
            noise,
            optimizer: { ...method, learningRate },
            start: start(dimension, width),
          },
        },
      ];
    }),
  ),
);

const specs: Record<string, Spec> = Object.fromEntries(
  Object.entries(SURFACES).map(([name, { loss, noise, dimension }], i) => [
    name,
    parseSpec({
      loss,
      noise,
      optimizer: { ...METHODS[i % METHODS.length], learningRate: 0.5 },
      time: { dt: 0.05, steps: 150 },
      start: start(dimension, 0.7),
      ensemble: { particles: 2051, seed: 'surfaces' },
      escape: { radius: 0.75 },
    }),
  ]),
);

describe('the SIMD kernel', () => {
  test.each(Object.entries(steps))('takes steps as the twin does: %s', async (_, each) => {
    expect(await worstOwnStep(each)).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(specs))('has its first passages and exits: %s', async (_, spec) => {
    await expectExitsOfTwin(spec);
  });
});

/** Each is compiled, which takes a second: all of them with SADDLESCAPE_LONG=1. */
test.each(
  some(
    [
      ['octopus of 4, sgd', 'v128.store(to - 16, sum(rise, gain, v128.load(to - 16)));', ''],
      ['quartic-saddle, sgd', 'f32x4.mul(square, v128.load(x))', 'square'],
      ['quartic-saddle, gd', 'descent(x, group, f32x4.splat(0)', 'descent(x, 0, f32x4.splat(0)'],
      ['matrix-factorisation, sgd', 'sum(error, second, push)', 'sum(error, first, push)'],
      ['monkey-saddle, svrg', 'f32x4.splat(-3), squares', 'f32x4.splat(-2), squares'],
      ['quadratic-form of 4, gd', 'LOSS_NUMBERS + 4 * j + i', 'LOSS_NUMBERS + 2 * j + i'],
      ['quadratic-form of 2, heavy-ball', 'f32x4.add(slope, push)', 'slope'],
      ['rosenbrock, sgd', 'sum(f32x4.neg(x), x, v128.load(point, 16))', 'v128.load(point, 16)'],
      ['octopus of 2, nesterov', 'f32x4.mul(two, climb), along, late', 'along, along, late'],
      ['octopus of 2, sgd', 'f32x4.sub(one, open)', 'open'],
    ],
    2,
  ),
)('faults planted in its losses are seen: %s, %s', async (name, from, to) => {
  expect(await worstOwnStep(steps[name], await simdMutant(from, to))).toBeGreaterThan(1);
});
