import type { NamedNumber } from '../models/field';
import {
  COORDINATE_COUNT,
  coordinateCount,
  isCoordinateCount,
  withCoordinateCount,
  withStartOfLoss,
} from './coordinate-count';
import { modelField } from './model-field';
import { dimensionOf, type Spec } from './spec';

/**
 * Numeric fields of a spec by their path: `noise.sigma`, `loss.a[0]`, `loss.parameters.k`; a list
 * without an index, `loss.a`, stands for all of its entries at once. `loss.dimensions` is the number of coordinates,
 * where that is the length of a list.
 */
export interface FieldPath {
  group: string;
  name: string;
  /** Entry of a list; null stands for every entry, or for a field that is no list. */
  index: number | null;
  /** Name of a number that the user has named; undefined where the field is of another kind. */
  key?: string;
}

/** Fields that change nothing in a probability of escape, or that a sweep sets itself. */
const FIXED = new Set([
  'ensemble.particles',
  'ensemble.cell',
  'escape.coordinate',
  'time.record',
  'time.levels',
]);

/** @returns null where the text is no path at all. `loss.a.0` is `loss.a[0]`. */
export function parsePath(text: string): FieldPath | null {
  const match =
    /^([A-Za-z]+)\.([A-Za-z]\w*)(?:\[(\d{1,3})\]|\.(\d{1,3})|\.([A-Za-z]\w{0,15}))?$/.exec(text);
  if (!match) return null;
  const [, group, name, bracketed, dotted, key] = match;
  const index = bracketed ?? dotted;
  const path = { group, name, index: index === undefined ? null : Number(index) };
  return key === undefined ? path : { ...path, key };
}

export function pathText({ group, name, index, key }: FieldPath): string {
  const entry = key === undefined ? '' : `.${key}`;
  return `${group}.${name}${index === null ? entry : `[${index}]`}`;
}

/**
 * Value of a numeric field; of a list without an index, that of its first entry. Undefined where
 * the spec has no such field.
 */
export function readNumber(spec: Spec, path: FieldPath): number | undefined {
  if (isCoordinateCount(path)) return coordinateCount(spec);
  if (path.group === 'histogram' || FIXED.has(`${path.group}.${path.name}`)) return undefined;
  const group = field(spec, path.group);
  if (typeof group !== 'object') return undefined;
  const value = field(group, path.name);
  if (path.key !== undefined) return namedNumber(value, path.key)?.value;
  const entry = Array.isArray(value)
    ? value[path.index ?? 0]
    : path.index === null
      ? value
      : undefined;
  return typeof entry === 'number' ? entry : undefined;
}

/** A copy of the spec with another number at a path that it has, not checked. */
export function withNumber(spec: Spec, path: FieldPath, number: number): Spec {
  if (isCoordinateCount(path)) return withCoordinateCount(spec, number);
  const group = field(spec, path.group) as Record<string, unknown>;
  const old = group[path.name];
  const named = path.key === undefined ? undefined : namedNumber(old, path.key);
  if (named)
    return {
      ...spec,
      [path.group]: {
        ...group,
        [path.name]: { ...(old as object), [path.key!]: { ...named, value: number } },
      },
    };
  const value = Array.isArray(old)
    ? old.map((entry, i) => (path.index === null || path.index === i ? number : entry))
    : number;
  const changed: Spec = { ...spec, [path.group]: { ...group, [path.name]: value } };
  return path.group === 'loss' ? withStartOfLoss(changed, dimensionOf(spec)) : changed;
}

/**
 * Paths of all numeric fields that a probability of escape can depend on, in the order of the spec.
 */
export function numericPaths(spec: Spec): FieldPath[] {
  const paths: FieldPath[] = [];
  for (const [group, fields] of Object.entries(spec))
    for (const [name, value] of Object.entries(fields as object)) {
      const list = Array.isArray(value);
      const indexes = list && value.length > 1 ? [null, ...value.keys()] : list ? [0] : [null];
      const keys = isNamed(value) ? Object.keys(value) : [];
      const places: FieldPath[] = keys.map((key) => ({ group, name, index: null, key }));
      for (const path of [...places, ...indexes.map((index) => ({ group, name, index }))]) {
        if (readNumber(spec, path) !== undefined) paths.push(path);
      }
    }
  return paths;
}

/**
 * Paths of all that an axis of a sweep can be: the numeric fields and the number of coordinates.
 */
export function axisPaths(spec: Spec): FieldPath[] {
  const paths = numericPaths(spec);
  if (coordinateCount(spec) === undefined) return paths;
  const after = paths.findLastIndex(({ group }) => group === COORDINATE_COUNT.group) + 1;
  return [...paths.slice(0, after), COORDINATE_COUNT, ...paths.slice(after)];
}

/** Fields that take whole numbers only. */
export function isWhole(path: FieldPath): boolean {
  return (
    isCoordinateCount(path) || pathText(path) === 'time.steps' || modelField(path)?.type === 'whole'
  );
}

function isNamed(value: unknown): value is Record<string, NamedNumber> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A number that the user has named, with its range; undefined where there is none. */
export function namedNumber(value: unknown, key: string): NamedNumber | undefined {
  return isNamed(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function field(value: unknown, name: string): unknown {
  return Object.hasOwn(value as object, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
