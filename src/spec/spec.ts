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
  version: 1;
  loss: Loss;
  noise: Noise;
  optimizer: Optimizer;
  time: { /** Length of one step on the SDE clock; 1 is plain SGD. */ dt: number; steps: number };
  start: Start;
  escape: {
    /** First passage is max_i |x_i| > radius, checked after every step. */ radius: number;
  };
  ensemble: {
    particles: number;
    seed: string;
    /**
     * Number of the cell of a sweep whose noise this run has, 1 to 2^32 - 1; left out, it is 0, a
     * run of its own.
     */
    cell?: number;
  };
  histogram: Histogram;
}

export type Loss =
  /**
   * saddle: f = -sum (a_i + xi_i) x_i^2 / 2 + eta_i x_i; relu-saddle: f = -sum (a_i + xi_i) |x_i| +
   * eta_i x_i. `a[i] > 0`: concave, repulsive direction; `a[i] < 0`: convex, attractive. 1 to 64
   * coordinates.
   */
  | { kind: 'saddle' | 'relu-saddle'; a: number[] }
  /** Surfaces of two coordinates that `noise.shake` translates at random. */
  | Surface
  /**
   * (1 + eta) (w_1 ... w_depth)^2 / 2 - (a + xi) w_1 ... w_depth: a product of weights against
   * data. Depth 2 to 4.
   */
  | { kind: 'linear-network'; a: number[]; depth: number };

export interface Surface {
  kind: 'double-well' | 'spike-and-wells';
}

export interface Noise {
  /** dataset: a stored set of `samples` pairs (xi, eta), minibatches without replacement. */
  law: 'gaussian' | 'two-point' | 'dataset';
  /** Standard deviation of the multiplicative noise xi per sample. >= 0. */
  sigma: number;
  /** Standard deviation of the additive noise eta per sample, any sign. */
  tau: number;
  /** Correlation of xi and eta, -1 to 1. */
  rho: number;
  /** Law dataset only: samples in the set, 3 to 65,536. */
  samples?: number;
  /**
   * double-well and spike-and-wells only: standard deviation of the random translation, in each
   * coordinate. >= 0.
   */
  shake?: number;
}

export type OptimizerKind = 'gd' | 'sgd' | 'perturbed' | 'svrg' | 'heavy-ball' | 'nesterov';

export interface Optimizer {
  kind: OptimizerKind;
  learningRate: number;
  /** inverse-time: step n, counted from 1, has learning rate learningRate / n. */
  schedule: 'constant' | 'inverse-time';
  batchSize: number;
  /**
   * perturbed only: standard deviation of the isotropic Gaussian noise added to every gradient, per
   * sqrt(dt). >= 0.
   */
  perturbation?: number;
  /** svrg only: steps between two landmarks. */
  epochLength?: number;
  /**
   * heavy-ball and nesterov only: share of the last step that the next one keeps. 0 <= beta < 1.
   */
  beta?: number;
}

export type Start =
  | { kind: 'point'; x: number[] }
  | { kind: 'gaussian'; mean: number[]; standardDeviation: number[] }
  | { kind: 'uniform'; low: number[]; high: number[] };

export type Axis = 'linear' | 'asinh' | 'log-abs';

/**
 * Bins are equal steps of x (linear), asinh x (asinh) or log |x| (log-abs: min and max are values
 * of |x|).
 */
export interface Histogram {
  coordinate: number;
  axis: Axis;
  min: number;
  max: number;
  bins: number;
}

/** Coordinates of a particle. */
export function dimensionOf({ loss }: Pick<Spec, 'loss'>): number {
  if (loss.kind === 'linear-network') return loss.depth;
  return isSurface(loss) ? 2 : loss.a.length;
}

/** A loss that a translation shakes, in place of xi and eta. */
export function isSurface(loss: Loss): loss is Surface {
  return loss.kind === 'double-well' || loss.kind === 'spike-and-wells';
}

/** Slope of a coordinate at its saddle: a_i; a surface has none of its own. */
export function slopeOf({ loss }: Pick<Spec, 'loss'>, coordinate: number): number {
  if (isSurface(loss)) return 0;
  return loss.kind === 'linear-network' ? loss.a[0] : loss.a[coordinate];
}

/** The same experiment, seen between other ends. */
export function withEnds(spec: Spec, { min, max }: { min: number; max: number }): Spec {
  return { ...spec, histogram: { ...spec.histogram, min, max } };
}

/** The same experiment with another number of particles. */
export function withParticles(spec: Spec, particles: number): Spec {
  return { ...spec, ensemble: { ...spec.ensemble, particles } };
}
