import {
  coordinateCount,
  coordinateCounts,
  isCoordinateCount,
  unevenList,
  withCoordinateCount,
} from './coordinate-count';
import { type FieldPath, namedNumber, parsePath, pathText } from './field-path';
import { withPartial } from './side';
import type { Spec } from './spec';
import { SpecError } from './spec-error';

/**
 * The spec with fields that were given as texts such as `noise.sigma=1.5`, `noise.law=two-point` or
 * `loss.a[0]=2`. A value is JSON, or else a text; a number for a list is each of its entries, and
 * `loss.dimensions` makes the lists longer or shorter first. Another kind drops the fields that
 * only the old one has. The last of two settings of one field counts.
 *
 * @throws SpecError as `parseSpec`, and where a setting is no field with a value.
 */
export function withSettings(spec: Spec, settings: readonly string[]): Spec {
  const read = settings.map(readSetting);
  const counts = read.filter(({ path }) => isCoordinateCount(path));
  const base = counts.reduce((before, { value }) => withCount(before, value), spec);
  const partial: Record<string, Record<string, unknown>> = {};
  for (const { path, value } of read) {
    if (isCoordinateCount(path)) continue;
    const { group, name } = path;
    partial[group] ??= {};
    const own = (base as unknown as Record<string, Record<string, unknown> | undefined>)[group];
    partial[group][name] = entered(partial[group][name] ?? own?.[name], path, value);
  }
  return settings.length > 0 ? withPartial(base, partial) : spec;
}

function readSetting(text: string): { path: FieldPath; value: unknown } {
  const [name, ...rest] = text.split('=');
  const path = parsePath(name.trim());
  const written = rest.join('=').trim();
  if (!path || written === '')
    throw new SpecError(
      '--set',
      text,
      'a field and its value, such as noise.sigma=1.5 or "loss.a[0]=2"',
    );
  return { path, value: readValue(pathText(path), written) };
}

/** What was written as JSON; a text where it is none, and always where a text is asked for. */
function readValue(path: string, written: string): unknown {
  if (path === 'ensemble.seed') return written;
  try {
    return JSON.parse(written);
  } catch {
    return written;
  }
}

/** What a field holds once a value is given for it or for one of its entries. */
function entered(old: unknown, path: FieldPath, value: unknown): unknown {
  const list: unknown[] | null = Array.isArray(old) ? old : null;
  if (path.key !== undefined) {
    const named = namedNumber(old, path.key);
    if (named) return { ...(old as object), [path.key]: { ...named, value } };
    throw new SpecError(
      '--set',
      `${pathText(path)}=${value}`,
      `a name in ${path.group}.${path.name}`,
    );
  }
  if (path.index === null) return list && typeof value === 'number' ? list.map(() => value) : value;
  if (!list || path.index >= list.length)
    throw new SpecError(
      '--set',
      `${pathText(path)}=${value}`,
      list
        ? `an entry of ${path.group}.${path.name}, which are 0 to ${list.length - 1}`
        : `${path.group}.${path.name} as a whole: it is no list here`,
    );
  return list.map((entry, i) => (i === path.index ? value : entry));
}

function withCount(spec: Spec, count: unknown): Spec {
  if (coordinateCount(spec) === undefined)
    throw new SpecError(
      'loss.dimensions',
      count,
      `nothing: the loss ${spec.loss.kind} has a number of coordinates of its own`,
    );
  const uneven = unevenList(spec);
  if (uneven)
    throw new SpecError(
      uneven.path,
      uneven.values,
      `${uneven.accepted}: loss.dimensions repeats one coordinate`,
    );
  const [least, most] = coordinateCounts(spec);
  if (typeof count !== 'number' || !Number.isInteger(count) || count < least || count > most)
    throw new SpecError('loss.dimensions', count, `a whole number from ${least} to ${most}`);
  return withCoordinateCount(spec, count);
}
