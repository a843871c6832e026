import { asinh, exp, log, sinh } from '../numerics/elementary';
import type { Spec } from './spec';

/**
 * Edges of the bins, equal steps on the chosen axis, rounded to float32 so that both engines
 * compare the same numbers. Bin i holds edge[i] <= value < edge[i + 1], where value is |x| on the
 * log-abs axis.
 *
 * @returns Shape: f32[bins + 1], rising; the first is `min` and the last is `max`, rounded to
 * float32.
 */
export function histogramEdges(histogram: Spec['histogram']): Float32Array {
  const { axis, min, max, bins } = histogram;
  const forward = axis === 'linear' ? (x: number) => x : axis === 'asinh' ? asinh : log;
  const backward = axis === 'linear' ? (u: number) => u : axis === 'asinh' ? sinh : exp;
  const low = forward(min);
  const high = forward(max);
  const edges = new Float32Array(bins + 1);
  for (let i = 1; i < bins; i++) edges[i] = backward(low + ((high - low) * i) / bins);
  edges[0] = min;
  edges[bins] = max;
  return edges;
}
