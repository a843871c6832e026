import { describe, expect, test } from 'vitest';
import { some } from '../../support/long';
import { worstOwnStep } from '../../support/simd-checks';
import { expectExitsOfTwin } from '../../support/simd-exits';
import { laterSpecs, laterSteps, worstAveragedWay } from '../../support/simd-later';
import { simdMutant } from '../../support/simd-mutants';

/** The methods that the SIMD kernel has one loop for, against the float64 twin of the shaders. */

describe('the SIMD kernel', () => {
  test.each(Object.entries(laterSteps))('takes steps as the twin does: %s', async (_, each) => {
    expect(await worstOwnStep(each)).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(laterSpecs))('has its first passages and exits: %s', async (_, spec) => {
    await expectExitsOfTwin(spec);
  });

  test.each(['adam', 'adamw', 'amsgrad'])(
    'divides the weights of averages out: %s',
    async (kind) => {
      expect(await worstAveragedWay(kind)).toBeLessThanOrEqual(1);
    },
  );
});

/** Each is compiled, which takes a second: all of them with SADDLESCAPE_LONG=1. */
describe('faults planted in the SIMD kernel are seen', () => {
  test.each(
    some(
      [
        ['adam, saddle', 'i32x4.splat(i + 1);', 'i32x4.splat(i + 2);'],
        ['adamw, saddle', 'sum(f32x4.neg(rate), f32x4.mul', 'sum(rate, f32x4.mul'],
        ['amsgrad, saddle', 'f32x4.pmax(v128.load(row, THIRD), root)', 'root'],
        ['adagrad, saddle', 'f32x4.add(larger, f32x4.div', 'f32x4.sub(larger, f32x4.div'],
        ['sign-sgd, saddle', 'sum(rate, signOf(slope), x)', 'sum(rate, slope, x)'],
        ['clipped-sgd, saddle', 'f32x4.gt(norm, clip)', 'f32x4.lt(norm, clip)'],
        ['clipped-sgd, linear-network', 'share, share, squares', 'share, share, share'],
        ['sgd-weight-decay, saddle', 'f32x4.neg(splat(WEIGHT_DECAY))', 'splat(WEIGHT_DECAY)'],
        ['averaged-sgd, saddle', 'f32x4.sub(nextMemory, x)', 'f32x4.sub(memory, x)'],
        ['langevin, saddle', 'f32x4.mul(f32x4.sqrt(rate)', 'f32x4.mul(rate'],
        ['langevin, linear-network', '((bytes + 16) & 96)', 'bytes'],
        ['sam, saddle', 'f32x4.neg(splat(ASCENT))', 'splat(ASCENT)'],
        ['adai, saddle', 'joined(v128.load(row, THIRD), enters)', 'enters'],
        ['adai, linear-network', 'f32x4.mul(f32x4.mul(share, part), part)', 'share'],
      ],
      4,
    ),
  )('%s: %s', async (name, from, to) => {
    expect(await worstOwnStep(laterSteps[name], await simdMutant(from, to))).toBeGreaterThan(1);
  });

  test('the weights of the block that a vector is in left out', async () => {
    const bytes = await simdMutant(
      'v128.store(at, weightOf(splat(BETA1), stepsBefore(at)), WEIGHTS);',
      '',
    );
    expect(await worstAveragedWay('adam', bytes)).toBeGreaterThan(1);
  });
});
