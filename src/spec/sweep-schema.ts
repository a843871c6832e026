import * as v from 'valibot';
import { checkCounts, checkEntries, checkEven } from './coordinate-axis';
import { isCoordinateCount } from './coordinate-count';
import {
  axisPaths,
  type FieldPath,
  isWhole,
  parsePath,
  pathText,
  readNumber,
  withNumber,
} from './field-path';
import { isObject } from './is-object';
import type { TextSource } from './json-text';
import { knownPath } from './known-path';
import { MOST_RESPONSES, parseResponse, RESPONSES, responseText } from './response';
import { MOST_PARTICLES, parseSpec, refusal, refuseLists } from './schema';
import { countIs, object, real, wholeFrom } from './schema-parts';
import { withPartial } from './side';
import type { Spec } from './spec';
import { SpecError } from './spec-error';
import {
  axisValues,
  comparisons,
  MOST_SIDES,
  type PartialSpec,
  type Sweep,
  type SweepAxis,
} from './sweep';
import { checkTied } from './tied-fields';
import { readWritten } from './written-text';

/** Most columns and most rows of a map. */
export const MOST_CELLS_A_SIDE = 512;
/** Largest half-width that may be asked for: that of no replicas at all. */
const LARGEST_HALF_WIDTH = 0.5;

const path = v.string('the path of a number of the spec, such as "noise.sigma" or "loss.a[0]"');
const listed = `a list of 1 to ${MOST_CELLS_A_SIDE} rising numbers`;
const AxisSchema = v.variant(
  'scale',
  [
    object({
      scale: v.picklist(['linear', 'log']),
      path,
      from: real,
      to: real,
      count: v.optional(wholeFrom(1, MOST_CELLS_A_SIDE), 48),
    }),
    object({
      scale: v.literal('list'),
      path,
      values: v.pipe(
        v.array(real, listed),
        v.check(
          (values) =>
            countIs(values, MOST_CELLS_A_SIDE) &&
            values.every((value, i) => i === 0 || value > values[i - 1]),
          listed,
        ),
      ),
    }),
  ],
  '"linear" or "log" or "list"',
);

const sides = `a partial spec, or a list of 1 to ${MOST_SIDES - 1} of them`;
const RESPONSE_LIST = `a list of 1 to ${MOST_RESPONSES} responses: ${RESPONSES}`;
export const SweepSchema = object({
  version: v.optional(v.literal(1, '1, the only version there is'), 1),
  base: v.optional(v.unknown(), {}),
  x: v.optional(AxisSchema, { path: 'noise.sigma', from: 0, to: 3, count: 48, scale: 'linear' }),
  y: v.optional(AxisSchema, { path: 'loss.a[0]', from: 0.05, to: 2, count: 48, scale: 'linear' }),
  replicas: v.optional(wholeFrom(1, MOST_PARTICLES), 4096),
  compare: v.optional(
    v.custom<PartialSpec | PartialSpec[]>(
      (value) =>
        isObject(value) ||
        (Array.isArray(value) && countIs(value, MOST_SIDES - 1) && value.every(isObject)),
      sides,
    ),
  ),
  sameNoise: v.optional(
    v.custom<boolean>((value) => typeof value === 'boolean', 'true or false'),
    true,
  ),
  halfWidth: v.optional(
    v.pipe(
      v.number('a number above 0 and below 0.5'),
      v.check((x) => x > 0 && x < LARGEST_HALF_WIDTH, 'a number above 0 and below 0.5'),
    ),
  ),
  mostReplicas: v.optional(wholeFrom(1, MOST_PARTICLES)),
  responses: v.optional(
    v.pipe(
      v.array(v.string(RESPONSES), RESPONSE_LIST),
      v.check((list) => countIs(list, MOST_RESPONSES), RESPONSE_LIST),
    ),
  ),
  tied: v.optional(v.custom<Record<string, string>>(isObject, 'formulas by path')),
});

/**
 * Makes a full sweep of untrusted input: every left-out field takes its documented default.
 *
 * @throws SpecError naming the first offending field, what was found and what would be accepted:
 * `base.` and `compare.` go before the path of a field of a spec. A combination of two axis values
 * that no run can have is not refused: that cell fails.
 */
export function parseSweep(input: unknown): Sweep {
  refuseLists(input, 'sweep', ['compare', 'responses']);
  const parsed = v.safeParse(SweepSchema, withScales(input), { abortEarly: true });
  if (!parsed.success) throw refusal(parsed.issues[0], 'sweep');
  const {
    base: given,
    x,
    y,
    compare,
    halfWidth,
    mostReplicas,
    replicas,
    sameNoise,
    responses,
    tied,
  } = parsed.output;
  const base = within('base', () => parseSpec(given));
  if (base.ensemble.cell !== undefined)
    throw new SpecError(
      'base.ensemble.cell',
      base.ensemble.cell,
      'none: a sweep numbers its cells itself',
    );
  const sweep: Sweep = {
    version: 1,
    base,
    x: x as SweepAxis,
    y: y as SweepAxis,
    replicas,
    ...comparedWith(compare),
    sameNoise,
    ...refinement(replicas, halfWidth, mostReplicas),
    ...(responses === undefined ? {} : { responses: responses.map(canonicalResponse) }),
  };
  const all = sidesOf(sweep);
  for (const { time } of all)
    if (time.record !== undefined)
      throw new SpecError('time.record', time.record, 'none: a map has no history');
  const paths = (['x', 'y'] as const).map((name) => checkAxis(name, sweep[name], sweep, all));
  if (
    paths[0].group === paths[1].group &&
    paths[0].name === paths[1].name &&
    overlap(paths[0], paths[1])
  )
    throw new SpecError('y.path', sweep.y.path, `another field than that of x, ${sweep.x.path}`);
  for (const name of ['x', 'y'] as const) checkValues(name, sweep, all);
  if (tied !== undefined && Object.keys(tied).length > 0) sweep.tied = checkTied(tied, sweep, all);
  checkEntries(sweep);
  return sweep;
}

/**
 * Reads a sweep from JSON text. Throws SpecError as `parseSweep`, and when the text is not JSON.
 * @param name  Where the text is from, for sentences.
 */
export function parseSweepText(text: string, name?: TextSource['name']): Sweep {
  return parseSweep(readWritten(text, { what: 'sweep', name }));
}

/**
 * Specs of all sides, A first, before the axes. Throws SpecError where a comparison makes no spec.
 */
export function sidesOf(sweep: Sweep): Spec[] {
  const list = comparisons(sweep);
  return [
    sweep.base,
    ...list.map((partial, k) =>
      within(Array.isArray(sweep.compare) ? `compare[${k}]` : 'compare', () =>
        withPartial(sweep.base, partial),
      ),
    ),
  ];
}

/**
 * One comparison is written without a list; fields stand in one order, so that equal sweeps are
 * written alike.
 */
function comparedWith(compare: PartialSpec | PartialSpec[] | undefined): Pick<Sweep, 'compare'> {
  if (compare === undefined) return {};
  const list = (Array.isArray(compare) ? compare : [compare]).map(
    (partial) => sorted(partial) as PartialSpec,
  );
  return { compare: list.length === 1 ? list[0] : list };
}

/** Groups and their fields in order; what is deeper is no partial spec, and is refused as it is. */
function sorted(value: unknown, levels = 2): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || levels === 0)
    return value;
  const entries = Object.entries(value).sort(([p], [q]) => (p < q ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item, levels - 1)]));
}

function refinement(replicas: number, halfWidth: number | undefined, most: number | undefined) {
  if (halfWidth === undefined) {
    if (most !== undefined)
      throw new SpecError(
        'mostReplicas',
        most,
        'none without halfWidth: every cell gets `replicas` of them',
      );
    return {};
  }
  const mostReplicas = most ?? Math.min(MOST_PARTICLES, 64 * replicas);
  if (mostReplicas < replicas)
    throw new SpecError('mostReplicas', mostReplicas, `at least replicas = ${replicas}`);
  return { halfWidth, mostReplicas };
}

/** @throws SpecError where it is none, or stands in the list before. */
function canonicalResponse(text: string, k: number, all: readonly string[]): string {
  const response = parseResponse(text);
  if (!response) throw new SpecError(`responses[${k}]`, text, RESPONSES);
  const canonical = responseText(response);
  const earlier = all.slice(0, k).map(parseResponse);
  if (earlier.some((other) => other && responseText(other) === canonical))
    throw new SpecError(`responses[${k}]`, text, 'each response once');
  return canonical;
}

/** An axis without a scale is linear, or a list where it has values. */
function withScales(input: unknown): unknown {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) return input;
  const filled: Record<string, unknown> = { ...input };
  for (const name of ['x', 'y']) {
    const axis = filled[name];
    if (isObject(axis) && !('scale' in axis))
      filled[name] = { ...axis, scale: 'values' in axis ? 'list' : 'linear' };
  }
  return filled;
}

/** Refuses an axis whose field nobody has, or whose ends make no values; returns its path. */
function checkAxis(
  name: 'x' | 'y',
  axis: SweepAxis,
  sweep: Sweep,
  all: readonly Spec[],
): FieldPath {
  const path = parsePath(axis.path);
  if (!path || all.every((spec) => readNumber(spec, path) === undefined))
    throw new SpecError(
      `${name}.path`,
      axis.path,
      `a number of the spec that escapes can depend on, one of ${axisPaths(sweep.base).map(pathText).join(', ')}`,
    );
  axis.path = pathText(path);
  if (isCoordinateCount(path)) checkEven(name, all);
  for (const [k, partial] of comparisons(sweep).entries()) {
    const given = partial[path.group as keyof Spec];
    if (given && Object.hasOwn(given, path.name))
      throw new SpecError(
        `compare${Array.isArray(sweep.compare) ? `[${k}]` : ''}.${path.group}.${path.name}`,
        given[path.name],
        `none: ${axis.path} is an axis of the map, the same on every side`,
      );
  }
  if (axis.scale === 'list') return path;
  const { from, to, count, scale } = axis;
  if (count > 1 && from === to)
    throw new SpecError(`${name}.to`, to, `another number than from = ${from}, or a count of 1`);
  if (scale === 'log' && !(from > 0 && to > 0))
    throw new SpecError(
      `${name}.${from > 0 ? 'to' : 'from'}`,
      from > 0 ? to : from,
      'a number above 0 on a log scale',
    );
  return path;
}

/** Refuses values that no run can have whatever the other axis says. */
function checkValues(name: 'x' | 'y', sweep: Sweep, all: readonly Spec[]): void {
  const axis = sweep[name];
  const path = knownPath(axis.path);
  const values = axisValues(axis);
  for (const [k, value] of values.entries())
    if (!Number.isFinite(value) || (k > 0 && Math.fround(value) === Math.fround(values[k - 1])))
      throw new SpecError(
        name,
        value,
        `values for ${axis.path} that 32-bit floating point tells apart: fewer of them, or ends that are farther apart or farther from 0`,
      );
  if (isWhole(path))
    for (const value of values)
      if (!Number.isInteger(value))
        throw new SpecError(
          name,
          value,
          `whole numbers for ${axis.path}: choose from, to and count so that every value is whole, or scale "list" with values`,
        );
  for (const spec of all) {
    if (readNumber(spec, path) === undefined) continue;
    if (isCoordinateCount(path)) {
      checkCounts(name, values, spec);
      continue;
    }
    // What a number may be is an interval: both ends say it.
    for (const value of new Set([values[0], values[values.length - 1]]))
      try {
        parseSpec(withNumber(spec, path, value));
      } catch (error) {
        if (!(error instanceof SpecError) || pathOf(error.path) !== `${path.group}.${path.name}`)
          continue;
        throw new SpecError(name, error.found, `for ${axis.path} ${error.accepted}`);
      }
  }
}

function pathOf(path: string): string {
  return path.replace(/\[\d+\]$/, '');
}

function overlap(p: FieldPath, q: FieldPath): boolean {
  return p.key === q.key && (p.index === null || q.index === null || p.index === q.index);
}

function within<T>(prefix: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new SpecError(
      error.path ? `${prefix}.${error.path}` : prefix,
      error.found,
      error.accepted,
    );
  }
}
