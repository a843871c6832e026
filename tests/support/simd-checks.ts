import { expect } from 'vitest';
import { assemblyFiles, compileAssemblyScript, QUICKLY } from '../../scripts/assemblyscript.js';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { Sfc32 } from '../../src/engine/cpu/generator/sfc32';
import type { CpuKernels } from '../../src/engine/cpu/kernels';
import { normalPairs } from '../../src/engine/cpu/normal';
import { Float64Population } from '../../src/engine/cpu/population';
import { SIMD_OWN, SIMD_PARAMETERS } from '../../src/engine/cpu/simd/layout';
import { type Exports, hasSimdKernel, SimdKernel } from '../../src/engine/cpu/simd/simd-kernel';
import { packInto } from '../../src/engine/layout';
import { runParameters } from '../../src/engine/run-parameters';
import { runSpec } from '../../src/experiment/run';
import { parseSpec } from '../../src/spec/schema';
import { betaOf, type Spec } from '../../src/spec/spec';
import {
  BUMP_SLOPE,
  EPSILON,
  kolmogorovSmirnovTolerance,
  NORMAL,
  stepsTolerance,
} from './tolerances';

/**
 * Checks of the SIMD kernels, float32 in WebAssembly, against the float64 twin of the shaders on the
 * same words: of the strict ones, of the fused ones, and of those with a planted fault.
 */

/** What the specs share. */
export const simdBase = {
  time: { dt: 0.01, steps: 300 },
  ensemble: { particles: 4099, seed: 'simd' },
};
/** Runs of every kind in coordinates that move alone. */
export const simdSpecs: Record<string, Spec> = Object.fromEntries(
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
    'a cell of a map': { ensemble: { ...simdBase.ensemble, cell: 77 } },
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
  }).map(([name, partial]) => [name, parseSpec({ ...simdBase, ...partial })]),
);

/** A few steps of what has slopes of its own, with the bounds of the parity checks. */
export interface OwnSteps {
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
/** Runs of what has slopes of its own. */
export const ownSteps: Record<string, OwnSteps> = Object.fromEntries([
  ...surfaceSteps('double-well', 0),
  // Slopes come in times the learning rate.
  ...surfaceSteps('spike-and-wells', 0.01 * BUMP_SLOPE),
  ...networkSteps,
  ...rmspropSteps,
]);

/** The larger of two errors; no number is worse than any. */
export function worse(worst: number, error: number): number {
  return error >= 0 ? Math.max(worst, error) : Number.POSITIVE_INFINITY;
}

/** Largest error of two steps, of all coordinates, as a share of what is allowed. */
export async function worstOwnStep(
  { partial, size, noiseRate, growth, slopeError = 0 }: OwnSteps,
  bytes?: Uint8Array,
): Promise<number> {
  const STEPS = 2;
  const spec = parseSpec({ ...simdBase, time: { dt: 1, steps: STEPS }, ...partial });
  expect(hasSimdKernel(spec, 'sfc32')).toBe(true);
  const { kernel, twin, run, particles } = await bothPopulations(spec, STEPS, bytes);
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
      worst = worse(worst, error);
    }
  }
  return worst;
}

/** Both populations at a step. */
export async function bothPopulations(spec: Spec, steps: number, bytes?: Uint8Array) {
  const run = runParameters(spec);
  const { particles } = spec.ensemble;
  const kernel = await SimdKernel.open(bytes);
  await kernel.loadFor(spec);
  kernel.prepare(spec, run, particles);
  kernel.start(0);
  kernel.advance(0, particles + 7, 0, 0, steps);
  const twin = new Float64Population(spec, run, 'sfc32', 0, particles);
  twin.advance(0, particles, 0, steps);
  return { kernel, twin, run, particles };
}

/** Largest error of a step, of all coordinates, as a share of what is allowed. */
export async function worstSimdStep(spec: Spec, bytes?: Uint8Array): Promise<number> {
  const STEPS = 3;
  const start = await bothPopulations(spec, 0);
  const { kernel, twin, run, particles } = await bothPopulations(spec, STEPS, bytes);
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
      worst = worse(worst, error);
    }
  }
  return worst;
}

/** Share of particles whose first passage is not the twin's. */
export async function differentPassages(spec: Spec, bytes?: Uint8Array): Promise<number> {
  const { kernel, twin, particles } = await bothPopulations(spec, spec.time.steps, bytes);
  const passages = kernel.passages(particles);
  let different = 0;
  for (let i = 0; i < particles; i++) if (passages[i] !== twin.passages[i]) different++;
  return different / particles;
}

/** What drawErrors adds to the kernel: words and normals of four particles, four vectors a pair. */
const SAMPLE = `
import { STREAM, seedOf, startStream, writeWords } from './generator';
import { PAIR_BYTES, transform } from './normals';

export function sample(particle: u32, block: u32, place: u32, count: u32, out: usize): void {
  seedOf(particlesAt(particle), place, STREAM);
  startStream(STREAM, i32x4.splat(block));
  for (let i: u32 = 0; i < count; i++) {
    writeWords(out, out + PAIR_BYTES);
    v128.store(out, v128.load(out), PAIR_BYTES);
    v128.store(out, v128.load(out, 16), PAIR_BYTES + 16);
    transform(false, out + PAIR_BYTES, out + 2 * PAIR_BYTES);
    out += 2 * PAIR_BYTES;
  }
}
`;

interface Sampling extends Exports {
  sample(particle: number, block: number, place: number, count: number, out: number): void;
}

/**
 * Largest difference of a word, and of a normal in units of what is allowed.
 * @param files  Texts of the kernel.
 */
export async function drawErrors(
  files = assemblyFiles(),
): Promise<{ words: number; normals: number }> {
  const COUNT = 32;
  const run = runParameters(parseSpec(simdBase));
  const { key } = run;
  const sampling = { ...files, 'kernel.ts': files['kernel.ts'] + SAMPLE };
  const bytes = await compileAssemblyScript(sampling, QUICKLY);
  const { instance } = await WebAssembly.instantiate(bytes as BufferSource);
  const { memory, HEAP, PARAMETERS, sample } = instance.exports as unknown as Sampling;
  const none = Object.fromEntries(Object.keys(SIMD_OWN).map((name) => [name, 0]));
  packInto(new DataView(memory.buffer, PARAMETERS.value), SIMD_PARAMETERS, {
    ...(none as Record<keyof typeof SIMD_OWN, number>),
    ...run,
  });
  const out = 16 * Math.ceil(HEAP.value / 16);
  let words = 0;
  let normals = 0;
  for (const [particle, block, place] of [
    [0, 0, 256],
    [12_345_678, 991, 257],
    [0xffff_fff0, 0x00ff_ffff, 511],
  ]) {
    sample(particle, block, place, COUNT, out);
    const found = memory.buffer.slice(out, out + 64 * COUNT);
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

/** How far a long run with some kernels is from the law of the chain, and how far it may be. */
export async function distanceFromLaw(
  kernels: CpuKernels,
): Promise<{ ks: number; tolerance: number }> {
  const particles = 16_384;
  const spec = parseSpec({
    time: { dt: 0.001, steps: 20_000 },
    ensemble: { particles, seed: 'law' },
  });
  const { distance } = await runSpec(createCpuEngine(kernels), spec);
  return { ks: distance!.ks, tolerance: kolmogorovSmirnovTolerance(particles) };
}
