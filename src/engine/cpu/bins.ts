/** Where a value falls among the histogram's edges. Mirrors shaders/bins.wgsl. */

const SMALLEST_NORMAL = 2 ** -126;

/** Values that float32 holds only as subnormals are zero, as on the GPU, where they may be flushed. */
export function flushSubnormal(x: number): number {
  return Math.abs(x) < SMALLEST_NORMAL ? 0 : x;
}

/** How many of the bins + 1 rising edges are <= value: 0 is below, bins + 1 above, else bin number plus one. */
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
