import { square } from '../numerics/elementary';

/** Two-sided 95 % quantile of the standard normal, to float64. */
export const NORMAL_975 = 1.959963984540054;

export const CONFIDENCE = 0.95;

/**
 * Wilson's score interval of a probability, at 95 % confidence.
 *
 *   (p + z^2 / 2n +- z sqrt(p (1 - p) / n + z^2 / 4n^2)) / (1 + z^2 / n)
 *
 * Unlike p +- z sqrt(p (1 - p) / n) it does not shrink to a point at 0 of n or n of n.
 *
 * @param count  Successes. 0 to n.
 * @param n      Trials. >= 1.
 * @returns 0 <= low <= count / n <= high <= 1; low is exactly 0 at count = 0, and high exactly 1 at
 * count = n. Source: Wilson 1927; Brown, Cai and DasGupta 2001, "Interval estimation for a binomial
 * proportion".
 */
export function wilsonInterval(count: number, n: number): { low: number; high: number } {
  const z2 = square(NORMAL_975);
  const p = count / n;
  const centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const half = (NORMAL_975 / (1 + z2 / n)) * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  return {
    low: count === 0 ? 0 : Math.min(p, centre - half),
    high: count === n ? 1 : Math.max(p, centre + half),
  };
}

/** Terms below this share of the largest do not count: their sum is below 1e-15. */
const LEAST_TERM = 1e-19;

/**
 * Ranks, counted from 1, of the order statistics between which a quantile lies at 95 % confidence,
 * whatever the distribution.
 *
 * With B binomial of n and p, P(x_(lower) <= quantile <= x_(upper)) >= P(lower <= B < upper) >=
 * 0.95; each side misses at most 0.025. Binomial probabilities are taken from the recurrence of
 * their ratios, started at the mode, and normalised by their sum: relative error below n 2^-52.
 *
 * @param p  Probability of the quantile. 0 < p < 1.
 * @param n  Independent draws. >= 1.
 * @returns `lower` is 0, and `upper` is n + 1, where n draws give no such end. Source: David and
 * Nagaraja 2003, "Order Statistics", section 7.1.
 */
export function quantileRanks(p: number, n: number): { lower: number; upper: number } {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  const below: number[] = [];
  for (let k = mode, term = 1; k > 0 && term > LEAST_TERM; k--) {
    term *= (k / (n - k + 1)) * ((1 - p) / p);
    below.push(term);
  }
  const above: number[] = [1];
  for (let k = mode, term = 1; k < n && term > LEAST_TERM; k++) {
    term *= ((n - k) / (k + 1)) * (p / (1 - p));
    above.push(term);
  }
  // Of P(B = least), P(B = least + 1) ...
  const terms = [...below.reverse(), ...above];
  const least = mode - below.length;
  const half = (terms.reduce((sum, term) => sum + term, 0) * (1 - CONFIDENCE)) / 2;
  let lower = least;
  for (let sum = terms[0]; sum <= half; sum += terms[lower - least]) lower++;
  let upper = least + terms.length;
  for (let sum = terms[upper - 1 - least]; sum <= half; sum += terms[upper - 1 - least]) upper--;
  return { lower, upper };
}
