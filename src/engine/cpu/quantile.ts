import { quantileRank } from '../quantile-rank';
import { flushSubnormal } from './bins';

/**
 * Exact order statistics in float32. Mirrors shaders/quantile.wgsl by plain sorting.
 * @param x  Shape: f32[particles]; not changed.
 */
export function quantiles(x: Float32Array, probabilities: readonly number[]): number[] {
  const sorted = x.map(flushSubnormal).sort();
  return probabilities.map((p) => sorted[quantileRank(p, x.length) - 1]);
}
