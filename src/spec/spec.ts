/**
 * The document that says what to simulate. The page, the permalink, the command line and every export
 * carry exactly this shape; `parseSpec` in schema.ts makes one from untrusted input.
 *
 * One step of the model, for every coordinate on its own:
 *
 *   x <- x + learningRate * [ (a dt + sigma_B sqrt(dt) xi) x + tau_B sqrt(dt) eta ]
 *   sigma_B = sigma / sqrt(batchSize), tau_B = tau / sqrt(batchSize), corr(xi, eta) = rho
 *
 * All quantities are dimensionless; time is measured in units of the SDE clock, `steps * dt`.
 */
export interface Spec {
  version: 1;
  loss: Loss;
  noise: Noise;
  optimizer: Optimizer;
  time: { /** Length of one step on the SDE clock; 1 is plain SGD. */ dt: number; steps: number };
  start: Start;
  escape: { /** First passage is max_i |x_i| > radius, checked after every step. */ radius: number };
  ensemble: { particles: number; seed: string };
  histogram: Histogram;
}

/** `a[i] > 0`: concave, repulsive direction; `a[i] < 0`: convex, attractive. 1 to 64 coordinates. */
export interface Loss {
  kind: 'saddle';
  a: number[];
}

export interface Noise {
  law: 'gaussian' | 'two-point';
  /** Standard deviation of the multiplicative noise xi per sample. >= 0. */
  sigma: number;
  /** Standard deviation of the additive noise eta per sample, any sign. */
  tau: number;
  /** Correlation of xi and eta, -1 to 1. */
  rho: number;
}

export interface Optimizer {
  kind: 'gd' | 'sgd';
  learningRate: number;
  schedule: 'constant';
  batchSize: number;
}

export type Start =
  | { kind: 'point'; x: number[] }
  | { kind: 'gaussian'; mean: number[]; standardDeviation: number[] }
  | { kind: 'uniform'; low: number[]; high: number[] };

export type Axis = 'linear' | 'asinh' | 'log-abs';

/** Bins are equal steps of x (linear), asinh x (asinh) or log |x| (log-abs: min and max are values of |x|). */
export interface Histogram {
  coordinate: number;
  axis: Axis;
  min: number;
  max: number;
  bins: number;
}
