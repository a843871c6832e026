import { axisValues, type SweepAxis } from '../../spec/sweep';

/**
 * The same number of cells over a part of an axis; half a cell more on each side, as far as the
 * rectangle reaches. Of a list the values that are in it.
 */
export function partOfAxis(axis: SweepAxis, first: number, last: number): SweepAxis {
  const values = axisValues(axis);
  if (axis.scale === 'list') return { ...axis, values: values.slice(first, last + 1) };
  const [from, to] = [values[first], values[last]];
  return first === last ? { ...axis, from, to: from, count: 1 } : { ...axis, from, to };
}
