/** One direction of the chain x <- x + h ((a + xi) s(x) + eta), one step per unit of time. */
export interface EscapeProblem {
  /**
   * Of xi and eta: normal, or fair signs with eta/tau = xi/sigma in (1 + rho)/2 of the draws, else
   * its opposite.
   */
  law: 'gaussian' | 'two-point';
  a: number;
  /** Standard deviations of xi and eta per sample, any sign, and their correlation, -1 to 1. */
  sigma: number;
  tau: number;
  rho: number;
  /** h > 0. */
  learningRate: number;
  /** Independent samples that a step takes the mean of; 1 when left out. */
  batchSize?: number;
  x0: number;
  radius: number;
  steps: number;
  /** 'inverse-time': step n = 1, 2, ... has learning rate h/n. */
  schedule?: 'constant' | 'inverse-time';
  /** s(x) = x, or for 'relu-saddle' sgn(x) with sgn(0) = 0. */
  loss?: 'saddle' | 'relu-saddle';
}
