/** Where a value falls among the histogram's edges. Mirrors shaders/bins.wgsl. */

/** What is below `least` is zero, as on the GPU, where it may be flushed. */
export function flushTiny(x: number, least: number): number {
  return Math.abs(x) < least ? 0 : x;
}

/**
 * How many of the bins + 1 rising edges are <= value: 0 is below, bins + 1 above, else bin number
 * plus one.
 */
export function binSlot(value: number, edges: Float32Array): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (edges[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}
