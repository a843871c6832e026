import {
  coordinateCount,
  coordinateCounts,
  isCoordinateCount,
  unevenList,
} from './coordinate-count';
import { knownPath } from './known-path';
import type { Spec } from './spec';
import { SpecError } from './spec-error';
import { axisValues, SIDE_NAMES, type Sweep } from './sweep';

/** What a sweep one of whose axes is the number of coordinates must be, beside any other. */

/** Refuses the number of coordinates as an axis where those that are there differ. */
export function checkEven(name: 'x' | 'y', all: readonly Spec[]): void {
  for (const [side, spec] of all.entries()) {
    const uneven = coordinateCount(spec) === undefined ? null : unevenList(spec);
    if (uneven)
      throw new SpecError(
        `${side === 0 ? 'base' : `side ${SIDE_NAMES[side]}`}.${uneven.path}`,
        uneven.values,
        `${uneven.accepted}: ${name} is the number of coordinates, loss.dimensions, and all start alike; an axis or a tied field can set one of them, such as loss.a[0]`,
      );
  }
}

/** Refuses numbers of coordinates that a side cannot have. */
export function checkCounts(name: 'x' | 'y', values: readonly number[], spec: Spec): void {
  const [least, most] = coordinateCounts(spec);
  for (const value of values)
    if (value < least || value > most)
      throw new SpecError(
        name,
        value,
        `for loss.dimensions whole numbers from ${least} to ${most}${least > 1 ? `, as histogram.coordinate is ${least - 1}` : ''}`,
      );
}

/** Refuses an entry of a list, by an axis or tied, that fewer coordinates do not have. */
export function checkEntries(sweep: Sweep): void {
  const axes = [sweep.x, sweep.y];
  const counts = axes.find(({ path }) => isCoordinateCount(knownPath(path)));
  if (!counts) return;
  const fewest = Math.min(...axisValues(counts));
  for (const text of [...axes.map(({ path }) => path), ...Object.keys(sweep.tied ?? {})]) {
    const { index } = knownPath(text);
    if (index !== null && index >= fewest)
      throw new SpecError(
        'loss.dimensions',
        fewest,
        `at least ${index + 1} coordinates: ${text} is set in every cell`,
      );
  }
}
