import { FROZEN, NEVER } from '../../../src/engine/constants';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { histogram } from '../../../src/engine/cpu/histogram';
import { quantiles } from '../../../src/engine/cpu/quantile';
import type { GeneratorName } from '../../../src/engine/engine';
import type { GpuEnsemble } from '../../../src/engine/gpu/gpu-ensemble';
import { runParameters } from '../../../src/engine/run-parameters';
import { countsFromSlots } from '../../../src/engine/slots';
import { histogramEdges, parseSpec } from '../../../src/spec/schema';
import { close, sameWords } from '../../support/compare';
import { type Library, openEngine } from '../../support/gpu';
import { DIFFERENT_PASSAGES, EPSILON, NORMAL, stepTolerance } from '../../support/tolerances';

/** Whole populations on both engines. */

type Partial = Record<string, unknown>;

/** x after `steps` steps on both engines, and first passages. */
async function both(
  shaders: Library,
  partial: Partial,
  particles: number,
  steps: number,
  generator?: GeneratorName,
) {
  const spec = parseSpec({ ...partial, ensemble: { particles, seed: 'parity' } });
  const gpu = await openEngine(shaders);
  try {
    const results = [];
    for (const engine of [gpu, createCpuEngine()]) {
      const ensemble = await engine.create(spec, { generator });
      await ensemble.advance(steps);
      results.push({
        x: await ensemble.read(particles),
        passages: await ensemble.readEscapeSteps(particles),
        counts: await ensemble.count(),
        quantiles: await ensemble.quantiles([0.05, 0.25, 0.5, 0.75, 0.95]),
      });
      ensemble.destroy();
    }
    return { spec, gpu: results[0], cpu: results[1] };
  } finally {
    gpu.destroy();
  }
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
  const { gpu, cpu } = await both(shaders, { start: { kind: 'uniform', low: [-2], high: [3] } }, 20_000, 0);
  close('uniform start', gpu.x, cpu.x, 5 * EPSILON);
}

/** One step from a wide start, for an optimiser and noise law. */
async function checkOneStep(shaders: Library, partial: Partial): Promise<void> {
  const start = { kind: 'uniform', low: [-50], high: [50] };
  const { spec, gpu, cpu } = await both(shaders, { start, ...partial }, 20_000, 1);
  const run = runParameters(spec);
  const rate = run.learningRate * (Math.abs(run.multiplicative) * 50 + Math.abs(run.additive));
  const size = 50 * (1 + run.learningRate * Math.abs(run.drift[0])) + 6.66 * rate;
  // The start itself differs by 5 ULP of its width.
  const growth = 1 + run.learningRate * (Math.abs(run.drift[0]) + 6.66 * Math.abs(run.multiplicative));
  close(
    `one step of ${JSON.stringify(partial)}`,
    gpu.x,
    cpu.x,
    stepTolerance(size, rate) + 100 * EPSILON * growth,
  );
}

export async function checkSgd(shaders: Library): Promise<void> {
  await checkOneStep(shaders, {
    time: { dt: 1 },
    noise: { rho: 0.5, tau: -3 },
    optimizer: { learningRate: 0.3 },
  });
  await checkOneStep(shaders, { time: { dt: 0.01 }, noise: { law: 'two-point' }, loss: { a: [-2] } });
}

export async function checkGd(shaders: Library): Promise<void> {
  await checkOneStep(shaders, { time: { dt: 0.5 }, optimizer: { kind: 'gd', learningRate: 0.7 } });
}

/** Particles at the edge of the range do not come back, even where every step would bring them in. */
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

/** Runs of a thousand steps: first passages as a share of different particles; totals always add up. */
export async function checkAdvance(shaders: Library): Promise<void> {
  await checkFrozen(shaders);
  const runs: [Partial, GeneratorName][] = [
    [{ time: { dt: 0.005 } }, 'sfc32'],
    [{ time: { dt: 0.005 }, noise: { rho: -0.7, sigma: 1 } }, 'philox4x32'],
    [{ time: { dt: 0.005 }, loss: { a: [-1, 0.5, 1] }, histogram: { coordinate: 2 } }, 'sfc32'],
    [{ time: { dt: 0.005 }, noise: { law: 'two-point' }, start: { kind: 'gaussian' } }, 'sfc32'],
    // Raw steps: leaves the range.
    [{ time: { dt: 1 } }, 'sfc32'],
  ];
  for (const [partial, generator] of runs) {
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
        throw new Error(`${what}: ${total} + ${counts.below} + ${counts.above} are not ${particles}`);
      if (counts.nonFinite !== 0) throw new Error(`${what}: ${counts.nonFinite} particles are NaN`);
    }
    close(`${what}: escaped`, [gpu.counts.escaped], [cpu.counts.escaped], DIFFERENT_PASSAGES * particles);
    close(`${what}: frozen`, [gpu.counts.frozen], [cpu.counts.frozen], DIFFERENT_PASSAGES * particles);
    // A thousand roundings of half an ULP, amplified by the steps' own growth, along a random walk.
    close(
      `${what}: quantiles`,
      gpu.quantiles,
      cpu.quantiles,
      (i) => 1e-3 * (Math.abs(cpu.quantiles[i]) + 1e-3),
    );
  }
}

/** A population with every kind of value there is, written into the GPU's buffers. */
async function written<T>(
  shaders: Library,
  partial: Partial,
  use: (ensemble: GpuEnsemble, x: Float32Array, passages: Uint32Array) => Promise<T>,
): Promise<T> {
  const particles = 100_003;
  const spec = parseSpec({ ...partial, ensemble: { particles } });
  const x = Float32Array.from(
    { length: particles },
    (_, i) => Math.sinh(((i * 7919) % 1000) / 80 - 6) * (i % 2 ? 1 : -1),
  );
  x.set([0, -0, 1e-40, -1e-40, FROZEN, -FROZEN, Number.NaN, Infinity, -Infinity, 2 ** -126]);
  const edges = histogramEdges(spec.histogram);
  x.set(
    edges.map((edge, i) => (i % 2 ? edge : -edge)),
    10,
  );
  const passages = Uint32Array.from({ length: particles }, (_, i) => (i % 3 ? NEVER : i));
  const engine = await openEngine(shaders);
  try {
    const ensemble = (await engine.create(spec)) as GpuEnsemble;
    await ensemble.write(x, passages);
    return await use(ensemble, x, passages);
  } finally {
    engine.destroy();
  }
}

export async function checkHistogram(shaders: Library): Promise<void> {
  for (const shape of [
    { axis: 'asinh', bins: 512 },
    { axis: 'linear', min: -1, max: 1, bins: 1 },
    { axis: 'linear', min: -3, max: 8, bins: 2048 },
    { axis: 'log-abs', bins: 100 },
  ])
    await written(shaders, { histogram: shape }, async (ensemble, x, passages) => {
      const { spec } = ensemble;
      const edges = histogramEdges(spec.histogram);
      const slots = histogram(x, passages, edges, spec.histogram.axis === 'log-abs');
      const expected = countsFromSlots(slots, spec.histogram.bins, 0);
      const actual = await ensemble.count();
      const list = ({ counts, step, ...rest }: typeof actual) => [...Object.values(rest), ...counts];
      sameWords(
        `histogram ${JSON.stringify(shape)} (below, above, nonFinite, escaped, zero, frozen, bins)`,
        list(actual),
        list(expected),
      );
    });
}

export async function checkQuantile(shaders: Library): Promise<void> {
  const probabilities = [0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1, 0.3];
  await written(shaders, {}, async (ensemble, x, passages) => {
    x[6] = 1; // NaN has no place in an order
    await ensemble.write(x, passages);
    sameWords('quantiles', await ensemble.quantiles(probabilities), quantiles(x, probabilities));
  });
}
