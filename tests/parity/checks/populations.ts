import { FROZEN, NEVER } from '../../../src/engine/constants';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import type { Engine, EnsembleOptions, GeneratorName } from '../../../src/engine/engine';
import type { GpuEnsemble } from '../../../src/engine/gpu/gpu-ensemble';
import { parseSpec } from '../../../src/spec/schema';
import type { Spec } from '../../../src/spec/spec';
import { close, sameWords } from '../../support/compare';
import { type Library, openEngine } from '../../support/gpu';
import { LONG } from '../../support/long';
import { aboutTheReach, STOPS } from '../../support/reach';
import { DIFFERENT_PASSAGES, EPSILON, NORMAL } from '../../support/tolerances';

/** Whole populations on both engines. */

type Partial = Record<string, unknown>;

/** The twin's results: every mutant of a shader is compared with the same. */
const twins = new Map<string, ReturnType<typeof outcome>>();

/** x after `steps` steps on both engines, and first passages. */
async function both(
  shaders: Library,
  partial: Partial,
  particles: number,
  steps: number,
  generator?: GeneratorName,
) {
  const spec = parseSpec({ ...partial, ensemble: { particles, seed: 'parity' } });
  const key = JSON.stringify([spec, steps, generator]);
  const twin = twins.get(key) ?? outcome(createCpuEngine(), spec, steps, generator);
  twins.set(key, twin);
  const gpu = await openEngine(shaders);
  try {
    return { spec, gpu: await outcome(gpu, spec, steps, generator), cpu: await twin };
  } finally {
    gpu.destroy();
  }
}

async function outcome(engine: Engine, spec: Spec, steps: number, generator?: GeneratorName) {
  const { particles } = spec.ensemble;
  const ensemble = await engine.create(spec, { generator });
  await ensemble.advance(steps);
  const found = {
    x: await ensemble.read(particles),
    passages: await ensemble.readEscapeSteps(particles),
    counts: await ensemble.count(),
    quantiles: await ensemble.quantiles([0.05, 0.25, 0.5, 0.75, 0.95]),
  };
  ensemble.destroy();
  return found;
}

export async function checkPointStart(shaders: Library): Promise<void> {
  const { gpu, cpu } = await both(shaders, { start: { kind: 'point', x: [-0.3] } }, 1000, 0);
  sameWords('point start', gpu.x, cpu.x);
}

export async function checkGaussianStart(shaders: Library): Promise<void> {
  const start = { kind: 'gaussian', mean: [5, 2], standardDeviation: [1, 3] };
  const { gpu, cpu } = await both(
    shaders,
    { start, loss: { a: [1, -1] }, histogram: { coordinate: 1 } },
    20_000,
    0,
  );
  close('gaussian start', gpu.x, cpu.x, 3 * NORMAL + (2 + 3 * 6.66) * EPSILON);
}

export async function checkUniformStart(shaders: Library): Promise<void> {
  const { gpu, cpu } = await both(
    shaders,
    { start: { kind: 'uniform', low: [-2], high: [3] } },
    20_000,
    0,
  );
  close('uniform start', gpu.x, cpu.x, 5 * EPSILON);
}

/**
 * Particles at the edge of the range do not come back, even where every step would bring them in.
 */
async function checkFrozen(shaders: Library): Promise<void> {
  const spec = parseSpec({ loss: { a: [-0.5] }, time: { dt: 1 }, ensemble: { particles: 100 } });
  const engine = await openEngine(shaders);
  try {
    const ensemble = (await engine.create(spec)) as GpuEnsemble;
    const x = Float32Array.from({ length: 100 }, (_, i) => (i % 2 ? FROZEN : -FROZEN));
    await ensemble.write(x, new Uint32Array(100).fill(1));
    for (const step of [1, 20, 100]) await ensemble.advance(step);
    sameWords('frozen particles', await ensemble.read(100), x);
  } finally {
    engine.destroy();
  }
}

/**
 * Who comes beyond the reach between two looks stands where it stands on the CPU, wherever a run is
 * cut.
 */
export async function checkReach(shaders: Library): Promise<void> {
  const spec = aboutTheReach;
  const { particles } = spec.ensemble;
  const gpu = await openEngine(shaders);
  try {
    for (const stops of STOPS) {
      const [found, expected] = [await gpu.create(spec), await createCpuEngine().create(spec)];
      for (const stop of stops) {
        await found.advance(stop);
        await expected.advance(stop);
        sameWords(
          `x about the reach after ${stop} steps of ${stops}`,
          await found.read(particles),
          await expected.read(particles),
        );
      }
      found.destroy();
    }
  } finally {
    gpu.destroy();
  }
}

/**
 * Particles side by side go where each goes alone: of every noise that plain runs have, in several
 * coordinates, where they are not a multiple, wherever a run is cut. Some stand at the edge from the
 * start and some come there, while their neighbours go on.
 */
export async function checkLanes(shaders: Library): Promise<void> {
  const runs: [Partial, EnsembleOptions][] = [
    [{ time: { dt: 1 } }, {}],
    [{ time: { dt: 0.1 }, noise: { law: 'two-point' }, escape: { radius: 1.5 } }, {}],
    [{ time: { dt: 0.005 }, loss: { a: [1, -1] }, noise: { rho: 0.5 } }, { submitWork: 8192 }],
    [{ time: { dt: 0.05 }, noise: { normals: 1 } }, { shift: 'by-float' }],
  ];
  const gpu = await openEngine(shaders);
  try {
    for (const [partial, options] of runs) {
      const spec = parseSpec({ ...partial, ensemble: { particles: 333, seed: 'lanes' } });
      const results: [Float32Array, Uint32Array][] = [];
      for (const lanes of [1, 2] as const) {
        const ensemble = (await gpu.create(spec, { ...options, lanes })) as GpuEnsemble;
        const rows = spec.loss.kind === 'saddle' ? spec.loss.a.length : 1;
        const start = Float32Array.from({ length: 333 * rows }, (_, i) => (i % 5 ? 0.5 : FROZEN));
        await ensemble.write(start, new Uint32Array(333).fill(NEVER));
        for (const stop of [5, 64, 70, 192]) await ensemble.advance(stop);
        results.push([await ensemble.read(333), await ensemble.readEscapeSteps(333)]);
        ensemble.destroy();
      }
      const [[x, passages], [besideX, besidePassages]] = results;
      const what = `side by side, ${JSON.stringify(partial)}`;
      sameWords(`x ${what}`, wordsOf(besideX), wordsOf(x));
      sameWords(`first passages ${what}`, besidePassages, passages);
    }
  } finally {
    gpu.destroy();
  }
}

const wordsOf = (numbers: Float32Array) => new Uint32Array(numbers.buffer);

/**
 * Runs of a thousand steps: first passages as a share of different particles; totals always add up.
 */
export async function checkAdvance(shaders: Library): Promise<void> {
  await checkFrozen(shaders);
  const runs: [Partial, GeneratorName][] = [
    // Raw steps: leaves the range. The first, since faults that only this finds are many.
    [{ time: { dt: 1 } }, 'sfc32'],
    [{ time: { dt: 0.005 } }, 'sfc32'],
    [{ time: { dt: 0.005 }, noise: { rho: -0.7, sigma: 1 } }, 'philox4x32'],
    [{ time: { dt: 0.005 }, loss: { a: [-1, 0.5, 1] }, histogram: { coordinate: 2 } }, 'sfc32'],
    [{ time: { dt: 0.005 }, noise: { law: 'two-point' }, start: { kind: 'gaussian' } }, 'sfc32'],
  ];
  for (const [partial, generator] of LONG ? runs : [runs[0], runs[2], runs[4]]) {
    const particles = 4000;
    const { gpu, cpu } = await both(shaders, partial, particles, 1000, generator);
    let different = 0;
    for (let i = 0; i < particles; i++) if (gpu.passages[i] !== cpu.passages[i]) different++;
    const what = `advance of ${JSON.stringify(partial)}`;
    if (!(different <= DIFFERENT_PASSAGES * particles))
      throw new Error(`${what}: ${different} of ${particles} first passages differ`);
    for (const { counts } of [gpu, cpu]) {
      const total = counts.counts.reduce((sum, count) => sum + count, 0);
      if (total + counts.below + counts.above + counts.nonFinite !== particles)
        throw new Error(
          `${what}: ${total} + ${counts.below} + ${counts.above} are not ${particles}`,
        );
      if (counts.nonFinite !== 0) throw new Error(`${what}: ${counts.nonFinite} particles are NaN`);
    }
    close(
      `${what}: escaped`,
      [gpu.counts.escaped],
      [cpu.counts.escaped],
      DIFFERENT_PASSAGES * particles,
    );
    close(
      `${what}: frozen`,
      [gpu.counts.frozen],
      [cpu.counts.frozen],
      DIFFERENT_PASSAGES * particles,
    );
    // A thousand roundings of half an ULP, amplified by the steps' own growth, along a random walk.
    close(
      `${what}: quantiles`,
      gpu.quantiles,
      cpu.quantiles,
      (i) => 1e-3 * (Math.abs(cpu.quantiles[i]) + 1e-3),
    );
  }
}

/**
 * Blocks done whole and in parts are the same steps, for noise of every step and of a stride, where
 * particles leave the range too. The twin's first passages differ in few.
 */
export async function checkBlocks(shaders: Library): Promise<void> {
  const particles = 500;
  const gpu = await openEngine(shaders);
  const cpu = createCpuEngine();
  try {
    for (const kinds of [
      {},
      { noise: { law: 'two-point' } },
      { noise: { law: 'two-point' }, optimizer: { schedule: 'inverse-time' } },
      { noise: { normals: 1 } },
    ])
      for (const dt of [0.01, 1]) {
        const spec = parseSpec({
          ...kinds,
          time: { dt },
          ensemble: { particles, seed: 'parity' },
        });
        const after = async (engine: Engine, stops: number[]) => {
          const ensemble = await engine.create(spec);
          for (const stop of stops) await ensemble.advance(stop);
          const [x, passages] = [
            await ensemble.read(particles),
            await ensemble.readEscapeSteps(particles),
          ];
          ensemble.destroy();
          return { x, passages };
        };
        const what = `${JSON.stringify(kinds)} with steps of ${dt}`;
        const whole = await after(gpu, [192]);
        const parts = await after(gpu, [1, 37, 100, 129, 192]);
        sameWords(`${what}, positions in parts`, parts.x, whole.x);
        sameWords(`${what}, passages in parts`, parts.passages, whole.passages);
        const expected = await after(cpu, [192]);
        const different = whole.passages.filter((step, i) => step !== expected.passages[i]).length;
        if (!(different <= 1 + DIFFERENT_PASSAGES * particles))
          throw new Error(`${what}: ${different} of ${particles} first passages differ`);
      }
  } finally {
    gpu.destroy();
  }
}

/**
 * Where an adapter flushes subnormals, coin flips stand just above them, and elsewhere they fall
 * on.
 */
export async function checkUnderflow(shaders: Library): Promise<void> {
  const particles = 128;
  for (const [sigma, steps] of [
    [0.5, 1000],
    [0.2, 8000],
  ]) {
    const spec = parseSpec({
      loss: { a: [0] },
      noise: { law: 'two-point', sigma, tau: 0 },
      time: { dt: 1, steps },
      start: { kind: 'point', x: [1] },
      ensemble: { particles },
    });
    const zeros: number[] = [];
    for (const engine of [
      await openEngine(shaders),
      createCpuEngine(),
      createCpuEngine('fastest'),
    ]) {
      const ensemble = await engine.create(spec);
      await ensemble.advance(spec.time.steps);
      const { zero } = await ensemble.count();
      const read = (await ensemble.read(particles)).filter((value) => value === 0).length;
      sameWords('zeros that are counted and read', [read], [zero]);
      sameWords('the median', await ensemble.quantiles([0.5]), [0]);
      zeros.push(zero);
      engine.destroy();
    }
    // One or two are on their way down where the run ends.
    close('particles at 0 on each engine', zeros, [particles, particles, particles], 2);
  }
}
