import {
  EXTRA_SLOTS,
  FROZEN,
  NEVER,
  SLOT_BEYOND,
  SLOT_ESCAPED,
  SLOT_FROZEN,
  SLOT_NON_FINITE,
  SLOT_ZERO,
} from '../constants';
import { binSlot, flushTiny } from './bins';

/**
 * Counts a population. Mirrors shaders/histogram.wgsl.
 *
 * @param x  One coordinate of every particle. Shape: f64[particles] or f32[particles].
 * @param passages  Shape: u32[particles].
 * @param absolute  Bin |x| instead of x.
 * @param coordinates  All of them. Shape of each: that of x.
 * @param isBeyond  Whether a particle is outside of its region. Shape of its x: [coordinates].
 * @param underflow  |x| below which x is 0.
 * @returns Slots: below, bins, above, non-finite, escaped, zero, frozen, beyond. Shape: u32[bins +
 * 7].
 */
export function histogram(
  x: Float64Array | Float32Array,
  passages: Uint32Array,
  edges: Float32Array,
  absolute: boolean,
  coordinates: readonly (Float64Array | Float32Array)[],
  isBeyond: (x: ArrayLike<number>) => boolean,
  underflow: number,
): Uint32Array {
  const bins = edges.length - 1;
  const slots = new Uint32Array(bins + EXTRA_SLOTS);
  const point = new Float64Array(coordinates.length);
  for (let particle = 0; particle < x.length; particle++) {
    const value = flushTiny(x[particle], underflow);
    if (Number.isNaN(value)) slots[bins + SLOT_NON_FINITE]++;
    else slots[binSlot(absolute ? Math.abs(value) : value, edges)]++;
    if (passages[particle] !== NEVER) slots[bins + SLOT_ESCAPED]++;
    if (value === 0) slots[bins + SLOT_ZERO]++;
    if (Math.abs(value) === FROZEN) slots[bins + SLOT_FROZEN]++;
    for (let i = 0; i < point.length; i++) point[i] = coordinates[i][particle];
    if (isBeyond(point)) slots[bins + SLOT_BEYOND]++;
  }
  return slots;
}
