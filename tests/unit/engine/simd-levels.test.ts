import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { hasSimdKernel } from '../../../src/engine/cpu/simd/simd-kernel';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { some } from '../../support/long';
import { differentPassages } from '../../support/simd-checks';
import { differentExits, expectExitsOfTwin } from '../../support/simd-exits';
import { simdMutant } from '../../support/simd-mutants';

/** Regions of the mean loss in the SIMD kernel, against the float64 twin of the shaders. */

const uniform = (dimension: number, width: number) => ({
  kind: 'uniform',
  low: Array<number>(dimension).fill(-width),
  high: Array<number>(dimension).fill(width),
});
const slopes = { sigma: 0.5, tau: 1, rho: 0.5 };
const shaken = { shake: 0.5 };

/** Loss, its noise, coordinates, both levels, and a method. */
const CASES: [object, object, number, [number, number], object][] = [
  [{ kind: 'saddle', a: [1] }, slopes, 1, [-0.5, 3], { kind: 'sgd' }],
  [{ kind: 'saddle', a: [-1] }, slopes, 1, [-3, 0.8], { kind: 'heavy-ball', beta: 0.5 }],
  [{ kind: 'relu-saddle', a: [1] }, slopes, 1, [-1.5, 3], { kind: 'adam', learningRate: 0.2 }],
  [{ kind: 'quartic-saddle', a: [0.5] }, slopes, 1, [-0.3, 3], { kind: 'sgd' }],
  [{ kind: 'double-well' }, shaken, 2, [2.05, 3], { kind: 'svrg', epochLength: 37 }],
  [{ kind: 'spike-and-wells' }, shaken, 2, [-0.35, -0.05], { kind: 'perturbed', perturbation: 1 }],
  [
    { kind: 'linear-network', a: [0.7], depth: 3 },
    { sigma: 0.5, tau: 0 },
    3,
    [0.3, 0.7],
    { kind: 'sgd' },
  ],
  [{ kind: 'matrix-factorisation', a: [1] }, slopes, 2, [0.05, 2], { kind: 'sgd' }],
  [{ kind: 'monkey-saddle' }, shaken, 2, [-1, 1.5], { kind: 'sgd' }],
  [{ kind: 'quadratic-form', matrix: [0.5, -1, 0.25] }, slopes, 2, [-2, 1], { kind: 'sgd' }],
  [{ kind: 'rosenbrock', stiffness: 3 }, slopes, 2, [0.1, 20], { kind: 'sgd' }],
  [
    { kind: 'octopus', saddles: 3, wall: 1, ridge: 0.5, arm: 0.7 },
    slopes,
    3,
    [-0.4, 4],
    { kind: 'sgd' },
  ],
];

const specs: Record<string, Spec> = Object.fromEntries(
  CASES.map(([loss, noise, dimension, [low, high], optimizer]) => {
    const spec = parseSpec({
      loss,
      noise,
      optimizer: { learningRate: 0.5, ...optimizer },
      start: uniform(dimension, 0.7),
      time: { dt: 0.05, steps: 150 },
      ensemble: { particles: 2051, seed: 'levels' },
      escape: { region: 'loss', low, high },
    });
    return [`${spec.loss.kind}, ${spec.optimizer.kind}`, spec];
  }),
);

describe('a region of the mean loss', () => {
  test.each(some(Object.entries(specs), 6))('is left as in the twin: %s', async (_, spec) => {
    const ensemble = await expectExitsOfTwin(spec);
    const { beyond } = await ensemble.count();
    const { escape: twin } = await runSpec(createCpuEngine(), spec);
    expect(Math.abs(beyond - twin.beyondNow)).toBeLessThanOrEqual(2);
  });

  test.each([
    ['several coordinates that move apart', { loss: { a: [1, -1] } }],
    ['a surface that coins shake', { loss: { kind: 'double-well' }, noise: { law: 'two-point' } }],
    ['one normal a step', { noise: { normals: 1 } }],
    ['a formula', { loss: { kind: 'formula', f: '-x^2' } }],
  ])('is left to the twin: %s', (_, partial) => {
    const spec = parseSpec({ ...partial, escape: { region: 'loss', low: -1 } });
    expect(hasSimdKernel(spec, 'sfc32')).toBe(false);
  });

  test.each(
    some(
      [
        ['octopus, sgd', 'sum(open, gain, hold)', 'sum(open, profile, hold)'],
        ['double-well, svrg', 'sum(f32x4.splat(0.75), variance', 'sum(f32x4.splat(0.25), variance'],
        [
          'spike-and-wells, perturbed',
          'sum(f32x4.div(volumeOf(bump, square), wide)',
          'sum(volumeOf(bump, square)',
        ],
        ['linear-network, sgd', 'let k: u32 = 2; k <', 'let k: u32 = 3; k <'],
        ['quadratic-form, sgd', 'f32x4.mul(f32x4.splat(-0.5), value)', 'value'],
        ['rosenbrock, sgd', 'f32x4.sub(y, x2)', 'y'],
        [
          'saddle, sgd',
          'const step = i32x4.add(done, i32x4.splat(1));\n  v128.store(at, v128.bitselect(step, passage, leaves), PASSAGE);',
          'v128.store(at, v128.bitselect(done, passage, leaves), PASSAGE);',
        ],
      ],
      1,
    ),
  )('faults planted in it are seen: %s, %s', async (name, from, to) => {
    expect(await differentPassages(specs[name], await simdMutant(from, to))).toBeGreaterThan(0.01);
  });

  test('a fault planted in where it is left is seen', async () => {
    const bytes = await simdMutant('v128.bitselect(i32x4.neg(isAbove)', 'v128.bitselect(isAbove');
    expect((await differentExits(specs['quadratic-form, sgd'], bytes)).elsewhere).toBeGreaterThan(
      10,
    );
  });
});
