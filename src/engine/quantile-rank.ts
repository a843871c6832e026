/** Rank, counted from 1, of the quantile of probability p among n values: ceil(p n), at least 1. */
export function quantileRank(p: number, n: number): number {
  return Math.min(n, Math.max(1, Math.ceil(p * n)));
}
