import {
  type LOSS_MODELS,
  type LossKind,
  lossModel,
  type NOISE_MODELS,
  type NoiseLaw,
  noiseModel,
  type OPTIMIZER_MODELS,
  type OptimizerKind,
  type OwnFields,
  type REGION_MODELS,
  type RegionKind,
  type ScheduleKind,
  type ScheduleValues,
} from '../models/registry';
import { givenSamplesOf } from './given-samples';

export type { LossKind, NoiseLaw, OptimizerKind, RegionKind, ScheduleKind };

/**
 * The document that says what to simulate. The page, the permalink, the command line and every
 * export carry exactly this shape; `parseSpec` in schema.ts makes one from untrusted input.
 *
 * One step of the model, for every coordinate of a saddle on its own:
 *
 *   x <- x + learningRate_n * [ (a dt + sigma_B sqrt(dt) xi) x + tau_B sqrt(dt) eta ]
 *   sigma_B = sigma / sqrt(batchSize), tau_B = tau / sqrt(batchSize), corr(xi, eta) = rho
 *
 * Other losses and optimizers: docs/model.md. Which of them compose: compose.ts.
 * All quantities are dimensionless; time is measured in units of the SDE clock, `steps * dt`.
 */
export interface Spec {
  /** Version of the format. */
  version: 1;
  /** What is descended: its kind and numbers. */
  loss: Loss;
  /** The law of the minibatch noise and its size. */
  noise: Noise;
  /** The method, its learning rate and schedule. */
  optimizer: Optimizer;
  /** How long a step is, and how many there are. */
  time: {
    /** Length of one step on the SDE clock; 1 is plain SGD. */ dt: number;
    /** Steps of the run, 1 to 1e9. */
    steps: number;
    /** Steps whose moments, quantiles and escapes are written: a stride, or a list that rises. */
    record?: number | number[];
    /** Probabilities of the quantiles there, rising; present where something is recorded. */
    levels?: number[];
  };
  /** Where particles start. */
  start: Start;
  /** What particles leave. */
  escape: Escape;
  /** How many particles there are, and whose random numbers they have. */
  ensemble: {
    /** Particles, 1 on; the engine says how many it holds. */
    particles: number;
    /** Any text; equal seeds give equal noise. */
    seed: string;
    /**
     * Number of the cell of a sweep whose noise this run has, 1 to 2^32 - 1; left out, it is 0, a
     * run of its own.
     */
    cell?: number;
  };
  /** Bins of the histogram. */
  histogram: Histogram;
}

/** `a[i] > 0`: concave, repulsive direction; `a[i] < 0`: convex, attractive. */
export type Loss = {
  [K in LossKind]: { kind: K } & OwnFields<(typeof LOSS_MODELS)[K]>;
}[LossKind];

export interface CommonNoise {
  /**
   * Standard deviation of the multiplicative noise xi per sample. >= 0. A list has a number for each
   * coordinate; so have the two below.
   */
  sigma: number | number[];
  /** Standard deviation of the additive noise eta per sample, any sign. */
  tau: number | number[];
  /** Correlation of xi and eta, -1 to 1. */
  rho: number | number[];
  /**
   * Standard deviation of the random translation, in each coordinate; present with the losses that
   * one shakes. >= 0.
   */
  shake?: number;
}

/** The noise: its law, size and correlation, and what the law has (docs/model.md). */
export type Noise = {
  [L in NoiseLaw]: { law: L } & CommonNoise & OwnFields<(typeof NOISE_MODELS)[L]>;
}[NoiseLaw];

interface CommonOptimizer extends ScheduleValues {
  learningRate: number;
  /** How the learning rate depends on the step: docs/model.md. Its own fields come with it. */
  schedule: ScheduleKind;
  batchSize: number;
}

/** The method, and the numbers that its kind has (docs/model.md). */
export type Optimizer = {
  [K in OptimizerKind]: { kind: K } & CommonOptimizer & OwnFields<(typeof OPTIMIZER_MODELS)[K]>;
}[OptimizerKind];

/**
 * Where particles start, one number for each coordinate: at the point `x`, spread normally by
 * `standardDeviation` around `mean`, or evenly from `low` to `high`.
 */
export type Start =
  | { kind: 'point'; x: number[] }
  | { kind: 'gaussian'; mean: number[]; standardDeviation: number[] }
  | { kind: 'uniform'; low: number[]; high: number[] };

/**
 * What a particle leaves, checked after every step. Without `region`, first passage is
 * max_i |x_i| > radius; else it is where one coordinate, or the mean loss, is below `low` or above
 * `high`, of which at least one is given.
 */
export type Escape = {
  [K in RegionKind]: (K extends 'radius' ? { region?: undefined } : { region: K }) &
    OwnFields<(typeof REGION_MODELS)[K]>;
}[RegionKind];

/** How positions are laid out in a histogram. */
export type Axis = 'linear' | 'asinh' | 'log-abs';

/**
 * Bins are equal steps of x (linear), asinh x (asinh) or log |x| (log-abs: min and max are values
 * of |x|).
 */
export interface Histogram {
  /** Which coordinate, from 0. */
  coordinate: number;
  /** How its values are laid out. */
  axis: Axis;
  /** First edge. */
  min: number;
  /** Last edge, above `min`. */
  max: number;
  /** Bins of equal length on the axis. */
  bins: number;
}

/** A loss's own fields, as its model reads them. */
export type LossValues = Record<string, never> & Loss;

/** Coordinates of a particle. */
export function dimensionOf({ loss }: Pick<Spec, 'loss'>): number {
  return lossModel(loss).dimension(loss as LossValues);
}

/** Whether a translation shakes the loss, in place of xi and eta. */
export function isShaken({ loss }: Pick<Spec, 'loss'>): boolean {
  return lossModel(loss).noise === 'shake';
}

/** Slope of a coordinate at its saddle: a_i; 0 where the loss has no such number. */
export function slopeOf({ loss }: Pick<Spec, 'loss'>, coordinate: number): number {
  return lossModel(loss).slope(loss as LossValues, coordinate);
}

/** Whether coordinates have noise of their own. */
export function isListed({ noise }: Pick<Spec, 'noise'>): boolean {
  return Object.values(noise).some(Array.isArray);
}

/** What a coordinate has of a number that all share, or of a list with one for each. */
export function numberAt(given: number | readonly number[], coordinate: number): number {
  return typeof given === 'number' ? given : given[coordinate];
}

/** Slopes that a loss is given; none for a surface. */
export function slopesOf({ loss }: Pick<Spec, 'loss'>): readonly number[] {
  return 'a' in loss ? loss.a : [];
}

/** Share of the last step that momentum keeps; 0 for every other method. */
export function betaOf({ optimizer }: Pick<Spec, 'optimizer'>): number {
  return 'beta' in optimizer ? optimizer.beta : 0;
}

/**
 * Standard deviation of the optimizer's own kicks per sqrt(dt), as noise of a slope at the full
 * learning rate; 0 where there are none.
 */
export function perturbationOf({ optimizer }: Pick<Spec, 'optimizer'>): number {
  if ('temperature' in optimizer)
    return Math.sqrt((2 * optimizer.temperature) / optimizer.learningRate);
  return 'perturbation' in optimizer ? optimizer.perturbation : 0;
}

/** Share of x and of time that weight decay takes off x; 0 where there is none. */
export function weightDecayOf({ optimizer }: Pick<Spec, 'optimizer'>): number {
  return 'weightDecay' in optimizer ? optimizer.weightDecay : 0;
}

/** Steps between two landmarks; 1 where there are none. */
export function epochLengthOf({ optimizer }: Pick<Spec, 'optimizer'>): number {
  return 'epochLength' in optimizer ? optimizer.epochLength : 1;
}

/** Samples of a stored set; infinite where every sample is drawn afresh. */
export function samplesOf({ noise }: Pick<Spec, 'noise'>): number {
  if (!noiseModel(noise).stored) return Number.POSITIVE_INFINITY;
  return 'samples' in noise ? noise.samples : (givenSamplesOf({ noise })?.count ?? 0);
}

/** Radius that particles leave; null where they leave another region. */
export function radiusOf({ escape: left }: Pick<Spec, 'escape'>): number | null {
  return left.region === undefined ? left.radius : null;
}

/** Standard deviation of the translation that shakes the loss; 0 where there is none. */
export function shakeOf({ noise }: Pick<Spec, 'noise'>): number {
  return noise.shake ?? 0;
}

/** The same experiment, seen between other ends. */
export function withEnds(spec: Spec, { min, max }: { min: number; max: number }): Spec {
  return { ...spec, histogram: { ...spec.histogram, min, max } };
}

/** The same experiment with another number of particles. */
export function withParticles(spec: Spec, particles: number): Spec {
  return { ...spec, ensemble: { ...spec.ensemble, particles } };
}
