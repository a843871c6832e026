import { describe, expect, test } from 'vitest';
import {
  assemblyFiles,
  compileAssemblyScript,
  openingFiles,
  QUICKLY,
} from '../../../scripts/assemblyscript.js';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { SIMD_KINDS, SIMD_PARAMETERS } from '../../../src/engine/cpu/simd/layout';
import {
  type Exports,
  hasSimdKernel,
  NO_FORMULAS,
  SimdKernel,
} from '../../../src/engine/cpu/simd/simd-kernel';
import { packInto } from '../../../src/engine/layout';
import { runParameters } from '../../../src/engine/run-parameters';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { LONG, some } from '../../support/long';
import {
  bothPopulations,
  differentPassages,
  distanceFromLaw,
  drawErrors,
  ownSteps,
  simdBase,
  simdSpecs,
  worstOwnStep,
  worstSimdStep,
} from '../../support/simd-checks';
import { mutantFiles, simdMutant } from '../../support/simd-mutants';
import { DIFFERENT_PASSAGES } from '../../support/tolerances';

/**
 * The SIMD kernel, float32 in WebAssembly, against the float64 twin of the shaders on the same
 * words.
 */

/** The product's module, without what its host looks at. */
let module: Promise<WebAssembly.Module> | null = null;

describe('the SIMD kernel', () => {
  test('has the words of the twin and its normals', async () => {
    const { words, normals } = await drawErrors();
    expect(words).toBe(0);
    expect(normals).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(simdSpecs))('takes steps as the twin does: %s', async (_, spec) => {
    expect(hasSimdKernel(spec, 'sfc32')).toBe(true);
    expect(await worstSimdStep(spec)).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(simdSpecs))('has its first passages: %s', async (_, spec) => {
    // Two blocks of noise and a part of a third.
    const near: Spec = {
      ...spec,
      time: { ...spec.time, steps: 150 },
      ensemble: { ...spec.ensemble, particles: 2051 },
      escape: { radius: 2 },
    };
    expect(await differentPassages(near)).toBeLessThanOrEqual(DIFFERENT_PASSAGES);
    // A population and replicas are the same particles.
    const engine = createCpuEngine('fastest');
    const ensemble = await engine.create(near);
    await ensemble.advance(near.time.steps);
    const passages = await ensemble.readEscapeSteps(near.ensemble.particles);
    expect(await engine.escapeSteps(near, 501, 1502)).toEqual(passages.subarray(501, 1502));
  });

  test.each(Object.entries(ownSteps))('takes steps as the twin does: %s', async (_, each) => {
    expect(await worstOwnStep(each)).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(ownSteps))('has its first passages: %s', async (_, { partial }) => {
    const spec = parseSpec({
      ...simdBase,
      ...partial,
      time: { dt: 1, steps: 100 },
      ensemble: { particles: 1003, seed: 'simd' },
      escape: { radius: 1.5 },
    });
    expect(await differentPassages(spec)).toBeLessThanOrEqual(DIFFERENT_PASSAGES);
    const engine = createCpuEngine('fastest');
    const ensemble = await engine.create(spec);
    // However the steps are cut.
    for (const stop of [17, 64, 100]) await ensemble.advance(stop);
    const passages = await ensemble.readEscapeSteps(1003);
    expect(await engine.escapeSteps(spec, 0, 1003)).toEqual(passages);
  });

  test("is exact where float32 is: every integer is the twin's", async () => {
    const exact = parseSpec({
      ...simdBase,
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 0.5, tau: 0 },
      time: { dt: 1, steps: 11 },
      // Two factors 3/2 end on the radius, which is not outside.
      escape: { radius: 2.25 },
      histogram: { axis: 'log-abs', min: 1e-4, max: 1e3, bins: 64 },
    });
    const results = await Promise.all(
      (['fastest', 'float64'] as const).map((kernels) => runSpec(createCpuEngine(kernels), exact)),
    );
    expect(results[0].digest).toBe(results[1].digest);
    expect(results[0].escape.count).toBeGreaterThan(100);
  });

  test('freezes what leaves the range, and counts what falls under it', async () => {
    const wild = parseSpec({
      ...simdBase,
      noise: { sigma: 3, tau: 0 },
      loss: { a: [3] },
      time: { dt: 1, steps: 200 },
    });
    const flat = parseSpec({
      ...simdBase,
      noise: { law: 'two-point', sigma: 1, tau: 0 },
      loss: { a: [0] },
      time: { dt: 1, steps: 5 },
    });
    for (const spec of [wild, flat]) {
      const [fast, twin] = await Promise.all(
        (['fastest', 'float64'] as const).map((kernels) => runSpec(createCpuEngine(kernels), spec)),
      );
      expect(fast.histogram.nonFinite).toBe(0);
      // Rounding decides a few of those that end near the edge.
      expect(Math.abs(fast.histogram.frozen - twin.histogram.frozen)).toBeLessThanOrEqual(4);
      expect(fast.histogram.zero).toBe(twin.histogram.zero);
      expect(fast.histogram.frozen + fast.histogram.zero).toBeGreaterThan(1000);
    }
  });

  test('takes what fell under the range for zero, however its steps are cut', async () => {
    const falling = parseSpec({
      ...simdBase,
      loss: { a: [-0.3] },
      noise: { sigma: 0.8, tau: 0 },
      time: { dt: 1, steps: 300 },
      histogram: { axis: 'log-abs', min: 1e-37, max: 1e3, bins: 64 },
    });
    const engine = createCpuEngine('fastest');
    const outcomes = [];
    for (const stops of [[300], [37, 64, 130, 200, 201, 300]]) {
      const ensemble = await engine.create(falling);
      for (const stop of stops) await ensemble.advance(stop);
      outcomes.push(await ensemble.count());
    }
    expect(outcomes[1]).toEqual(outcomes[0]);
    const twin = await runSpec(createCpuEngine(), falling);
    const { zero } = outcomes[0];
    expect(zero).toBeGreaterThan(100);
    // Who comes back from under the range is at zero for good here.
    expect(Math.abs(zero - twin.histogram.zero)).toBeLessThanOrEqual(
      0.1 * falling.ensemble.particles,
    );
  });

  test('is the same in its small copy, which traps on every other run', async () => {
    const bytes = await compileAssemblyScript(openingFiles(assemblyFiles()), QUICKLY);
    const near = { ...simdSpecs.sgd, escape: { radius: 2 } };
    const small = await bothPopulations(near, 300, bytes);
    const whole = await bothPopulations(near, 300);
    expect(small.kernel.row(0, 4099)).toEqual(whole.kernel.row(0, 4099));
    expect(small.kernel.passages(4099)).toEqual(whole.kernel.passages(4099));
    expect(small.kernel.exits(4099)).toEqual(whole.kernel.exits(4099));
    const others = ['one normal', 'correlated noise', 'inverse time', 'two-point', 'gd', 'svrg'];
    for (const name of [...others, 'relu saddle'])
      await expect(bothPopulations(simdSpecs[name], 1, bytes)).rejects.toThrow(
        WebAssembly.RuntimeError,
      );
    for (const other of [
      { start: { kind: 'gaussian' } },
      { escape: { region: 'coordinate', high: 2 } },
    ])
      await expect(bothPopulations(parseSpec({ ...simdBase, ...other }), 0, bytes)).rejects.toThrow(
        WebAssembly.RuntimeError,
      );
    small.kernel.prepare(near, small.run, 8, 0);
    expect(() => small.kernel.escape(8, 0, 64)).toThrow(WebAssembly.RuntimeError);
  });

  test('has the law of the chain', async () => {
    const { ks, tolerance } = await distanceFromLaw('fastest');
    expect(ks).toBeLessThanOrEqual(tolerance);
  });

  test('leaves to the twin what it cannot do', () => {
    const ofLoss = { loss: { a: [1, -1] }, escape: { region: 'loss', low: -1, high: 2 } };
    expect(hasSimdKernel(parseSpec(ofLoss), 'sfc32')).toBe(false);
    expect(hasSimdKernel(parseSpec({}), 'philox4x32')).toBe(false);
  });

  test.each(Object.keys(SIMD_KINDS) as (keyof typeof SIMD_KINDS)[])(
    'leaves an unknown %s to the twin, refuses it and traps on it',
    async (list) => {
      const known = parseSpec({});
      const spec = {
        law: { ...known, noise: { ...known.noise, law: 'no-such-law' } },
        optimizer: { ...known, optimizer: { ...known.optimizer, kind: 'no-such-method' } },
        schedule: { ...known, optimizer: { ...known.optimizer, schedule: 'no-such-schedule' } },
        start: { ...known, start: { ...known.start, kind: 'no-such-start' } },
        loss: { ...known, loss: { ...known.loss, kind: 'no-such-loss' } },
      }[list] as unknown as Spec;
      // The registry refuses what it does not know; starts are not in it.
      const refusal = /There is no (noise|optimizer|schedule|loss) "|does not know the start/;
      if (list === 'start') expect(hasSimdKernel(spec, 'sfc32')).toBe(false);
      else expect(() => hasSimdKernel(spec, 'sfc32')).toThrow(refusal);
      const kernel = await SimdKernel.open();
      expect(() => kernel.prepare(spec, runParameters(known), 4)).toThrow(refusal);

      module ??= compileAssemblyScript(assemblyFiles(), QUICKLY).then((bytes) =>
        WebAssembly.compile(bytes as BufferSource),
      );
      const bare = (await WebAssembly.instantiate(await module)).exports as unknown as Exports;
      const view = new DataView(bare.memory.buffer, bare.PARAMETERS.value);
      const rows = 16 * Math.ceil(bare.HEAP.value / 16);
      const run = runParameters(known);
      const kinds = { law: 1, optimizer: 1, schedule: 0, start: 0, loss: 0 };
      const values = {
        ...run,
        ...kinds,
        memoryRows: 0,
        stride: 8,
        rows,
        passages: rows + 32,
        exits: rows + 64,
        set: rows + 96,
        listed: 0,
        ...NO_FORMULAS,
      };
      const calls: [(...numbers: number[]) => void, number[]][] = [
        [bare.start, [0, 8, 0]],
        [bare.advance, [0, 8, 0, 0, 64]],
        [bare.escape, [0, 8, 0, 64]],
      ];
      packInto(view, SIMD_PARAMETERS, values);
      for (const [call, numbers] of calls) call(...numbers);
      packInto(view, SIMD_PARAMETERS, { ...values, [list]: SIMD_KINDS[list].length });
      for (const [call, numbers] of calls)
        expect(() => call(...numbers)).toThrow(WebAssembly.RuntimeError);
    },
  );
});

/** Each is compiled, which takes a second: all of them with SADDLESCAPE_LONG=1. */
describe('faults planted in the SIMD kernel are seen', () => {
  const rarely = test.runIf(LONG);

  test('a rotation by 20', async () => {
    const files = mutantFiles(
      'i32x4.shl(v, 21), i32x4.shr_u(v, 11)',
      'i32x4.shl(v, 20), i32x4.shr_u(v, 12)',
    );
    expect((await drawErrors(files)).words).toBeGreaterThan(0);
  });

  rarely('noise 1.02 times too large', async () => {
    const files = mutantFiles('-1.6525917e-7, -1.6525917e-7', '-1.7193564e-7, -1.7193564e-7');
    expect((await drawErrors(files)).normals).toBeGreaterThan(1);
  });

  rarely.each([
    ['a cosine without its sign', 'v128.andnot(bits, low31)', 'i32x4.splat(0)'],
    ['a sine with the sign of the cosine', 'v128.and(r, low31)', 'r'],
  ])('%s', async (_, from, to) => {
    expect((await drawErrors(mutantFiles(from, to))).normals).toBeGreaterThan(1);
  });

  test('eta of its own where it is correlated with xi', async () => {
    const bytes = await simdMutant(
      '(PARAMETERS + (RHO << 2)) != 0',
      '(PARAMETERS + (RHO << 2)) > 0',
    );
    expect(await worstSimdStep(simdSpecs['correlated noise'], bytes)).toBeGreaterThan(1);
  });

  rarely('eta takes the sign of xi', async () => {
    const bytes = await simdMutant('v128.and(own, fair)', 'v128.and(signs, fair)');
    expect(await worstSimdStep(simdSpecs['two-point'], bytes)).toBeGreaterThan(1);
  });

  rarely('one normal of half the covariance', async () => {
    const bytes = await simdMutant('sum(multiplicative, x, push)', 'f32x4.mul(multiplicative, x)');
    expect(await worstSimdStep(simdSpecs['one normal'], bytes)).toBeGreaterThan(1);
  });

  rarely('one normal for two steps', async () => {
    const bytes = await simdMutant('(<usize>i) << 4;', '(<usize>i >> 1) << 4;');
    expect(await worstSimdStep(simdSpecs['one normal'], bytes)).toBeGreaterThan(1);
  });

  test('passages one step early', async () => {
    const bytes = await simdMutant(
      'i32x4.add(done, k(INTEGER_ONE)), v128.not(outside)',
      'done, v128.not(outside)',
    );
    expect(
      await differentPassages({ ...simdSpecs.sgd, escape: { radius: 2 } }, bytes),
    ).toBeGreaterThan(0.1);
  });

  rarely('no second look at a block in which somebody passed', async () => {
    const bytes = await simdMutant('v128.and(f32x4.gt(largest, radius), inside)', 'i32x4.splat(0)');
    expect(
      await differentPassages({ ...simdSpecs.sgd, escape: { radius: 2 } }, bytes),
    ).toBeGreaterThan(0.1);
  });

  rarely('the sign of eta turned in batches of coins', async () => {
    const bytes = await simdMutant('v128.andnot(k(SIGN), follows)', 'v128.and(k(SIGN), follows)');
    expect(await worstSimdStep(simdSpecs['batches of coins'], bytes)).toBeGreaterThan(1);
  });

  test.each(
    some(
      [
        ['keys of the first epoch alone', 'epoch = i32x4.sub(epoch, over)', 'epoch = epoch'],
        ['too few rounds of small sets', 'SMALL_ROUNDS: u32 = 16', 'SMALL_ROUNDS: u32 = 4'],
        ['numbers beyond the set', 'while (v128.any_true(beyond))', 'while (false)'],
      ],
      1,
    ),
  )('stored sets: %s', async (_, from, to) => {
    const bytes = await simdMutant(from, to);
    expect(await worstSimdStep(simdSpecs['a small stored set'], bytes)).toBeGreaterThan(1);
  });

  test.each(
    some(
      [
        ['double-well, gd', '3), x, f32x4.splat(-2.5)', '3), x, f32x4.splat(-2)'],
        ['double-well, sgd', 'shaken(x, 16, eta)', 'shaken(x, 16, xi)'],
        ['spike-and-wells, sgd', '0.9, -0.55', '0.9, 0.55'],
        ['spike-and-wells, gd', 'f32x4.add(square, variance)', 'square'],
        ['linear-network, sgd', 'if (other != k)', 'if (other > k)'],
        [
          'linear-network, perturbed',
          'kickAt(row, bytes, i), slope',
          'kickAt(at, bytes, i), slope',
        ],
        [
          'linear-network, svrg',
          'f32x4.sub(v128.load(SLOPE + k), v128.load(OTHER + k))',
          'v128.load(SLOPE + k)',
        ],
        ['linear-network, nesterov', 'from = OTHER;', ''],
        [
          'rmsprop, saddle',
          'sum(ratio, ratio, f32x4.splat(1))',
          'sum(ratio, ratio, f32x4.splat(0))',
        ],
      ],
      3,
    ),
  )('%s: %s', async (name, from, to) => {
    expect(await worstOwnStep(ownSteps[name], await simdMutant(from, to))).toBeGreaterThan(1);
  });

  test.each([
    [
      'replicas that begin in the block of the one before',
      'v128.andnot(v128.load(at, BLOCK), lanes)',
      'v128.load(at, BLOCK)',
      {},
    ],
    [
      'replicas that are left with the first one that is out',
      '!keep && !v128.any_true(inside)',
      '!keep && !i32x4.all_true(inside)',
      {
        loss: { kind: 'double-well' },
        optimizer: { learningRate: 0.01 },
        time: { dt: 1, steps: 300 },
      },
    ],
  ])('%s', async (_, from, to, partial) => {
    const bytes = await simdMutant(from, to);
    const start = { kind: 'uniform', low: [-2, -2], high: [2, 2] };
    const radius = { escape: { radius: 2 } };
    const spec = parseSpec({
      ...simdBase,
      ...radius,
      ...partial,
      ...('loss' in partial && { start }),
    });
    const { kernel, run, particles } = await bothPopulations(spec, 300, bytes);
    const passages = kernel.passages(particles).slice();
    kernel.prepare(spec, run, particles, 0);
    kernel.escape(particles, 0, 300);
    expect(kernel.passages(particles)).not.toEqual(passages);
  });
});
