import { logGamma } from '../../theory/special-functions';
import { differenceVariances } from './paired';
import type { Tallies } from './tallies';

/**
 * What the same noise cuts the standard error of the difference between side A and another by: the root of the summed variances that
 * independent sides would have over those that the pairs have. A sum, and not a mean of ratios: cells where the difference is
 * uncertain count as much as they are, and cells where nearly nothing happens do not count as much as these.
 *
 * @returns null where no cell has replicas of both kinds on both sides. 1 means nothing gained; below 1 sides work against each other.
 */
export function noiseGain(tallies: Tallies, side: number): number | null {
  let paired = 0;
  let independent = 0;
  for (let cell = 0; cell < tallies.cells; cell++) {
    const n = tallies.particles[cell];
    const a = tallies.escaped[0][cell];
    const b = tallies.escaped[side][cell];
    const failed = tallies.failure(cell, 0) ?? tallies.failure(cell, side);
    if (failed !== undefined || !(a > 0 && a < n && b > 0 && b < n)) continue;
    const variances = differenceVariances({ n, a, b, together: tallies.together[side][cell] });
    paired += variances.paired;
    independent += variances.independent;
  }
  return independent === 0 ? null : Math.sqrt(independent / paired);
}

/** How the counts of a side agree with exact probabilities. */
export interface Agreement {
  /** Cells with counts and a known exact probability. */
  cells: number;
  /** Of these, cells whose exact 99 % interval (Clopper and Pearson) misses the exact probability. */
  outside: number;
  /** At most so many are expected: 1 %, for intervals that are exact or on the safe side. */
  expected: number;
  /** A right program has no more outside with probability 1 - 1e-5. */
  most: number;
  /** Largest distance from the exact probability in its standard errors, over cells where that is strictly between 0 and 1. */
  largestZ: number;
}

/**
 * Distance of k of n from what the probability p expects, in standard errors; of a certain outcome 0 where it is that, and infinite where it is not.
 */
export function residualOf(k: number, n: number, p: number): number {
  const beyond = k - n * p;
  return beyond === 0 ? 0 : beyond / Math.sqrt(n * p * (1 - p));
}

/** Whether the exact 99 % interval of k in n misses the probability p. */
export function isOutside(k: number, n: number, p: number): boolean {
  return binomialTest(k, n, p) < LEVEL;
}

const LEVEL = 0.01;
const ALPHA = 1e-5;

/** @param exact  Exact probabilities, NaN where they are not known. Shape: f64[cells]. */
export function agreement(tallies: Tallies, exact: ArrayLike<number>, side: number): Agreement {
  let cells = 0;
  let outside = 0;
  let largestZ = 0;
  for (let cell = 0; cell < tallies.cells; cell++) {
    const p = exact[cell];
    const n = tallies.particles[cell];
    if (n === 0 || Number.isNaN(p) || tallies.failure(cell, side) !== undefined) continue;
    cells++;
    const k = tallies.escaped[side][cell];
    if (isOutside(k, n, p)) outside++;
    if (p > 0 && p < 1) largestZ = Math.max(largestZ, Math.abs(residualOf(k, n, p)));
  }
  return { cells, outside, expected: LEVEL * cells, most: binomialBound(cells, LEVEL), largestZ };
}

/** Fewest successes of n that are exceeded with a probability of at most 1e-5. */
function binomialBound(n: number, p: number): number {
  let most = Math.floor(n * p);
  while (most < n && upperTail(most + 1, n, p) > ALPHA) most++;
  return most;
}

/**
 * Exact two-sided test of k successes in n against the probability p: twice the smaller tail, at most 1. Below 0.01 where
 * the 99 % interval of Clopper and Pearson misses p.
 *
 * Error below 1e-8 of the result for n up to 2^26: that of the factorials' logarithms. Held by tests/unit/experiment/sweep/agreement.test.ts.
 * Source: Clopper and Pearson (1934).
 */
export function binomialTest(k: number, n: number, p: number): number {
  return Math.min(1, 2 * Math.min(upperTail(k, n, p), upperTail(n - k, n, 1 - p)));
}

/** P(X >= k) of X ~ Bin(n, p). */
function upperTail(k: number, n: number, p: number): number {
  if (k <= 0) return 1;
  if (p === 0) return 0;
  if (p === 1) return 1;
  // The sum of the side that falls from its first term.
  return k >= n * p ? fallingSum(k, n, p) : 1 - fallingSum(n - k + 1, n, 1 - p);
}

/** Sum of P(X = j) over j = k ... n, where k >= n p: its terms fall. */
function fallingSum(k: number, n: number, p: number): number {
  if (k > n) return 0;
  const logOdds = Math.log(p) - Math.log1p(-p);
  const odds = Math.exp(logOdds);
  let term = Math.exp(
    logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1) + k * logOdds + n * Math.log1p(-p),
  );
  let sum = 0;
  for (let j = k; j <= n && term > 1e-17 * sum; j++) {
    sum += term;
    term *= ((n - j) / (j + 1)) * odds;
  }
  return sum;
}
