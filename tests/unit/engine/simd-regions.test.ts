import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { some } from '../../support/long';
import { differentPassages } from '../../support/simd-checks';
import { differentExits, expectExitsOfTwin } from '../../support/simd-exits';
import { simdMutant } from '../../support/simd-mutants';

/** Regions of one coordinate in the SIMD kernel, against the float64 twin of the shaders. */

const saddle = {
  loss: { a: [1, -1, 0.5] },
  noise: { sigma: 1, tau: 1, rho: 0.5 },
  start: { kind: 'point', x: [0.5, 1.5, -0.5] },
};
const well = {
  loss: { kind: 'double-well' },
  noise: { shake: 0.5 },
  start: { kind: 'point', x: [0.2, 0.3] },
};
const specs: Record<string, Spec> = Object.fromEntries(
  Object.entries({
    'both sides of 0': [saddle, { coordinate: 0, low: -1, high: 2 }],
    'one side of 0': [saddle, { coordinate: 1, low: 0.7, high: 3 }],
    'an open end': [saddle, { coordinate: 2, low: -2 }],
    'a method of the loop for all': [
      { ...saddle, optimizer: { kind: 'amsgrad', learningRate: 0.1 } },
      { coordinate: 2, low: -1.5, high: -0.3 },
    ],
    'coordinates that move together': [
      { ...well, optimizer: { learningRate: 0.5 } },
      { coordinate: 1, low: 0.1, high: 0.7 },
    ],
    'momentum on a surface': [
      { ...well, optimizer: { kind: 'heavy-ball', beta: 0.5, learningRate: 0.5 } },
      { coordinate: 0, low: 0.1, high: 1 },
    ],
  } as Record<string, [object, object]>).map(([name, [partial, ends]]) => [
    name,
    parseSpec({
      time: { dt: 0.05, steps: 150 },
      ensemble: { particles: 2051, seed: 'regions' },
      ...partial,
      escape: { region: 'coordinate', ...ends },
    }),
  ]),
);

describe('a region of a coordinate', () => {
  test.each(Object.entries(specs))('is left as in the twin: %s', async (_, spec) => {
    const ensemble = await expectExitsOfTwin(spec);
    const { beyond } = await ensemble.count();
    const { escape: twin } = await runSpec(createCpuEngine(), spec);
    expect(Math.abs(beyond - twin.beyondNow)).toBeLessThanOrEqual(2);
  });

  test.each(
    some(
      [
        [
          'one side of 0',
          'pmin(f32x4.neg(v128.load(LOW)), v128.load(HIGH))',
          'abs(v128.load(HIGH))',
        ],
        ['both sides of 0', 'leaves = isOwn || mayLeave(NEVER)', 'leaves = true'],
        ['coordinates that move together', 'f32x4.lt(seen, v128.load(LOW))', 'i32x4.splat(0)'],
        ['momentum on a surface', '? <usize>own << 4 : LARGEST', '? LARGEST : LARGEST'],
      ],
      2,
    ),
  )('faults planted in it are seen: %s, %s', async (name, from, to) => {
    expect(await differentPassages(specs[name], await simdMutant(from, to))).toBeGreaterThan(0.01);
  });

  test('a fault planted in where it is left is seen', async () => {
    const bytes = await simdMutant(
      'i32x4.splat(2 * coordinate), isAbove',
      'i32x4.splat(2 * coordinate), f32x4.ge(next, f32x4.splat(0))',
    );
    expect((await differentExits(specs['one side of 0'], bytes)).elsewhere).toBeGreaterThan(10);
  });
});
