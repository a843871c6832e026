import { quantileRank } from '../quantile-rank';
import { flushTiny } from './bins';

/**
 * Exact order statistics in float32. Mirrors shaders/quantile.wgsl by plain sorting.
 * @param x  Shape: f32[particles]; not changed.
 * @param underflow  |x| below which x is 0.
 */
export function quantiles(
  x: Float32Array,
  probabilities: readonly number[],
  underflow: number,
): number[] {
  const sorted = x.map((value) => flushTiny(value, underflow)).sort();
  return probabilities.map((p) => sorted[quantileRank(p, x.length) - 1]);
}
