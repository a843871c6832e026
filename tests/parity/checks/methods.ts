import {
  type OptimizerKind,
  optimizerModel,
  type ScheduleKind,
} from '../../../src/models/registry';
import type { Library } from '../../support/gpu';
import { checkStepsOf } from './steps';

/**
 * Numbers of methods for which a few steps show more than the defaults: a mean square that falls
 * again, and a decay that moves x by more than the tolerance.
 */
const NUMBERS: { [K in OptimizerKind]?: object } = {
  amsgrad: { beta2: 0.3 },
  adamw: { weightDecay: 0.5 },
  'sgd-weight-decay': { weightDecay: 0.5 },
  'clipped-sgd': { clip: 0.5 },
  sam: { ascent: 0.3 },
};

/** Numbers with which three steps differ. */
const SCHEDULES: { [K in ScheduleKind]?: object } = {
  'step-decay': { period: 1, factor: 0.5 },
  'power-decay': { exponent: 0.7 },
  cosine: { horizon: 3 },
  'warm-up': { warmUp: 3 },
};

/**
 * A schedule by its registry entry alone, with plain SGD: as `checkOptimizer`, whose bound leaves
 * room for 2e-5 of a step's length of 3.
 */
export async function checkSchedule(shaders: Library, schedule: ScheduleKind): Promise<void> {
  await checkStepsOf(shaders, {
    partial: {
      loss: { a: [-1] },
      noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
      time: { dt: 1 },
      optimizer: { schedule, learningRate: 0.05, ...SCHEDULES[schedule] },
    },
    width: 20,
    size: 60,
    noiseRate: 0.05 * (0.3 * 60 + 0.5),
    growth: 2,
    stops: [1, 4],
  });
}

/**
 * A method by its registry entry alone.
 *
 * One coordinate: slopes of at most 3 + 0.3 * 6.66 times |x| <= 20, so that
 * |x| stays below 60 in three steps of 0.05.
 *
 * Methods that take a norm, in two weights of a network: slopes of at most (0.7 + 0.5 * 6.66) |w| +
 * |w|^3 with |w| <= 1.5, and steps of 0.02.
 */
export async function checkOptimizer(shaders: Library, kind: OptimizerKind): Promise<void> {
  if (optimizerModel({ kind }).coupled) {
    await checkStepsOf(shaders, {
      partial: {
        loss: { kind: 'linear-network', a: [0.7], depth: 2 },
        noise: { sigma: 0.5, tau: 0 },
        time: { dt: 1 },
        optimizer: { kind, learningRate: 0.02, ...NUMBERS[kind] },
      },
      width: 1,
      size: 2,
      noiseRate: 0.02 * 0.5 * 1.5,
      growth: 2,
      stops: [1, 3],
      dimension: 2,
    });
    return;
  }
  for (const stops of [[1], [1, 3]])
    await checkStepsOf(shaders, {
      partial: {
        loss: { a: [-1] },
        noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
        time: { dt: 1 },
        optimizer: { kind, learningRate: 0.05, ...NUMBERS[kind] },
      },
      width: 20,
      size: 60,
      noiseRate: 0.05 * (0.3 * 60 + 0.5),
      growth: 2,
      stops,
    });
}
