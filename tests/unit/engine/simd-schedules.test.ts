import { describe, expect, test } from 'vitest';
import { Float64Population } from '../../../src/engine/cpu/population';
import { SimdKernel } from '../../../src/engine/cpu/simd/simd-kernel';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { some } from '../../support/long';
import { expectExitsOfTwin } from '../../support/simd-exits';
import { simdMutant } from '../../support/simd-mutants';
import { SCHEDULED_RATE } from '../../support/tolerances';

/** Learning rates of the SIMD kernel's schedules, against the float64 twin of the shaders. */

const LEARNING_RATE = 0.75;
/** With numbers that float32 has, and of which each changes something within 200 steps. */
const SCHEDULES = {
  'inverse-time': {},
  'power-decay': { exponent: 0.75 },
  cosine: { horizon: 130 },
  'step-decay': { period: 21, factor: 0.75 },
  'warm-up': { warmUp: 90 },
};

/**
 * Largest error of the rates of 200 steps, as a share of what is allowed: from 0 a coin of size 1
 * goes as far as the rate.
 */
async function worstRate(schedule: string, bytes?: Uint8Array): Promise<number> {
  const STEPS = 200;
  const own = SCHEDULES[schedule as keyof typeof SCHEDULES];
  const spec = parseSpec({
    loss: { a: [0] },
    noise: { law: 'two-point', sigma: 0, tau: 1 },
    optimizer: { schedule, learningRate: LEARNING_RATE, ...own },
    start: { kind: 'point', x: [0] },
    time: { dt: 1, steps: STEPS },
    ensemble: { particles: 8 },
  });
  const run = runParameters(spec);
  const kernel = await SimdKernel.open(bytes);
  kernel.prepare(spec, run, 8);
  kernel.start(0);
  const twin = new Float64Population(spec, run, 'sfc32', 0, 8);
  let worst = 0;
  for (let step = 0; step < STEPS; step++) {
    kernel.advance(0, 8, 0, step, step + 1);
    twin.advance(0, 8, step, step + 1);
    const found = kernel.row(0, 8);
    const expected = twin.coordinate(0);
    for (let i = 0; i < 8; i++)
      worst = Math.max(worst, Math.abs(found[i] - expected[i]) / (LEARNING_RATE * SCHEDULED_RATE));
    found.fill(0);
    expected.fill(0);
  }
  return worst;
}

const specs: Record<string, Spec> = Object.fromEntries(
  [
    ...Object.keys(SCHEDULES).map((schedule): [string, string, object] => [schedule, schedule, {}]),
    ['cosine', 'heavy ball', { optimizer: { kind: 'heavy-ball', beta: 0.5 } }] as const,
    ['warm-up', 'svrg', { optimizer: { kind: 'svrg', epochLength: 37 } }] as const,
    [
      'step-decay',
      'amsgrad',
      { loss: { a: [1, -1, 0.5] }, optimizer: { kind: 'amsgrad' } },
    ] as const,
    [
      'power-decay',
      'double well',
      { loss: { kind: 'double-well' }, noise: { shake: 0.5 }, start: { kind: 'gaussian' } },
    ] as const,
  ].map(([schedule, name, partial]) => [
    name === schedule ? schedule : `${schedule}, ${name}`,
    parseSpec({
      noise: { sigma: 1, tau: 1, rho: 0.5 },
      time: { dt: 0.2, steps: 150 },
      ensemble: { particles: 2051, seed: 'schedules' },
      escape: { radius: 2 },
      ...partial,
      optimizer: {
        ...(partial as { optimizer?: object }).optimizer,
        schedule,
        ...SCHEDULES[schedule as keyof typeof SCHEDULES],
      },
    }),
  ]),
);

describe('the SIMD kernel', () => {
  test.each(Object.keys(SCHEDULES))('has the rates of the twin: %s', async (schedule) => {
    expect(await worstRate(schedule)).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(specs))('has its first passages and exits: %s', async (_, spec) => {
    await expectExitsOfTwin(spec);
  });
});

/** Each is compiled, which takes a second: all of them with SADDLESCAPE_LONG=1. */
test.each(
  some(
    [
      ['power-decay', 'f32x4.mul(exponent, v128.load(to))', 'v128.load(to)'],
      ['power-decay', 'sum(n, e(1), sum(n, e(0), inside))', 'sum(n, e(0), inside)'],
      ['cosine', 'i32x4.lt_u(done, splat(HORIZON))', 'i32x4.splat(-1)'],
      ['cosine', 'f32x4.mul(f32x4.mul(whole, cosine), cosine)', 'f32x4.mul(whole, cosine)'],
      ['step-decay', 'i32x4.shl(cuts, 31)', 'i32x4.shl(cuts, 30)'],
      ['step-decay', 'replace_lane(result, 1, <u32>', 'replace_lane(result, 1, 1 + <u32>'],
      ['warm-up', 'f32x4.pmin(share, f32x4.splat(1))', 'share'],
    ],
    1,
  ),
)('faults planted in its rates are seen: %s, %s', async (schedule, from, to) => {
  expect(await worstRate(schedule, await simdMutant(from, to))).toBeGreaterThan(1);
});
