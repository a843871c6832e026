import { exp, log, log1p, square } from '../../numerics/elementary';
import { STIRLING } from '../../theory/numerics/special-functions';
import { differenceVariances } from './paired';
import type { Tallies } from './tallies';

/**
 * What the same noise cuts the standard error of the difference between side A and another by: the
 * root of the summed variances that independent sides would have over those that the pairs have. A
 * sum, and not a mean of ratios: cells where the difference is uncertain count as much as they are,
 * and cells where nearly nothing happens do not count as much as these.
 *
 * @returns null where no cell has replicas of both kinds on both sides. 1 means nothing gained;
 * below 1 sides work against each other; infinite where all pairs agree.
 */
export function noiseGain(tallies: Tallies, side: number): number | null {
  let paired = 0;
  let independent = 0;
  for (let cell = 0; cell < tallies.cells; cell++) {
    const n = tallies.particles[cell];
    const a = tallies.escaped[0][cell];
    const b = tallies.escaped[side][cell];
    // A side that failed has counts of 0.
    if (!(a > 0 && a < n && b > 0 && b < n)) continue;
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
  /**
   * Of these, cells whose exact 99 % interval (Clopper and Pearson) misses the exact probability.
   */
  outside: number;
  /** At most so many are expected: 1 %, for intervals that are exact or on the safe side. */
  expected: number;
  /** A right program has no more outside with probability 1 - 1e-5. */
  most: number;
  /**
   * Largest distance from the exact probability in its standard errors, over cells where that is
   * strictly between 0 and 1.
   */
  largestZ: number;
}

/**
 * Distance of k of n from what the probability p expects, in standard errors; of a certain outcome
 * 0 where it is that, and infinite where it is not.
 */
export function residualOf(k: number, n: number, p: number): number {
  const beyond = k - n * p;
  return beyond === 0 ? 0 : beyond / Math.sqrt(n * p * (1 - p));
}

/**
 * Whether the exact 99 % interval of k in n misses the probability p: `binomialTest` below 0.01,
 * mostly without its sum. Two bounds decide nearly every cell, and the sum those between them, with
 * D the deviance of k and z = 2.576:
 *
 *   D <= (k - np)^2 / npq,  and  Phi(-sqrt(2 D(k))) <= P(X <= k) <= Phi(-sqrt(2 D(k + 1)))  for 0 < k < n - 1 below np
 *
 * The tail on the far side of np is at least 1/2, since the median lies beside np. Source: Zubkov
 * and Serov (2013), "A complete proof of universal inequalities for the distribution function of
 * the binomial law".
 */
export function isOutside(k: number, n: number, p: number): boolean {
  const q = 1 - p;
  const variance = n * p * q;
  if (square(k - n * p) <= DEVIANCE * variance) return false;
  // Counts of the other outcome where k is above its mean.
  const [count, share, other] = k < n * p ? [k, p, q] : [n - k, q, p];
  if (variance > 0 && count > 0 && count < n - 1) {
    if (deviance(count, n, share, other) <= DEVIANCE) return false;
    if (count + 1 < n * share && deviance(count + 1, n, share, other) > DEVIANCE) return true;
  }
  return binomialTest(k, n, p) < LEVEL;
}

const LEVEL = 0.01;
const ALPHA = 1e-5;
/** Half the square of the 99.5 % quantile of the standard normal. */
const DEVIANCE = 3.317448300510607;

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
  while (most < n && upperTail(most + 1, n, p, 1 - p) > ALPHA) most++;
  return most;
}

/**
 * Exact two-sided test of k successes in n against the probability p: twice the smaller tail, at
 * most 1. Below 0.01 where the 99 % interval of Clopper and Pearson misses p.
 *
 * Relative error below 1e-11 for n up to 2^26, as long as the result is above 1e-300: the first
 * term is right to a few roundings of its deviance, and each of the some sqrt(n) others adds a few
 * roundings of its own. Held by tests/unit/experiment/sweep/exact-agreement.test.ts. Source:
 * Clopper and Pearson (1934).
 */
export function binomialTest(k: number, n: number, p: number): number {
  const q = 1 - p;
  return Math.min(1, 2 * Math.min(upperTail(k, n, p, q), upperTail(n - k, n, q, p)));
}

/** P(X >= k) of X ~ Bin(n, p), q = 1 - p. */
function upperTail(k: number, n: number, p: number, q: number): number {
  if (k <= 0) return 1;
  if (p === 0) return 0;
  if (q === 0) return 1;
  // The sum of the side that falls from its first term.
  return k >= n * p ? fallingSum(k, n, p, q) : 1 - fallingSum(n - k + 1, n, q, p);
}

/** Sum of P(X = j) over j = k ... n, where k >= n p: its terms fall. */
function fallingSum(k: number, n: number, p: number, q: number): number {
  if (k > n) return 0;
  const odds = p / q;
  let term = binomialProbability(k, n, p, q);
  let sum = 0;
  for (let j = k; j <= n && term > 1e-17 * sum; j++) {
    sum += term;
    term *= ((n - j) / (j + 1)) * odds;
  }
  return sum;
}

/**
 * P(X = k) of X ~ Bin(n, p), 0 < p < 1, q = 1 - p. Logarithms of factorials, which are as large as
 * n log n, cancel before they are computed. Source: Loader (2000), "Fast and accurate computation
 * of binomial probabilities".
 */
function binomialProbability(k: number, n: number, p: number, q: number): number {
  if (k === 0 || k === n) return exp(-deviance(k, n, p, q));
  const correction = stirlingError(n) - stirlingError(k) - stirlingError(n - k);
  return exp(correction - deviance(k, n, p, q)) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
}

/** k log(k / np) + (n - k) log((n - k) / nq): n times the relative entropy. */
function deviance(k: number, n: number, p: number, q: number): number {
  if (k === 0) return -n * (p < q ? log1p(-p) : log(q));
  if (k === n) return -n * (q < p ? log1p(-q) : log(p));
  return entropyPart(k, n * p) + entropyPart(n - k, n * q);
}

/** x log(x / m) + m - x for x, m > 0, to a few roundings also where x is near m. */
function entropyPart(x: number, m: number): number {
  const ratio = (x - m) / (x + m);
  if (!(Math.abs(ratio) < 0.1)) return x * log(x / m) + m - x;
  // log(x / m) = 2 artanh(ratio), whose first term is what m - x takes away.
  let sum = (x - m) * ratio;
  let power = 2 * x * ratio;
  for (let j = 1; ; j++) {
    power *= ratio * ratio;
    const next = sum + power / (2 * j + 1);
    if (next === sum) return sum;
    sum = next;
  }
}

/** log sqrt(2 pi). */
const LOG_SQRT_TWO_PI = 0.9189385332046727;

/** log x! less Stirling's formula (x + 1/2) log x - x + log sqrt(2 pi), for whole x >= 1. */
function stirlingError(x: number): number {
  if (x < 16) {
    // Factorials up to 15 are exact in float64.
    let factorial = 1;
    for (let j = 2; j <= x; j++) factorial *= j;
    return log(factorial) - (x + 0.5) * log(x) + x - LOG_SQRT_TWO_PI;
  }
  let sum = 0;
  let power = 1 / x;
  for (const coefficient of STIRLING) {
    sum += coefficient * power;
    power /= x * x;
  }
  return sum;
}
