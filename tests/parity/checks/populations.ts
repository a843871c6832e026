import { FROZEN, NEVER } from '../../../src/engine/constants';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { histogram } from '../../../src/engine/cpu/histogram';
import { plane } from '../../../src/engine/cpu/plane';
import { quantiles } from '../../../src/engine/cpu/quantile';
import type { GeneratorName } from '../../../src/engine/engine';
import type { GpuEnsemble } from '../../../src/engine/gpu/gpu-ensemble';
import { planeEdges } from '../../../src/engine/plane-window';
import { runParameters } from '../../../src/engine/run-parameters';
import { countsFromSlots } from '../../../src/engine/slots';
import type { OptimizerKind } from '../../../src/models/registry';
import { histogramEdges } from '../../../src/spec/histogram-edges';
import { MOST_BINS, parseSpec } from '../../../src/spec/schema';
import { underflowOf } from '../../../src/spec/underflow';
import { close, sameWords } from '../../support/compare';
import { type Library, openEngine } from '../../support/gpu';
import {
  BUMP_SLOPE,
  DIFFERENT_PASSAGES,
  EPSILON,
  NORMAL,
  stepsTolerance,
} from '../../support/tolerances';

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
  const { gpu, cpu } = await both(
    shaders,
    { start: { kind: 'uniform', low: [-2], high: [3] } },
    20_000,
    0,
  );
  close('uniform start', gpu.x, cpu.x, 5 * EPSILON);
}

/** A few steps from a start over a region, both coordinates compared. */
interface StepCase {
  partial: Partial;
  /** Half-width of the start in every coordinate. */
  width: number;
  /** Largest |x| and terms of a step on the way. */
  size: number;
  /** What normals' errors are multiplied by, per step. */
  noiseRate: number;
  /** Most that a step multiplies a difference by. */
  growth: number;
  /** Stops, the last of which is compared; memory must survive them. */
  stops?: number[];
  dimension?: number;
  /** Error of the slope itself, per step. */
  slopeError?: number;
}

async function checkStepsOf(shaders: Library, each: StepCase): Promise<void> {
  const {
    partial,
    width,
    size,
    noiseRate,
    growth,
    stops = [1],
    dimension = 1,
    slopeError = 0,
  } = each;
  const list = (value: number) => Array<number>(dimension).fill(value);
  const start = { kind: 'uniform', low: list(-width), high: list(width) };
  const particles = 10_000;
  const spec = parseSpec({ start, ...partial, ensemble: { particles, seed: 'parity' } });
  const gpu = await openEngine(shaders);
  const tolerance =
    stepsTolerance(size, noiseRate, growth, stops[stops.length - 1]) +
    // The start itself differs by 5 ULP of its width.
    growth ** stops[stops.length - 1] * (10 * EPSILON * width + stops.length * slopeError);
  try {
    const coordinates: Float32Array[][] = [];
    for (const engine of [gpu, createCpuEngine()]) {
      const ensemble = await engine.create(spec);
      for (const stop of stops) await ensemble.advance(stop);
      const read: Float32Array[] = [];
      for (let coordinate = 0; coordinate < dimension; coordinate++)
        read.push(
          Float32Array.of(
            ...(await ensemble.read(100, coordinate)),
            ...(await ensemble.read(particles, coordinate, 100)),
          ),
        );
      coordinates.push(read);
    }
    for (let coordinate = 0; coordinate < dimension; coordinate++)
      close(
        `x${coordinate} at step ${stops} of ${JSON.stringify(partial)}`,
        coordinates[0][coordinate],
        coordinates[1][coordinate],
        tolerance,
      );
  } finally {
    gpu.destroy();
  }
}

/**
 * One step, then a few with stops in between, of an optimizer at saddles with every kind of noise
 * of a wide start.
 */
async function checkLinear(shaders: Library, optimizer: Partial, stops: number[][]): Promise<void> {
  for (const partial of [
    {
      time: { dt: 1 },
      noise: { rho: 0.5, tau: -3 },
      optimizer: { learningRate: 0.3, ...optimizer },
    },
    { time: { dt: 0.01 }, noise: { law: 'two-point' }, loss: { a: [-2] }, optimizer },
  ])
    for (const list of stops) {
      const run = runParameters(parseSpec(partial));
      const beta = run.beta;
      const factor =
        run.learningRate *
        (Math.abs(run.drift[0]) + (run.multiplicative > 0 ? 6.66 * run.multiplicative : 0));
      const last = list[list.length - 1];
      const growth = (1 + factor) / (1 - beta);
      const reached = 50 * growth ** last;
      const rate =
        run.learningRate *
        (run.multiplicative * reached + Math.abs(run.additive) + run.perturbation);
      await checkStepsOf(shaders, {
        partial,
        width: 50,
        size: reached * growth + 6.66 * rate,
        noiseRate: rate,
        growth,
        stops: list,
      });
    }
}

/**
 * A method by its registry entry alone, with its default numbers: slopes of at most 3 + 0.3 * 6.66
 * times |x| <= 20, so that |x| stays below 60 in three steps of 0.05.
 */
export async function checkOptimizer(shaders: Library, kind: OptimizerKind): Promise<void> {
  for (const stops of [[1], [1, 3]])
    await checkStepsOf(shaders, {
      partial: {
        loss: { a: [-1] },
        noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
        time: { dt: 1 },
        optimizer: { kind, learningRate: 0.05 },
      },
      width: 20,
      size: 60,
      noiseRate: 0.05 * (0.3 * 60 + 0.5),
      growth: 2,
      stops,
    });
}

export const checkSgd = (shaders: Library) => checkLinear(shaders, {}, [[1]]);
export const checkPerturbed = (shaders: Library) =>
  checkLinear(shaders, { kind: 'perturbed', perturbation: 40 }, [[1], [1, 3]]);
export const checkSvrg = (shaders: Library) =>
  checkLinear(shaders, { kind: 'svrg', epochLength: 2 }, [[1], [1, 2], [1, 3]]);
export const checkHeavyBall = (shaders: Library) =>
  checkLinear(shaders, { kind: 'heavy-ball', beta: 0.5 }, [[1], [1, 2], [1, 3]]);
export const checkNesterov = (shaders: Library) =>
  checkLinear(shaders, { kind: 'nesterov', beta: 0.5 }, [[1], [1, 2], [1, 3]]);

/** Rates that fall: after 40 steps of 1/n the 41st is 41 times smaller. */
export async function checkInverseTime(shaders: Library): Promise<void> {
  await checkLinear(shaders, { schedule: 'inverse-time' }, [[1], [1, 3]]);
}

export async function checkGd(shaders: Library): Promise<void> {
  await checkStepsOf(shaders, {
    partial: { time: { dt: 0.5 }, optimizer: { kind: 'gd', learningRate: 0.7 } },
    width: 50,
    size: 70,
    noiseRate: 0,
    growth: 1.35,
  });
  // Averaged over the shaking.
  for (const [kind, slopeError] of [
    ['double-well', 0],
    ['spike-and-wells', BUMP_SLOPE],
  ] as const)
    await checkStepsOf(shaders, {
      partial: {
        loss: { kind },
        noise: { shake: 1.5 },
        time: { dt: 1 },
        optimizer: { kind: 'gd', learningRate: 0.01 },
      },
      width: 4,
      size: 8,
      noiseRate: 0,
      growth: 2,
      dimension: 2,
      slopeError,
    });
}

/**
 * Slopes of size up to `slope` on |x| <= 4, shaken by 0.5, by plain SGD and as the difference of
 * two of SVRG.
 */
async function checkSurface(shaders: Library, kind: string, slopeError: number): Promise<void> {
  for (const law of ['gaussian', 'two-point'])
    for (const optimizer of [{ kind: 'sgd' }, { kind: 'svrg', epochLength: 3 }])
      await checkStepsOf(shaders, {
        partial: {
          loss: { kind },
          noise: { law, shake: law === 'two-point' && optimizer.kind === 'svrg' ? 0 : 0.5 },
          time: { dt: 1 },
          optimizer: { ...optimizer, learningRate: 0.01 },
        },
        width: 4,
        // |x| <= 4 + 0.5 * 6.66: cubic slopes up to 640, curvatures up to 200, both times 0.01.
        size: 4 + 20,
        noiseRate: 0.5 * 2,
        growth: 5,
        stops: [2],
        dimension: 2,
        slopeError,
      });
}

export const checkDoubleWell = (shaders: Library) => checkSurface(shaders, 'double-well', 0);
export const checkSpikeAndWells = (shaders: Library) =>
  checkSurface(shaders, 'spike-and-wells', BUMP_SLOPE);

/**
 * Ridges: the slope's size does not depend on x, so differences never grow but where a ridge lies
 * between.
 */
export async function checkReluSaddle(shaders: Library): Promise<void> {
  for (const optimizer of [{ kind: 'sgd' }, { kind: 'svrg', epochLength: 2 }, { kind: 'gd' }])
    await checkStepsOf(shaders, {
      partial: {
        loss: { kind: 'relu-saddle', a: [-2] },
        noise: { sigma: 0.5, tau: 0.3, rho: 0.5 },
        time: { dt: 1 },
        optimizer,
      },
      // Many cross the ridge within an epoch.
      width: 5,
      size: 20,
      noiseRate: 0.8,
      growth: 1,
      stops: [1, 3],
    });
}

/** Products of two, three and four weights, kicked in every direction, and as SVRG's difference. */
export async function checkLinearNetwork(shaders: Library): Promise<void> {
  for (const depth of [2, 3, 4])
    for (const optimizer of [
      { kind: 'perturbed', perturbation: 0.5 },
      { kind: 'svrg', epochLength: 2 },
    ])
      await checkStepsOf(shaders, {
        partial: {
          loss: { kind: 'linear-network', a: [0.7], depth },
          noise: { law: 'dataset', samples: 100, sigma: 0.5, tau: 0.2, rho: 0.3 },
          time: { dt: 1 },
          optimizer: { ...optimizer, learningRate: 0.1 },
        },
        width: 1,
        // Weights stay below 3 in three steps; the slope's terms below 0.1 * 3^7 for a few of them.
        size: 100,
        noiseRate: 20,
        growth: 6,
        stops: [1, 3],
        dimension: depth,
      });
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
  const least = underflowOf(spec);
  const below = new Float32Array(
    Uint32Array.of(new Uint32Array(Float32Array.of(least).buffer)[0] - 1).buffer,
  )[0];
  x.set([
    0,
    -0,
    1e-40,
    -1e-40,
    FROZEN,
    -FROZEN,
    Number.NaN,
    Infinity,
    -Infinity,
    2 ** -126,
    least,
    -least,
    below,
  ]);
  const edges = histogramEdges(spec.histogram);
  x.set(
    edges.map((edge, i) => (i % 2 ? edge : -edge)),
    13,
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
    { axis: 'linear', min: -3, max: 8, bins: MOST_BINS },
  ])
    await written(shaders, { histogram: shape }, async (ensemble, x, passages) => {
      const { spec } = ensemble;
      const edges = histogramEdges(spec.histogram);
      const edge = { radius: spec.escape.radius, coordinates: [x] };
      const slots = histogram(
        x,
        passages,
        edges,
        spec.histogram.axis === 'log-abs',
        edge,
        underflowOf(spec),
      );
      const expected = countsFromSlots(slots, spec.histogram.bins, 0);
      const actual = await ensemble.count();
      const list = ({ counts, step, ...rest }: typeof actual) => [
        ...Object.values(rest),
        ...counts,
      ];
      sameWords(
        `histogram ${JSON.stringify(shape)} (below, above, nonFinite, escaped, zero, frozen, beyond, bins)`,
        list(actual),
        list(expected),
      );
    });
  // Who is beyond the radius is asked of every coordinate, and not of that of the histogram alone.
  const several = { loss: { a: [1, 1, 1] }, escape: { radius: 3 }, histogram: { coordinate: 1 } };
  await written(shaders, several, async (ensemble, x, passages) => {
    x.set([3, 0, -3, 1], 20);
    x.set([-3, 0, 3, 1].toReversed(), x.length - 24);
    const coordinates = [x.toReversed(), x, x.map((value) => value / 2)];
    const rows = Float32Array.from(coordinates.flatMap((each) => [...each]));
    await ensemble.write(rows, passages);
    const { spec } = ensemble;
    const slots = histogram(
      x,
      passages,
      histogramEdges(spec.histogram),
      false,
      { radius: 3, coordinates },
      underflowOf(spec),
    );
    const expected = countsFromSlots(slots, spec.histogram.bins, 0);
    const actual = await ensemble.count();
    sameWords('beyond the radius in any coordinate', [actual.beyond], [expected.beyond]);
  });
}

/** Counts between other ends, before and after a step and a loss of the device, and back again. */
export async function checkRebin(shaders: Library): Promise<void> {
  const particles = 5000;
  const spec = parseSpec({
    start: { kind: 'uniform', low: [-3], high: [3] },
    histogram: { axis: 'linear', min: -1, max: 1, bins: 300 },
    ensemble: { particles, seed: 'parity' },
  });
  const gpu = await openEngine(shaders);
  try {
    const ensemble = await gpu.create(spec);
    const expectCounts = async (what: string) => {
      const { histogram: shape } = ensemble.spec;
      const x = await ensemble.read(particles);
      const passages = (await ensemble.readEscapeSteps(particles)).map((step) => step || NEVER);
      const edge = { radius: spec.escape.radius, coordinates: [x] };
      const slots = histogram(
        x,
        passages,
        histogramEdges(shape),
        false,
        edge,
        underflowOf(ensemble.spec),
      );
      const expected = countsFromSlots(slots, shape.bins, ensemble.step);
      const { counts, below, above } = await ensemble.count();
      sameWords(
        `${what}: below, above, bins`,
        [below, above, ...counts],
        [expected.below, expected.above, ...expected.counts],
      );
    };
    await ensemble.count();
    await ensemble.rebin({ min: -2.5, max: 0.5 });
    await expectCounts('other ends at the step that was counted');
    await ensemble.advance(3);
    await expectCounts('other ends a few steps on');
    gpu.loseDevice();
    await expectCounts('other ends on a new device');
    gpu.loseDevice();
    await ensemble.rebin({ min: -1, max: 1 });
    await expectCounts('the first ends again, given while the device was lost');
  } finally {
    gpu.destroy();
  }
}

export async function checkQuantile(shaders: Library): Promise<void> {
  const probabilities = [0, 0.001, 0.05, 0.25, 0.5, 0.75, 0.95, 0.999, 1, 0.3];
  await written(shaders, {}, async (ensemble, x, passages) => {
    x[6] = 1; // NaN has no place in an order
    x.fill(underflowOf(ensemble.spec) / 2, 20, 60_000);
    await ensemble.write(x, passages);
    sameWords(
      'quantiles',
      await ensemble.quantiles(probabilities),
      quantiles(x, probabilities, underflowOf(ensemble.spec)),
    );
  });
}

/** Cells of a grid, its edges and what lies outside. */
export async function checkPlane(shaders: Library): Promise<void> {
  // 0 is an edge of both.
  const window = { x: [-2, 2], y: [-1, 3], bins: 32 } as const;
  const particles = 20_000;
  const spec = parseSpec({ loss: { a: [1, -1] }, ensemble: { particles } });
  const { x, y } = planeEdges(window);
  const rows = Float32Array.from({ length: 2 * particles }, (_, i) =>
    Math.sinh(((i * 7919) % 1000) / 160 - 3),
  );
  const tiny = underflowOf(spec) / 2;
  rows.set([...x, Number.NaN, 1e-40, FROZEN, -tiny, 0]);
  rows.set([...y, 0, -1e-40, -FROZEN, 0, -tiny], particles);
  const engine = await openEngine(shaders);
  try {
    const ensemble = (await engine.create(spec)) as GpuEnsemble;
    await ensemble.write(rows, new Uint32Array(particles));
    const columns = [rows.slice(0, particles), rows.slice(particles)].map((each) =>
      Float64Array.from(each),
    );
    sameWords(
      'cells',
      await ensemble.countPlane(window),
      plane(columns[0], columns[1], x, y, underflowOf(spec)),
    );
  } finally {
    engine.destroy();
  }
}

/**
 * Where an adapter flushes subnormals, a thousand coin flips stand just above them, and elsewhere
 * they fall on.
 */
export async function checkUnderflow(shaders: Library): Promise<void> {
  for (const [sigma, steps] of [
    [0.5, 1000],
    [0.2, 8000],
  ]) {
    const spec = parseSpec({
      loss: { a: [0] },
      noise: { law: 'two-point', sigma, tau: 0 },
      time: { dt: 1, steps },
      start: { kind: 'point', x: [1] },
      ensemble: { particles: 1024 },
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
      const read = (await ensemble.read(1024)).filter((value) => value === 0).length;
      sameWords('zeros that are counted and read', [read], [zero]);
      sameWords('the median', await ensemble.quantiles([0.5]), [0]);
      zeros.push(zero);
      engine.destroy();
    }
    // One or two are on their way down where the run ends.
    close('particles at 0 on each engine', zeros, [1024, 1024, 1024], 2);
  }
}
