import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { hasSimdKernel } from '../../../src/engine/cpu/simd/simd-kernel';
import { some } from '../../support/long';
import { differentPassages, worstOwnStep } from '../../support/simd-checks';
import { differentExits, laterSpecs, laterSteps, worstAveragedWay } from '../../support/simd-later';
import { simdMutant } from '../../support/simd-mutants';
import { DIFFERENT_PASSAGES } from '../../support/tolerances';

/** The methods that the SIMD kernel has one loop for, against the float64 twin of the shaders. */

describe('the SIMD kernel', () => {
  test.each(Object.entries(laterSteps))('takes steps as the twin does: %s', async (_, each) => {
    expect(await worstOwnStep(each)).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(laterSpecs))('has its first passages and exits: %s', async (_, spec) => {
    expect(hasSimdKernel(spec, 'sfc32')).toBe(true);
    expect(await differentPassages(spec)).toBeLessThanOrEqual(DIFFERENT_PASSAGES);
    const { left, elsewhere } = await differentExits(spec);
    expect(left).toBeGreaterThan(300);
    expect(elsewhere).toBe(0);
    const engine = createCpuEngine('fastest');
    const ensemble = await engine.create(spec);
    for (const stop of [17, 64, 100, spec.time.steps]) await ensemble.advance(stop);
    const passages = await ensemble.readEscapeSteps(spec.ensemble.particles);
    expect(await engine.escapeSteps(spec, 501, 1502)).toEqual(passages.subarray(501, 1502));
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
