/** A grid over the first two coordinates: `bins` in each direction, equal steps of x and of y. */
export interface PlaneWindow {
  x: readonly [number, number];
  y: readonly [number, number];
  /** 1 to 512. */
  bins: number;
}

/**
 * Edges in each direction, rounded to float32, so that both engines compare the same numbers.
 * Shape: f32[bins + 1] each.
 */
export function planeEdges({ x, y, bins }: PlaneWindow): { x: Float32Array; y: Float32Array } {
  const edges = ([low, high]: readonly [number, number]) =>
    Float32Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins);
  return { x: edges(x), y: edges(y) };
}
