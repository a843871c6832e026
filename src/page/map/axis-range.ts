import type { NamedNumber } from '../../models/field';
import { isCoordinateCount } from '../../spec/coordinate-count';
import { namedNumber, parsePath } from '../../spec/field-path';
import { fieldText } from '../../spec/field-text';
import type { Spec } from '../../spec/spec';
import type { Sweep, SweepAxis } from '../../spec/sweep';

/** Values of a run's length worth seeing. */
const STEPS = [50, 100, 200, 500, 1000, 2000, 5000];

const COORDINATES = [1, 2, 4, 8, 16, 32, 64];

/** A range worth seeing, for numbers that have one. */
function knownRange(path: string): SweepAxis | null {
  if (path === 'time.steps') return { path, values: STEPS, scale: 'list' };
  const field = parsePath(path);
  if (field && isCoordinateCount(field)) return { path, values: COORDINATES, scale: 'list' };
  const axis = field && fieldText(field)?.axis;
  if (!axis) return null;
  return 'from' in axis ? { path, ...axis, count: 48 } : { path, values: [...axis], scale: 'list' };
}

/** What an axis of another number begins with. */
export function axisRangeFor(path: string, { base }: Sweep): SweepAxis {
  const known = knownRange(path);
  if (known) return known;
  const named = namedAt(path, base);
  // A number that the user has named has a range of the user's.
  if (named && named.min < named.max)
    return { path, from: named.min, to: named.max, count: 48, scale: 'linear' };
  const [group, name] = path.replace(/\[\d+\]/, '').split('.');
  const value = (base as unknown as Record<string, Record<string, number | number[]>>)[group]?.[
    name
  ];
  const now = Math.abs(Array.isArray(value) ? value[0] : (value ?? 1)) || 1;
  if (group === 'loss')
    return {
      path,
      from: Number((now / 20).toPrecision(2)),
      to: 2 * now,
      count: 48,
      scale: 'linear',
    };
  return { path, from: Number((now / 10).toPrecision(2)), to: 10 * now, count: 48, scale: 'log' };
}

/** The number of a user's name that a path is of; undefined where it is of any other. */
function namedAt(path: string, base: Spec): NamedNumber | undefined {
  const field = parsePath(path);
  if (field?.key === undefined) return undefined;
  const group: unknown = Object.entries(base).find(([name]) => name === field.group)?.[1];
  const value: unknown = Object.entries(group ?? {}).find(([name]) => name === field.name)?.[1];
  return namedNumber(value, field.key);
}
