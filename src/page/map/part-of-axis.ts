import { power } from '../../numerics/elementary';
import { axisValues, type SweepAxis } from '../../spec/sweep';

/**
 * The same number of cells over a part of an axis; of a list the values that are in it. The ends
 * are round numbers that lie outside of the part by less than one of its cells, and never beyond
 * the ends of the whole axis.
 */
export function partOfAxis(axis: SweepAxis, first: number, last: number): SweepAxis {
  const values = axisValues(axis);
  if (axis.scale === 'list') return { ...axis, values: values.slice(first, last + 1) };
  const [from, to] = [values[first], values[last]];
  if (first === last) return { ...axis, from, to: from, count: 1 };
  const cells = axis.count - 1;
  // On a logarithmic axis the smaller one of the two neighbours.
  const shrinks = power(Math.min(to / from, from / to), 1 / cells);
  const distanceAt = (value: number) =>
    axis.scale === 'linear' ? Math.abs(to - from) / cells : Math.abs(value) * (1 - shrinks);
  const rises = to > from;
  const outside = (value: number, end: number, up: boolean) => {
    const rounded = roundTo(value, distanceAt(value), up);
    return up === rounded > end ? end : rounded;
  };
  return {
    ...axis,
    from: outside(from, axis.from, !rises),
    to: outside(to, axis.to, rises),
  };
}

/** Up or down to a multiple of the largest power of ten that is not over the distance. */
function roundTo(value: number, distance: number, up: boolean): number {
  const digits = -Math.floor(Math.log10(distance));
  const scaled = value * Number(`1e${digits}`);
  // A value that is round already stays.
  const nearest = Math.round(scaled);
  const whole =
    Math.abs(scaled - nearest) < 1e-6 ? nearest : up ? Math.ceil(scaled) : Math.floor(scaled);
  return Number(`${whole}e${-digits}`);
}
