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
