import * as v from 'valibot';
import type { Response, ResponseValue } from '../../spec/response';
import { refusal } from '../../spec/schema';
import { choice, object, wholeFrom } from '../../spec/schema-parts';
import { SpecError } from '../../spec/spec-error';
import type { Sweep } from '../../spec/sweep';
import { parseSweep } from '../../spec/sweep-schema';
import type { ExponentUnit } from '../../theory/model-theory';
import { CONFIDENCE } from '../interval';

/**
 * What a map and a checkpoint hold beside their counts, as `parseSpec` holds a spec: a file from
 * elsewhere is refused by the path of its first bad field, what was found there and what would be
 * accepted. Nothing in it is used, compared or written before.
 */

/** As --shard has them. */
const MOST_SHARDS = 999_999;
/** Longest name of an adapter, and longest reason of a failure. */
export const MOST_LETTERS = 10_000;

const line = (most: number) => {
  const accepted = `a text of 1 to ${most} characters`;
  return v.pipe(
    v.string(accepted),
    v.check((text) => text.length >= 1 && text.length <= most, accepted),
  );
};
const VERSIONS = 'a version such as "0.2.0"';
const EngineSchema = object({
  kind: choice(['gpu', 'cpu']),
  adapter: v.pipe(
    v.string(`a text of at most ${MOST_LETTERS} characters`),
    v.maxLength(MOST_LETTERS, `a text of at most ${MOST_LETTERS} characters`),
  ),
  fallback: v.boolean('true or false'),
  version: v.pipe(v.string(VERSIONS), v.regex(/^[\w.+-]{1,40}$/, VERSIONS)),
});
const ShardSchema = object({
  index: wholeFrom(0, MOST_SHARDS - 1),
  count: wholeFrom(1, MOST_SHARDS),
});

const DIGEST = '64 hexadecimal digits, or null';
const TIME = 'a number from 0 to 1e30, or null';
const time = v.optional(
  v.nullable(
    v.pipe(
      v.number(TIME),
      v.check((x) => x >= 0 && x <= 1e30, TIME),
    ),
  ),
  null,
);

const UNITS = [
  'ln distance per step',
  'ln distance per ln step',
  'distance per step',
  'distance per ln step',
  'distance per step far out',
] as const satisfies readonly ExponentUnit[];

export const MapSchema = object({
  sweep: v.unknown(),
  engine: EngineSchema,
  confidence: v.optional(v.literal(CONFIDENCE, String(CONFIDENCE)), CONFIDENCE),
  shard: v.optional(ShardSchema),
  cells: v.array(v.unknown(), 'a list of cells'),
  exponentUnits: v.optional(
    v.array(v.nullable(choice(UNITS)), 'a list of units of exponents or null, one for each side'),
  ),
  agreement: v.optional(v.array(v.unknown(), 'a list of agreements or null, one for each side')),
  digest: v.optional(v.nullable(v.pipe(v.string(DIGEST), v.regex(/^[\da-f]{64}$/, DIGEST))), null),
  seconds: time,
  particleStepsPerSecond: time,
  partial: v.optional(v.literal(true, 'true, or leave it out')),
});

const listed = v.array(v.unknown(), 'a list of lists, one for each side');
export const CheckpointSchema = object({
  kind: v.literal('saddlescape-checkpoint', '"saddlescape-checkpoint"'),
  sweep: v.unknown(),
  shard: ShardSchema,
  engine: EngineSchema,
  particles: v.unknown(),
  escaped: listed,
  together: listed,
  failures: v.array(
    v.strictTuple(
      [v.number('the number of a side of a cell'), line(MOST_LETTERS)],
      'a list of two: the number of a side of a cell, and why it failed',
    ),
    'a list of failures',
  ),
  responses: v.optional(v.unknown()),
  finished: v.boolean('true or false'),
});

/** @throws SpecError. */
export function check<S extends v.GenericSchema>(
  schema: S,
  input: unknown,
  what: 'map' | 'checkpoint',
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, input, { abortEarly: true });
  if (!parsed.success) throw refusal(parsed.issues[0], what);
  return parsed.output;
}

/** @throws SpecError with the paths of a document that has its sweep in a field of this name. */
export function sweepOf({ sweep }: { sweep: unknown }): Sweep {
  try {
    return parseSweep(sweep);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    const path = error.path === 'sweep' ? 'sweep' : `sweep.${error.path}`;
    throw new SpecError(path, error.found, error.accepted);
  }
}

/** @throws SpecError. */
export function checkShard({ index, count }: { index: number; count: number }): void {
  if (index >= count)
    throw new SpecError(
      'shard.index',
      index,
      `a whole number from 0 to ${count - 1}, as shard.count is ${count}`,
    );
}

/** @throws SpecError unless it is a whole number of this range. */
export function integerAt(
  path: string,
  value: unknown,
  low: number,
  high: number,
  why = '',
): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= low && value <= high)
    return value;
  const accepted = low === high ? String(low) : `a whole number from ${low} to ${high}`;
  throw new SpecError(path, value, `${accepted}${why}`);
}

/** @throws SpecError unless they can be the values of these responses. */
export function responsesAt(
  path: string,
  value: unknown,
  responses: readonly Response[],
): ResponseValue[] {
  if (!Array.isArray(value) || value.length !== responses.length)
    throw new SpecError(path, value, `a list of ${responses.length}, one for each response`);
  for (const [k, item] of value.entries()) {
    const accepted = 'a list of a value and the two ends of its interval, each a number or null';
    const numbers: unknown[] = Array.isArray(item) ? item : [];
    const known = numbers.filter((x) => x !== null);
    const good =
      numbers.length === 3 && known.every((x) => typeof x === 'number' && Number.isFinite(x));
    if (!good) throw new SpecError(`${path}[${k}]`, item, accepted);
    const [middle, low, high] = numbers as ResponseValue;
    const outside =
      (low !== null && high !== null && low > high) ||
      (middle !== null && ((low !== null && low > middle) || (high !== null && high < middle)));
    if (outside) throw new SpecError(`${path}[${k}]`, item, 'a value within its interval');
  }
  return value;
}

/** How many escape on two sides of n replicas at once. */
export function togetherRange(n: number, a: number, b: number): [low: number, high: number] {
  return [Math.max(0, a + b - n), Math.min(a, b)];
}
