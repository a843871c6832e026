import type { Surface } from '../../theory/surfaces/landscape';
import { BOX_HEIGHT } from './camera';
import type { Window } from './contour-lines';

/**
 * Cells of the mesh in each direction; the grid of the counts has a whole number of cells in each
 * of them.
 */
export const MESH_CELLS = 48;

/** A surface as a net of quadrangles in the box of the camera. */
export interface Mesh {
  /**
   * Heights at the knots, 0 to BOX_HEIGHT. Shape: f64[row of y][column of x], MESH_CELLS + 1 in
   * each direction.
   */
  heights: Float64Array;
  /** Of the surface. */
  low: number;
  high: number;
  /** Height in the box of any place of the surface. */
  lift(x: number, y: number): number;
}

export function meshOf(surface: Surface, { x, y }: Window): Mesh {
  const side = MESH_CELLS + 1;
  const heights = new Float64Array(side * side);
  const at = ([from, to]: readonly [number, number], i: number) =>
    from + ((to - from) * i) / MESH_CELLS;
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const value = surface.value(at(x, column), at(y, row));
      heights[row * side + column] = value;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  const range = high - low || 1;
  const inBox = (value: number) => ((value - low) / range) * BOX_HEIGHT;
  return { heights: heights.map(inBox), low, high, lift: (px, py) => inBox(surface.value(px, py)) };
}

/**
 * Brightness of each cell, 0.72 to 1: light comes from the upper left of the box. Shape:
 * f64[row][column].
 */
export function shading({ heights }: Mesh): Float64Array {
  const side = MESH_CELLS + 1;
  const width = 2 / MESH_CELLS;
  const shades = new Float64Array(MESH_CELLS * MESH_CELLS);
  for (let row = 0; row < MESH_CELLS; row++)
    for (let column = 0; column < MESH_CELLS; column++) {
      const knot = row * side + column;
      const alongX = (heights[knot + 1] - heights[knot]) / width;
      const alongY = (heights[knot + side] - heights[knot]) / width;
      const light = (0.5 * alongX - 0.35 * alongY + 0.8) / Math.hypot(alongX, alongY, 1);
      shades[row * MESH_CELLS + column] = 0.72 + 0.28 * Math.min(1, Math.max(0, light));
    }
  return shades;
}

/** Counts in each cell of the mesh. Shape: f64[row][column]. */
export function meshCounts(counts: Uint32Array, bins: number): Float64Array {
  const sums = new Float64Array(MESH_CELLS * MESH_CELLS);
  const group = bins / MESH_CELLS;
  for (let row = 0; row < bins; row++)
    for (let column = 0; column < bins; column++)
      sums[Math.floor(row / group) * MESH_CELLS + Math.floor(column / group)] +=
        counts[row * bins + column];
  return sums;
}
