import { MOST_COORDINATES } from '../models/loss/loss';
import { lossModel } from '../models/registry';
import { dimensionOf, type Spec } from './spec';

/** Group and name of the number of coordinates, which is a length and no field of the spec. */
export const COORDINATE_COUNT = { group: 'loss', name: 'dimensions', index: null } as const;

/** Whether a path is that of the number of coordinates, `loss.dimensions`. */
export function isCoordinateCount(path: { group: string; name: string; index: number | null }) {
  const { group, name, index } = COORDINATE_COUNT;
  return path.group === group && path.name === name && path.index === index;
}

/**
 * Number of coordinates of a spec whose loss takes a list of slopes; undefined where the loss has a
 * number of its own.
 */
export function coordinateCount(spec: Spec): number | undefined {
  return lossModel(spec.loss).moves === 'apart' ? dimensionOf(spec) : undefined;
}

/**
 * A copy of a spec that `unevenList` finds nothing in, with another number of coordinates, all like
 * the only one or the ones that are there: every list of loss and start has `count` times its first
 * entry. Not checked.
 *
 * @param count  A whole number from 1 to MOST_COORDINATES.
 */
export function withCoordinateCount(spec: Spec, count: number): Spec {
  return { ...spec, loss: copies(spec.loss, count), start: copies(spec.start, count) };
}

/** A copy whose lists have `count` times their first entry. */
function copies<G extends object>(group: G, count: number): G {
  const entries = Object.entries(group).map(([name, value]) => [
    name,
    Array.isArray(value) ? new Array<number>(count).fill(value[0]) : value,
  ]);
  return Object.fromEntries(entries);
}

/**
 * A spec whose loss was given a number that decides how many coordinates it has, such as
 * `loss.depth`: a start that is the same in all of them has as many. Any other stays as it is, which
 * whoever checks the spec refuses.
 *
 * @param before  Coordinates that the start is of.
 */
export function withStartOfLoss(spec: Spec, before: number): Spec {
  const count = dimensionOf(spec);
  const possible = Number.isInteger(count) && count >= 1 && count <= MOST_COORDINATES;
  if (count === before || !possible || unevenIn('start', spec.start)) return spec;
  return { ...spec, start: copies(spec.start, count) };
}

/** A list that no number of coordinates can be made of, and what can be given in its place. */
interface Uneven {
  path: string;
  values: number[];
  accepted: 'equal numbers' | 'one number';
}

/**
 * The first list of loss or start whose entries are not all alike, or any of noise; null where
 * there is none.
 */
export function unevenList({ loss, start, noise }: Spec): Uneven | null {
  const listed = Object.entries(noise).find(([, values]) => Array.isArray(values));
  return (
    unevenIn('loss', loss) ??
    unevenIn('start', start) ??
    (listed ? { path: `noise.${listed[0]}`, values: listed[1], accepted: 'one number' } : null)
  );
}

function unevenIn(group: string, fields: object): Uneven | null {
  for (const [name, values] of Object.entries(fields))
    if (Array.isArray(values) && values.some((value) => value !== values[0]))
      return { path: `${group}.${name}`, values, accepted: 'equal numbers' };
  return null;
}

/** Fewest and most coordinates that a spec can be given: its histogram is of one of them. */
export function coordinateCounts({ histogram }: Spec): [least: number, most: number] {
  return [histogram.coordinate + 1, MOST_COORDINATES];
}
