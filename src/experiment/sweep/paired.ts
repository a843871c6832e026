import { square } from '../../numerics/elementary';
import { NORMAL_975 } from '../interval';

/** What n replicas of a cell did on side A and on another side. */
export interface PairedCounts {
  /** Pairs. >= 1. */
  n: number;
  /** Replicas that escaped on side A, on the other side, and on both. */
  a: number;
  b: number;
  together: number;
}

export interface Difference {
  /** P(A escapes) - P(B escapes). */
  difference: number;
  /** Its 95 % interval. -1 <= low <= difference <= high <= 1. */
  low: number;
  high: number;
}

/**
 * Difference of two probabilities from paired replicas, with the interval of Bonett and Price:
 * Wald's with one pair added to each kind of disagreement,
 *
 *   d +- z sqrt((p + q - d^2) / (n + 2)),  p = (only A + 1) / (n + 2),  q = (only B + 1) / (n + 2),  d = p - q
 *
 * so that it does not shrink to a point where all pairs agree. Only disagreements count: what the
 * same noise does to both sides alike does not blur their difference. It is right for independent
 * noise too, where A and B just agree less often. It covers the truth at least 91.5 times in 100 at
 * 20 pairs, 92 from 30 and 93 from 64 pairs on, whatever the shares of disagreement (the worst that
 * scans found), and 95 to 96 times on their mean. A grid of shares, and the worst of them, are
 * enumerated by tests/unit/experiment/sweep/paired.test.ts. Source: Bonett and Price (2012),
 * "Adjusted Wald confidence interval for a difference of binomial proportions based on paired
 * data".
 */
export function pairedDifference({ n, a, b, together }: PairedCounts): Difference {
  const difference = (a - b) / n;
  const p = (a - together + 1) / (n + 2);
  const q = (b - together + 1) / (n + 2);
  const centre = p - q;
  const half = NORMAL_975 * Math.sqrt((p + q - centre * centre) / (n + 2));
  return {
    difference,
    low: Math.max(-1, centre - half),
    high: Math.min(1, centre + half),
  };
}

/**
 * Variance of the difference of two sample proportions, per pair: as paired replicas have it, and
 * as independent ones of the same two probabilities would. Their ratio's root is what the same
 * noise cuts the standard error by.
 */
export function differenceVariances({ n, a, b, together }: PairedCounts): {
  paired: number;
  independent: number;
} {
  const pa = a / n;
  const pb = b / n;
  return {
    paired: (a + b - 2 * together) / n - square(pa - pb),
    independent: pa * (1 - pa) + pb * (1 - pb),
  };
}
