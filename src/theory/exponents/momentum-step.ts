import { log, log1p } from '../../numerics/elementary';
import { fairCoins } from '../numerics/fair-coins';
import { type IndependentLaw, signsIn } from './independent-law';

/**
 * One step of gradient descent with momentum, M = m + v z with z of mean 0 and variance 1, fresh in
 * every step:
 *
 *   heavy ball   x'' = (M + beta) x' - beta x
 *   Nesterov     x'' = M ((1 + beta) x' - beta x)
 */
export interface MomentumStep {
  /** Whether the slope is that of the place ahead: Nesterov's step, else heavy ball. */
  looksAhead: boolean;
  law: IndependentLaw;
  /** 1 + learningRate a dt, any sign. */
  m: number;
  /** m - 1, as in `StepFactor`. */
  pull?: number;
  /** learningRate sigma_B sqrt(dt), any sign. */
  v: number;
  /** 0 <= beta < 1. */
  beta: number;
  /** 1 to 65536; used by two-point noise only. */
  batchSize: number;
}

/** A step whose noise is left out. */
export type AverageStep = Pick<MomentumStep, 'looksAhead' | 'm' | 'pull' | 'beta'>;

/**
 * Momentum on a stored set: an epoch goes through the set in random order, in batches that do not
 * overlap, and leaves the remainder out; M = m + scale * (mean of the batch's values).
 */
export interface StoredMomentum {
  looksAhead: boolean;
  m: number;
  pull: number;
  beta: number;
  /** learningRate sigma sqrt(dt), any sign. */
  scale: number;
  /** Of the samples; their mean is 0. */
  values: Float64Array;
  /** 1 to the number of samples. */
  batchSize: number;
}

/** Trace and determinant of the step without noise. */
export function averageStep({ looksAhead, m, beta }: AverageStep): {
  trace: number;
  determinant: number;
} {
  return looksAhead
    ? { trace: m * (1 + beta), determinant: m * beta }
    : { trace: m + beta, determinant: beta };
}

/**
 * log of the spectral radius of the step without noise, for real and complex roots r of r^2 - trace
 * r + determinant. Near 1 the larger root is 1 + excess with excess^2 + (2 - trace) excess + 1 - m
 * = 0: the logarithm keeps its digits.
 */
export function noiselessExponent(step: AverageStep): number {
  const { trace, determinant } = averageStep(step);
  const discriminant = trace * trace - 4 * determinant;
  if (discriminant < 0) return log(determinant) / 2;
  const root = Math.sqrt(discriminant);
  if (!(trace > 1)) return log((Math.abs(trace) + root) / 2);
  return log1p(
    trace > 2 ? (trace - 2 + root) / 2 : (2 * (step.pull ?? step.m - 1)) / (root + 2 - trace),
  );
}

/**
 * The noise as a list of values and weights, or null for the normal law, which is integrated panel
 * by panel.
 */
export function signsOf(step: MomentumStep): { value: number[]; weight: number[] } | null {
  const signs = signsIn(step);
  if (signs === null) return null;
  const { first, probability } = fairCoins(signs, 1e-20);
  return {
    value: Array.from(probability, (_, i) => (2 * (first + i) - signs) / Math.sqrt(signs)),
    weight: Array.from(probability),
  };
}
