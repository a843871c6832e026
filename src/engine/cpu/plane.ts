import { type PlaneWindow, planeEdges } from '../plane-window';
import { binSlot, flushTiny } from './bins';
import type { Population } from './population';

/**
 * `plane` of the first `most` particles of a population that has two coordinates or more: loaded by
 * the first landscape.
 */
export function planeIn(
  population: Pick<Population, 'coordinate'>,
  window: PlaneWindow,
  underflow: number,
  most?: number,
): Uint32Array {
  const { x, y } = planeEdges(window);
  const first = (coordinate: number) => population.coordinate(coordinate).subarray(0, most);
  return plane(first(0), first(1), x, y, underflow);
}

/**
 * Counts a population over a grid of its first two coordinates. Mirrors shaders/plane.wgsl.
 *
 * @param x, y  The first two coordinates of every particle. Shape: f64[particles] or f32[particles] each.
 * @param xEdges, yEdges  Rising. Shape: f32[bins + 1] each.
 * @param underflow  Size below which a coordinate is 0.
 * @returns Shape: u32[row of y][column of x], then one for what is outside.
 */
export function plane(
  x: Float64Array | Float32Array,
  y: Float64Array | Float32Array,
  xEdges: Float32Array,
  yEdges: Float32Array,
  underflow: number,
): Uint32Array {
  const bins = xEdges.length - 1;
  const slots = new Uint32Array(bins * bins + 1);
  for (let particle = 0; particle < x.length; particle++) {
    const column = binSlot(flushTiny(x[particle], underflow), xEdges);
    const row = binSlot(flushTiny(y[particle], underflow), yEdges);
    const inside = column >= 1 && column <= bins && row >= 1 && row <= bins;
    slots[inside ? (row - 1) * bins + column - 1 : bins * bins]++;
  }
  return slots;
}
