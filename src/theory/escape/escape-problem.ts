/** One direction of the chain x <- x + h ((a + xi) s(x) + eta), one step per unit of time. */
export interface EscapeProblem {
  /**
   * Of xi and eta: normal, or fair signs with eta/tau = xi/sigma in (1 + rho)/2 of the draws, else
   * its opposite; or unfair coins (docs/models/unfair-coins.md).
   */
  law: 'gaussian' | 'two-point';
  /** Probability of heads of unfair coins; fair signs where left out. */
  heads?: number;
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
  /** Step n = 1, 2, ... has learning rate h / n^decay; 0 where left out. */
  decay?: 0 | 1;
  /** s(x) = sgn(x), sgn(0) = 0; where false or left out s(x) = x. */
  ridge?: boolean;
}

/** Learning rate of step n = 1, 2, ... */
export function rateOf({
  decay = 0,
  learningRate,
}: Pick<EscapeProblem, 'decay' | 'learningRate'>): (n: number) => number {
  return (n) => (decay > 0 ? learningRate / n : learningRate);
}

/** @throws RangeError for numbers that make no problem. */
export function requireProblem(problem: EscapeProblem): void {
  const { a, sigma, tau, rho, learningRate, batchSize = 1, x0, radius, steps } = problem;
  if (![a, sigma, tau, rho, learningRate, x0, radius].every(Number.isFinite))
    throw new RangeError('every number of an escape problem must be finite');
  if (!(Math.abs(rho) <= 1)) throw new RangeError(`rho must lie between -1 and 1, not ${rho}`);
  if (!(radius > 0)) throw new RangeError(`radius must be positive, not ${radius}`);
  if (!(Number.isInteger(steps) && steps >= 0))
    throw new RangeError(`steps must be a whole number from 0 on, not ${steps}`);
  if (!(Number.isInteger(batchSize) && batchSize >= 1))
    throw new RangeError(`batchSize must be a whole number from 1 on, not ${batchSize}`);
}

/** The problem with the noise of a whole batch. */
export type Reduced = Required<Pick<EscapeProblem, 'ridge'>> & EscapeProblem;

export function withWholeBatch(problem: EscapeProblem): Reduced {
  const { batchSize = 1, ridge = false, sigma, tau } = problem;
  const root = Math.sqrt(batchSize);
  return { ...problem, sigma: sigma / root, tau: tau / root, ridge };
}
