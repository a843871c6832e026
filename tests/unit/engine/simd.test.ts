import { describe, expect, test } from 'vitest';
import {
  assemblyFiles,
  compileAssemblyScript,
  openingFiles,
} from '../../../scripts/assemblyscript.js';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { Sfc32 } from '../../../src/engine/cpu/generator/sfc32';
import { normalPairs } from '../../../src/engine/cpu/normal';
import { Float64Population } from '../../../src/engine/cpu/population';
import { SIMD_KINDS, SIMD_PARAMETERS } from '../../../src/engine/cpu/simd/layout';
import { type Exports, hasSimdKernel, SimdKernel } from '../../../src/engine/cpu/simd/simd-kernel';
import { packInto } from '../../../src/engine/layout';
import { runParameters } from '../../../src/engine/run-parameters';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import { betaOf, type Spec } from '../../../src/spec/spec';
import {
  BUMP_SLOPE,
  DIFFERENT_PASSAGES,
  EPSILON,
  kolmogorovSmirnovTolerance,
  NORMAL,
  stepsTolerance,
} from '../../support/tolerances';

/**
 * The SIMD kernel, float32 in WebAssembly, against the float64 twin of the shaders on the same
 * words.
 */

const base = { time: { dt: 0.01, steps: 300 }, ensemble: { particles: 4099, seed: 'simd' } };
const specs: Record<string, Spec> = Object.fromEntries(
  Object.entries({
    sgd: {},
    'correlated noise': { noise: { rho: -0.6 } },
    'one normal': { noise: { normals: 1, rho: -0.6 } },
    'one normal, inverse time': {
      noise: { normals: 1 },
      optimizer: { schedule: 'inverse-time', learningRate: 0.5 },
    },
    'two-point': { noise: { law: 'two-point' } },
    'two-point, one coin for both': { noise: { law: 'two-point', rho: -1 } },
    gd: { optimizer: { kind: 'gd' }, loss: { a: [-1] }, start: { kind: 'gaussian' } },
    'inverse time': { optimizer: { schedule: 'inverse-time', learningRate: 0.5 } },
    'a batch': { optimizer: { batchSize: 16, learningRate: 0.5 } },
    perturbed: { optimizer: { kind: 'perturbed', perturbation: 0.5 }, noise: { law: 'two-point' } },
    svrg: { optimizer: { kind: 'svrg', epochLength: 37 }, start: { kind: 'uniform' } },
    'heavy ball': { optimizer: { kind: 'heavy-ball', beta: 0.5, learningRate: 0.5 } },
    nesterov: { optimizer: { kind: 'nesterov', beta: 0.5 }, noise: { law: 'two-point' } },
    'three coordinates': { loss: { a: [1, -1, 0.5] }, histogram: { coordinate: 2 } },
    'relu saddle': { loss: { kind: 'relu-saddle', a: [-1] }, start: { kind: 'gaussian' } },
    'relu saddle, svrg': {
      loss: { kind: 'relu-saddle', a: [-1] },
      optimizer: { kind: 'svrg', epochLength: 5 },
    },
    'relu saddle, nesterov': {
      loss: { kind: 'relu-saddle', a: [-1] },
      optimizer: { kind: 'nesterov', beta: 0.5 },
    },
    'a normal start': { start: { kind: 'gaussian' } },
    'a cell of a map': { ensemble: { ...base.ensemble, cell: 77 } },
    'batches of coins': {
      noise: { law: 'two-point', rho: 0.4 },
      optimizer: { batchSize: 7, learningRate: 0.5 },
    },
    'coins of opposite signs': {
      noise: { law: 'two-point', rho: -1 },
      optimizer: { batchSize: 3 },
    },
    'a stored set': { noise: { law: 'dataset', samples: 100 }, optimizer: { batchSize: 9 } },
    'a small stored set': { noise: { law: 'dataset', samples: 5 }, optimizer: { batchSize: 2 } },
    'a whole stored set': { noise: { law: 'dataset', samples: 64 }, optimizer: { batchSize: 64 } },
  }).map(([name, partial]) => [name, parseSpec({ ...base, ...partial })]),
);

/** A few steps of what has slopes of its own, with the bounds of the parity checks. */
interface OwnSteps {
  partial: Record<string, unknown>;
  /** As of `stepsTolerance`. */
  size: number;
  noiseRate: number;
  growth: number;
  /** Error of the slope itself, per step. */
  slopeError?: number;
}

const SURFACE_STEPS = { size: 4 + 20, noiseRate: 0.5 * 2, growth: 5 };
const METHODS = [
  { kind: 'sgd' },
  { kind: 'gd' },
  { kind: 'perturbed', perturbation: 0.3 },
  { kind: 'svrg', epochLength: 2 },
  { kind: 'heavy-ball', beta: 0.2 },
  { kind: 'nesterov', beta: 0.2 },
];
const surfaceSteps = (kind: string, slopeError: number): [string, OwnSteps][] =>
  METHODS.map((optimizer) => [
    `${kind}, ${optimizer.kind}`,
    {
      ...SURFACE_STEPS,
      slopeError,
      partial: {
        loss: { kind },
        noise: { law: optimizer.kind === 'perturbed' ? 'two-point' : 'gaussian', shake: 0.5 },
        optimizer: { ...optimizer, learningRate: 0.01 },
        start: { kind: 'uniform', low: [-4, -4], high: [4, 4] },
      },
    },
  ]);
const networkSteps: [string, OwnSteps][] = METHODS.map((optimizer, i) => [
  `linear-network, ${optimizer.kind}`,
  {
    size: 100,
    noiseRate: 20,
    growth: 6,
    partial: {
      loss: { kind: 'linear-network', a: [0.7], depth: 2 + (i % 3) },
      noise: { law: 'dataset', samples: 100, sigma: 0.5, tau: 0.2, rho: 0.3 },
      optimizer: { ...optimizer, learningRate: 0.1 },
      start: {
        kind: 'uniform',
        low: Array<number>(2 + (i % 3)).fill(-1),
        high: Array<number>(2 + (i % 3)).fill(1),
      },
    },
  },
]);
// Slopes of at most 3 + 0.3 * 6.66 times |x| <= 20, so that |x| stays below 60 in three steps.
const rmspropSteps: [string, OwnSteps][] = ['saddle', 'relu-saddle', 'double-well'].map((kind) => [
  `rmsprop, ${kind}`,
  {
    size: 60,
    noiseRate: 0.05 * (0.3 * 60 + 0.5),
    growth: 2,
    partial: {
      loss: { kind, ...(kind === 'double-well' ? {} : { a: [-1] }) },
      noise: { ...(kind === 'double-well' ? {} : { sigma: 0.3, tau: 0.5, rho: 0.5 }) },
      optimizer: { kind: 'rmsprop', learningRate: 0.05 },
    },
  },
]);
const ownSteps: Record<string, OwnSteps> = Object.fromEntries([
  ...surfaceSteps('double-well', 0),
  // Slopes come in times the learning rate.
  ...surfaceSteps('spike-and-wells', 0.01 * BUMP_SLOPE),
  ...networkSteps,
  ...rmspropSteps,
]);

/** Largest error of two steps, of all coordinates, as a share of what is allowed. */
async function worstOwnStep(
  { partial, size, noiseRate, growth, slopeError = 0 }: OwnSteps,
  bytes?: Uint8Array,
): Promise<number> {
  const STEPS = 2;
  const spec = parseSpec({ ...base, time: { dt: 1, steps: STEPS }, ...partial });
  expect(hasSimdKernel(spec, 'sfc32')).toBe(true);
  const { kernel, twin, run, particles } = await both(spec, STEPS, bytes);
  // The start itself differs by 5 ULP of its width.
  const tolerance =
    stepsTolerance(size, noiseRate, growth, STEPS) +
    growth ** STEPS * (10 * EPSILON * 4 + STEPS * slopeError);
  let worst = 0;
  for (let coordinate = 0; coordinate < run.coordinateCount; coordinate++) {
    const x = kernel.row(coordinate, particles);
    const expected = twin.coordinate(coordinate);
    for (let i = 0; i < particles; i++) {
      const error = Math.abs(x[i] - expected[i]) / tolerance;
      if (!(error <= worst)) worst = error;
    }
  }
  return worst;
}

/** Both populations at a step. */
async function both(spec: Spec, steps: number, bytes?: Uint8Array) {
  const run = runParameters(spec);
  const { particles } = spec.ensemble;
  const kernel = await SimdKernel.open(bytes);
  kernel.prepare(spec, run, particles);
  kernel.start(0);
  kernel.advance(0, particles + 7, 0, 0, steps);
  const twin = new Float64Population(spec, run, 'sfc32', 0, particles);
  twin.advance(0, particles, 0, steps);
  return { kernel, twin, run, particles };
}

/** Largest error of a step, of all coordinates, as a share of what is allowed. */
async function worstStep(spec: Spec, bytes?: Uint8Array): Promise<number> {
  const STEPS = 3;
  const start = await both(spec, 0);
  const { kernel, twin, run, particles } = await both(spec, STEPS, bytes);
  const memory = 1 + betaOf(spec);
  let worst = 0;
  for (let coordinate = 0; coordinate < run.coordinateCount; coordinate++) {
    const drift = Math.abs(run.drift[coordinate]);
    const rate = run.learningRate;
    const growth = memory * (1 + rate * (drift + 6.66 * run.multiplicative));
    const x = kernel.row(coordinate, particles);
    const expected = twin.coordinate(coordinate);
    const first = start.twin.coordinate(coordinate);
    for (let i = 0; i < particles; i++) {
      // Of a ReLU saddle the slope does not grow with x.
      const arm = Math.max(1, Math.abs(first[i])) * growth ** STEPS;
      const noiseRate = rate * (run.multiplicative * arm + run.additive + run.perturbation);
      const tolerance = stepsTolerance(
        memory * (arm * (1 + rate * drift) + 6.66 * noiseRate),
        noiseRate,
        growth,
        STEPS,
      );
      const error = Math.abs(x[i] - expected[i]) / tolerance;
      if (!(error <= worst)) worst = error;
    }
  }
  return worst;
}

/** Share of particles whose first passage is not the twin's. */
async function differentPassages(spec: Spec, bytes?: Uint8Array): Promise<number> {
  const { kernel, twin, particles } = await both(spec, spec.time.steps, bytes);
  const passages = kernel.passages(particles);
  let different = 0;
  for (let i = 0; i < particles; i++) if (passages[i] !== twin.passages[i]) different++;
  return different / particles;
}

/** Largest difference of a word, and of a normal in units of what is allowed. */
async function drawErrors(bytes?: Uint8Array): Promise<{ words: number; normals: number }> {
  const COUNT = 32;
  const { key } = runParameters(parseSpec(base));
  const kernel = await SimdKernel.open(bytes);
  kernel.prepare(parseSpec(base), runParameters(parseSpec(base)), 4);
  let words = 0;
  let normals = 0;
  for (const [particle, block, place] of [
    [0, 0, 256],
    [12_345_678, 991, 257],
    [0xffff_fff0, 0x00ff_ffff, 511],
  ]) {
    const found = kernel.sample(particle, block, place, COUNT);
    const bits = new Int32Array(found);
    const values = new Float32Array(found);
    for (let lane = 0; lane < 4; lane++) {
      const stream = new Sfc32(key);
      const expected = new Int32Array(2 * COUNT);
      stream.start(particle + lane, block, place, 0);
      stream.fill(expected, 2 * COUNT);
      const z = [new Float64Array(COUNT), new Float64Array(COUNT)];
      normalPairs(expected, 0, COUNT, z[0], z[1]);
      for (let i = 0; i < COUNT; i++)
        for (const which of [0, 1]) {
          if (bits[16 * i + 4 * which + lane] !== expected[2 * i + which]) words++;
          normals = Math.max(
            normals,
            Math.abs(values[16 * i + 8 + 4 * which + lane] - z[which][i]) / NORMAL,
          );
        }
    }
  }
  return { words, normals };
}

/** The product's module, without what its host looks at. */
let module: Promise<WebAssembly.Module> | null = null;

describe('the SIMD kernel', () => {
  test('has the words of the twin and its normals', async () => {
    const { words, normals } = await drawErrors();
    expect(words).toBe(0);
    expect(normals).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(specs))('takes steps as the twin does: %s', async (_, spec) => {
    expect(hasSimdKernel(spec, 'sfc32')).toBe(true);
    expect(await worstStep(spec)).toBeLessThanOrEqual(1);
  });

  test.each(Object.entries(specs))('has its first passages: %s', async (_, spec) => {
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
      ...base,
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
      ...base,
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
      ...base,
      noise: { sigma: 3, tau: 0 },
      loss: { a: [3] },
      time: { dt: 1, steps: 200 },
    });
    const flat = parseSpec({
      ...base,
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
      ...base,
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
    const bytes = await compileAssemblyScript(openingFiles(assemblyFiles()));
    const near = { ...specs.sgd, escape: { radius: 2 } };
    const small = await both(near, 300, bytes);
    const whole = await both(near, 300);
    expect(small.kernel.row(0, 4099)).toEqual(whole.kernel.row(0, 4099));
    expect(small.kernel.passages(4099)).toEqual(whole.kernel.passages(4099));
    expect(small.kernel.exits(4099)).toEqual(whole.kernel.exits(4099));
    const others = ['one normal', 'correlated noise', 'inverse time', 'two-point', 'gd', 'svrg'];
    for (const name of [...others, 'relu saddle'])
      await expect(both(specs[name], 1, bytes)).rejects.toThrow(WebAssembly.RuntimeError);
    const elsewhere = parseSpec({ ...base, start: { kind: 'gaussian' } });
    await expect(both(elsewhere, 0, bytes)).rejects.toThrow(WebAssembly.RuntimeError);
    small.kernel.prepare(near, small.run, 8, 0);
    expect(() => small.kernel.escape(8, 0, 64)).toThrow(WebAssembly.RuntimeError);
  });

  test('has the law of the chain', async () => {
    const { distance } = await runSpec(
      createCpuEngine('fastest'),
      parseSpec({
        time: { dt: 0.001, steps: 20_000 },
        ensemble: { particles: 16_384, seed: 'law' },
      }),
    );
    expect(distance!.ks).toBeLessThanOrEqual(kolmogorovSmirnovTolerance(16_384));
  });

  test('leaves to the twin what it cannot do', () => {
    for (const region of [
      { region: 'coordinate', coordinate: 0, low: -1, high: 2 },
      { region: 'loss', low: -1, high: 2 },
    ])
      expect(hasSimdKernel(parseSpec({ escape: region }), 'sfc32')).toBe(false);
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

      module ??= compileAssemblyScript().then((bytes) =>
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

describe('faults planted in the SIMD kernel are seen', () => {
  const mutant = async (from: string, to: string) => {
    const files = assemblyFiles();
    const names = Object.keys(files).filter((name) => files[name].includes(from));
    expect(names, from).toHaveLength(1);
    return compileAssemblyScript({ ...files, [names[0]]: files[names[0]].replace(from, to) });
  };

  test('a rotation by 20', async () => {
    const bytes = await mutant(
      'i32x4.shl(v, 21), i32x4.shr_u(v, 11)',
      'i32x4.shl(v, 20), i32x4.shr_u(v, 12)',
    );
    expect((await drawErrors(bytes)).words).toBeGreaterThan(0);
  });

  test('noise 1.02 times too large', async () => {
    const bytes = await mutant('-1.6525917e-7, -1.6525917e-7', '-1.7193564e-7, -1.7193564e-7');
    expect((await drawErrors(bytes)).normals).toBeGreaterThan(1);
  });

  test.each([
    ['a cosine without its sign', 'v128.andnot(bits, low31)', 'i32x4.splat(0)'],
    ['a sine with the sign of the cosine', 'v128.and(r, low31)', 'r'],
  ])('%s', async (_, from, to) => {
    expect((await drawErrors(await mutant(from, to))).normals).toBeGreaterThan(1);
  });

  test('eta of its own where it is correlated with xi', async () => {
    const bytes = await mutant('(PARAMETERS + (RHO << 2)) != 0', '(PARAMETERS + (RHO << 2)) > 0');
    expect(await worstStep(specs['correlated noise'], bytes)).toBeGreaterThan(1);
  });

  test('eta takes the sign of xi', async () => {
    const bytes = await mutant('v128.and(own, fair)', 'v128.and(signs, fair)');
    expect(await worstStep(specs['two-point'], bytes)).toBeGreaterThan(1);
  });

  test('one normal of half the covariance', async () => {
    const bytes = await mutant('sum(multiplicative, x, push)', 'f32x4.mul(multiplicative, x)');
    expect(await worstStep(specs['one normal'], bytes)).toBeGreaterThan(1);
  });

  test('one normal for two steps', async () => {
    const bytes = await mutant('(<usize>i) << 4;', '(<usize>i >> 1) << 4;');
    expect(await worstStep(specs['one normal'], bytes)).toBeGreaterThan(1);
  });

  test('passages one step early', async () => {
    const bytes = await mutant(
      'i32x4.add(done, k(INTEGER_ONE)), v128.not(outside)',
      'done, v128.not(outside)',
    );
    expect(await differentPassages({ ...specs.sgd, escape: { radius: 2 } }, bytes)).toBeGreaterThan(
      0.1,
    );
  });

  test('no second look at a block in which somebody passed', async () => {
    const bytes = await mutant('v128.and(f32x4.gt(largest, radius), inside)', 'i32x4.splat(0)');
    expect(await differentPassages({ ...specs.sgd, escape: { radius: 2 } }, bytes)).toBeGreaterThan(
      0.1,
    );
  });

  test('the sign of eta turned in batches of coins', async () => {
    const bytes = await mutant('v128.andnot(k(SIGN), follows)', 'v128.and(k(SIGN), follows)');
    expect(await worstStep(specs['batches of coins'], bytes)).toBeGreaterThan(1);
  });

  test.each([
    ['keys of the first epoch alone', 'epoch = i32x4.sub(epoch, over)', 'epoch = epoch'],
    ['too few rounds of small sets', 'SMALL_ROUNDS: u32 = 16', 'SMALL_ROUNDS: u32 = 4'],
    ['numbers beyond the set', 'while (v128.any_true(beyond))', 'while (false)'],
  ])('stored sets: %s', async (_, from, to) => {
    const bytes = await mutant(from, to);
    expect(await worstStep(specs['a small stored set'], bytes)).toBeGreaterThan(1);
  });

  test.each([
    ['double-well, gd', '3), x, f32x4.splat(-2.5)', '3), x, f32x4.splat(-2)'],
    ['double-well, sgd', 'shaken(x, 16, eta)', 'shaken(x, 16, xi)'],
    ['spike-and-wells, sgd', '0.9, -0.55', '0.9, 0.55'],
    ['spike-and-wells, gd', 'f32x4.add(square, variance)', 'square'],
    ['linear-network, sgd', 'if (other != k)', 'if (other > k)'],
    ['linear-network, perturbed', 'i * kickBytes + k', 'i * kickBytes'],
    ['linear-network, svrg', 'subtract(SLOPE, OTHER, bytes);', ''],
    ['linear-network, nesterov', 'descent(AHEAD, xi', 'descent(place, xi'],
    ['rmsprop, saddle', 'sum(ratio, ratio, f32x4.splat(1))', 'sum(ratio, ratio, f32x4.splat(0))'],
  ])('%s: %s', async (name, from, to) => {
    expect(await worstOwnStep(ownSteps[name], await mutant(from, to))).toBeGreaterThan(1);
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
      '!v128.any_true(i32x4.gt_u(earliest',
      '!i32x4.all_true(i32x4.gt_u(earliest',
      {
        loss: { kind: 'double-well' },
        optimizer: { learningRate: 0.01 },
        time: { dt: 1, steps: 300 },
      },
    ],
  ])('%s', async (_, from, to, partial) => {
    const bytes = await mutant(from, to);
    const start = { kind: 'uniform', low: [-2, -2], high: [2, 2] };
    const radius = { escape: { radius: 2 } };
    const spec = parseSpec({ ...base, ...radius, ...partial, ...('loss' in partial && { start }) });
    const { kernel, run, particles } = await both(spec, 300, bytes);
    const passages = kernel.passages(particles).slice();
    kernel.prepare(spec, run, particles, 0);
    kernel.escape(particles, 0, 300);
    expect(kernel.passages(particles)).not.toEqual(passages);
  });
});
