import { square } from '../numerics/elementary';
import type { StepFactor } from './exponents/step-factor';

/**
 * Largest |dtBias| at which the SDE's stationary law is shown for the chain. A relative error e of
 * the tail exponent shifts a distribution function by at most e / exp(1): here 0.02.
 */
export const LARGEST_DT_BIAS = 0.05;

/**
 * Largest predicted distance between the distribution function of the chain and a central-limit
 * law.
 */
export const LARGEST_LIMIT_ERROR = 0.01;

/**
 * Largest sum of the pull and the squared noise of one step at which the SDE's stationary law is
 * shown. A pull p alone widens the law by p / 4 of its scale, and a scale off by e shifts a
 * distribution function by at most 0.24 e; noise bends it by about as much.
 */
export const LARGEST_SMALL_STEP = 0.1;

/**
 * Estimated distance of the SDE's stationary law from that of the steps; null where they are too
 * long for it. The biases of pull and noise may cancel in the exponent, and not in the law.
 *
 * @param dtBias  As `Theory.dtBias`.
 * @param size    |pull| + v^2 of one step.
 */
export function smallStepError(dtBias: number | null, size: number): number | null {
  if (dtBias === null || !(Math.abs(dtBias) <= LARGEST_DT_BIAS)) return null;
  return size <= LARGEST_SMALL_STEP ? Math.max(Math.abs(dtBias) / 2, size / 4) : null;
}

/** |pull| + v^2 of a step m + v z, m = 1 + pull: how small it is; see `smallStepError`. */
export function stepSize({ m, v, pull = m - 1 }: Pick<StepFactor, 'm' | 'v' | 'pull'>): number {
  return Math.abs(pull) + square(v);
}
