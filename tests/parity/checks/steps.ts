import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { runParameters } from '../../../src/engine/run-parameters';
import { parseSpec } from '../../../src/spec/schema';
import { close } from '../../support/compare';
import { type Library, openEngine } from '../../support/gpu';
import { LONG } from '../../support/long';
import { BUMP_SLOPE, EPSILON, stepsTolerance } from '../../support/tolerances';

/** A few steps of every method and loss, from starts over a region. */

type Partial = Record<string, unknown>;

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

export async function checkStepsOf(shaders: Library, each: StepCase): Promise<void> {
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

export const checkSgd = (shaders: Library) => checkLinear(shaders, {}, [[1]]);
/** The learning rate stays what it is for its first step: no plain run, which has a step of its own. */
const SLOWED = { schedule: 'inverse-time' };
export const checkSlowedSgd = (shaders: Library) => checkLinear(shaders, SLOWED, [[1]]);

export const checkOneNormal = (shaders: Library) => checkOneNormalOf(shaders, {});
export const checkSlowedOneNormal = (shaders: Library) => checkOneNormalOf(shaders, SLOWED);

/** The square root is within 3 ULP of a number that is itself rounded four times. */
async function checkOneNormalOf(shaders: Library, optimizer: Partial): Promise<void> {
  for (const [rho, tau, stops] of [
    [0.5, -3, [1]],
    [-1, 2, [1]],
    [0, 0, [1, 3]],
  ] as const) {
    const partial = {
      time: { dt: 1 },
      noise: { normals: 1, rho, tau },
      optimizer: { learningRate: 0.3, ...optimizer },
    };
    const { learningRate, drift, multiplicative, additive } = runParameters(parseSpec(partial));
    const growth = 1 + learningRate * (Math.abs(drift[0]) + 6.66 * multiplicative);
    const reached = 50 * growth ** stops[stops.length - 1];
    const rate = learningRate * (multiplicative * reached + Math.abs(additive));
    await checkStepsOf(shaders, {
      partial,
      width: 50,
      size: reached * growth + 2 * 6.66 * rate,
      noiseRate: rate,
      growth,
      stops: [...stops],
    });
  }
}

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

export const checkMonkeySaddle = (shaders: Library) => checkSurface(shaders, 'monkey-saddle', 0);

/** Whole steps of a loss by plain SGD, and as the difference of two of SVRG. */
async function checkSgdAndSvrg(
  shaders: Library,
  learningRate: number,
  { partial, ...rest }: Parameters<typeof checkStepsOf>[1],
): Promise<void> {
  for (const optimizer of [{ kind: 'sgd' }, { kind: 'svrg', epochLength: 2 }])
    await checkStepsOf(shaders, {
      ...rest,
      partial: { ...partial, time: { dt: 1 }, optimizer: { ...optimizer, learningRate } },
    });
}

/** Two factors, by plain SGD and as the difference of two of SVRG. */
export async function checkMatrixFactorisation(shaders: Library): Promise<void> {
  await checkSgdAndSvrg(shaders, 0.1, {
    partial: {
      loss: { kind: 'matrix-factorisation', a: [-1] },
      noise: { sigma: 0.5, tau: 0.3, rho: 0.5 },
    },
    width: 1,
    // Factors stay below 3: the slope's terms below 0.1 * (1 + 0.5 * 6.66 + 9) * 3 + 0.2.
    size: 3 + 4.2,
    noiseRate: 0.1 * (0.5 * 3 + 0.3),
    growth: 3,
    stops: [1, 3],
    dimension: 2,
  });
}

/** Cubes of |x| up to 2, by plain SGD and as the difference of two of SVRG. */
export async function checkQuarticSaddle(shaders: Library): Promise<void> {
  await checkSgdAndSvrg(shaders, 0.05, {
    partial: {
      loss: { kind: 'quartic-saddle', a: [-0.5] },
      noise: { sigma: 0.1, tau: 0.5, rho: 0.5 },
    },
    width: 2,
    // |x| stays below 3: terms of 0.05 * (0.5 + 0.1 * 6.66) * 27 + 0.17.
    size: 3 + 2,
    noiseRate: 0.05 * (0.1 * 27 + 0.5),
    growth: 2.6,
    stops: [1, 3],
  });
}

/** Matrices of two and four rows, by plain SGD and as the difference of two of SVRG. */
export async function checkQuadraticForm(shaders: Library): Promise<void> {
  for (const [matrix, optimizer] of [
    [[0.5, -1, 0.25], { kind: 'sgd' }],
    [[0.5, -1, 0.25, 0.3, 0.2, -0.7, 0.1, -0.4, 0.6, 1], { kind: 'svrg', epochLength: 2 }],
  ] as const)
    await checkStepsOf(shaders, {
      partial: {
        loss: { kind: 'quadratic-form', matrix },
        noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
        time: { dt: 1 },
        optimizer: { ...optimizer, learningRate: 0.1 },
      },
      width: 10,
      // Rows sum up to 2.1 at most: factors of 1 + 0.1 * (2.1 + 0.3 * 6.66), three times.
      size: 10 * 1.42 ** 3 + 10,
      noiseRate: 0.1 * (0.3 * 29 + 0.5),
      growth: 1.42,
      stops: [1, 3],
      dimension: matrix.length === 3 ? 2 : 4,
    });
}

/** Slopes of up to 8 b |x|^3 on |x| <= 2, by plain SGD and as the difference of two of SVRG. */
export async function checkRosenbrock(shaders: Library): Promise<void> {
  await checkSgdAndSvrg(shaders, 0.01, {
    partial: {
      loss: { kind: 'rosenbrock', stiffness: 3 },
      noise: { sigma: 0.5, tau: 0.5, rho: 0.5 },
    },
    width: 2,
    // |y - x^2| <= 7: terms of 0.01 * 4 * (3 + 0.5 * 6.66) * 2 * 7, and |x| up to 6 after it.
    size: 6 + 6,
    noiseRate: 0.01 * (4 * 0.5 * 2 * 7 + 0.5),
    growth: 4,
    stops: [2],
    dimension: 2,
  });
}

/** From the first saddle to beyond the minima, by plain SGD and as the difference of SVRG. */
export async function checkOctopus(shaders: Library): Promise<void> {
  for (const [saddles, optimizer] of [
    [2, { kind: 'sgd' }],
    [4, { kind: 'svrg', epochLength: 2 }],
  ] as const)
    await checkStepsOf(shaders, {
      partial: {
        loss: { kind: 'octopus', saddles, wall: 1, ridge: 0.5, arm: 0.7 },
        noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
        time: { dt: 1 },
        optimizer: { ...optimizer, learningRate: 0.02 },
      },
      // Minima are at 2.8. Gates rise by at most 2.7, times gains of at most 30, times 0.02 * 3.
      width: 4,
      size: 4 + 8,
      noiseRate: 0.02 * (0.3 * 90 + 0.5),
      growth: 4,
      stops: [1, 2],
      dimension: saddles,
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

/** One unit, the whole set and as the difference of two of SVRG; two units, in minibatches. */
export const checkTanhNetwork = (shaders: Library) =>
  checkNetworks(shaders, [
    [1, { kind: 'gd' }, 1],
    [2, { kind: 'sgd' }, 3],
    [LONG ? 2 : 1, { kind: 'svrg', epochLength: 2 }, 5],
  ]);

/** Three units and four, whose points are no vectors, kicked in every direction and with a memory. */
export const checkSixWeights = (shaders: Library) =>
  checkNetworks(shaders, [[3, { kind: 'perturbed', perturbation: 0.5 }, 2]]);
export const checkEightWeights = (shaders: Library) =>
  checkNetworks(shaders, [
    [4, { kind: 'perturbed', perturbation: 0.5 }, 2],
    [4, { kind: 'averaged-sgd' }, 3],
  ]);

async function checkNetworks(
  shaders: Library,
  cases: readonly (readonly [units: number, optimizer: Partial, batchSize: number])[],
): Promise<void> {
  for (const [units, optimizer, batchSize] of cases)
    await checkStepsOf(shaders, {
      partial: {
        loss: { kind: 'tanh-network', units },
        noise: { law: 'dataset', samples: 20, sigma: 1.2, tau: 0.8 },
        time: { dt: 1 },
        optimizer: { ...optimizer, batchSize, learningRate: 0.1 },
      },
      width: 0.5,
      // |u| <= 4.2 and |t| <= 2.8; from weights of at most 0.9 with a kick, an error is below 6.4, a
      // slope below 25 and its own slope below 90. Three slopes of SVRG; tanh is within 5 ULP.
      size: 1 + 3 * 25 * 0.1,
      noiseRate: 'perturbation' in optimizer ? 0.1 * 0.5 : 0,
      growth: 1 + 0.1 * 90,
      stops: [1, 2],
      dimension: 2 * units,
    });
}
