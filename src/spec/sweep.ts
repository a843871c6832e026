import { power } from '../numerics/elementary';
import type { Spec } from './spec';

/**
 * The document that says which map of escape probabilities to make: a base spec, two of its numbers
 * as axes, and what other sides to compare it with. `parseSweep` in sweep-schema.ts makes one from
 * untrusted input.
 *
 * Cell (i, j) has column i of x and row j of y and the number j * columns + i. Replica r of a cell
 * is particle r of the run whose spec `compileCells` gives: the noise of different cells is
 * independent.
 */
export interface Sweep {
  /** Version of the format. */
  version: 1;
  /** Side A; its `ensemble.particles` is not used. */
  base: Spec;
  /** Values of the columns. */
  x: SweepAxis;
  /** Values of the rows. */
  y: SweepAxis;
  /** Replicas of every cell and side before any is refined. */
  replicas: number;
  /**
   * What makes sides B to F of side A: a spec of which most is left out, or a list of up to five.
   * Fields of another kind are dropped: `{"optimizer": {"kind": "sgd"}}` leaves no epochLength
   * behind.
   */
  compare?: PartialSpec | PartialSpec[];
  /** Whether replica r of a cell has the same noise on every side. */
  sameNoise: boolean;
  /**
   * Cells whose 95 % interval has a larger half-width, on some side or of some difference, get
   * twice the replicas again and again. Left out: every cell gets `replicas`.
   */
  halfWidth?: number;
  /** Replicas a cell has at most when it is refined. With `halfWidth` only. */
  mostReplicas?: number;
  /**
   * Other numbers of every cell and side than the share that escapes, as `responseText` writes
   * them: "escapeTime:0.5", "shareAbove:0". Left out: none.
   */
  responses?: string[];
  /**
   * Fields that go along with the axes: formulas of their values by path, such as "loss.a[0]":
   * "(sigma - 1) * 2". Names are x and y and those of the axes' fields. Left out: none.
   */
  tied?: Record<string, string>;
}

/** A spec of which anything may be left out. */
export type PartialSpec = { [Group in keyof Spec]?: Partial<Record<string, unknown>> };

/**
 * A number of the spec, by its path such as `noise.sigma`, and the values it takes: `count` of them
 * from `from` to `to`, both ends included, by equal steps or equal factors (`scale`); or `values`.
 */
export type SweepAxis =
  | { path: string; from: number; to: number; count: number; scale: 'linear' | 'log' }
  | { path: string; values: number[]; scale: 'list' };

/** Values of an axis in order. Shape: f64[columns or rows]. */
export function axisValues(axis: SweepAxis): number[] {
  return axis.scale === 'list'
    ? axis.values
    : Array.from({ length: axis.count }, (_, k) => axisValue(axis, k));
}

/** Value k of an axis, counted from 0; rounded to 12 digits, so that 0.1 to 0.9 gives 0.3. */
export function axisValue(axis: SweepAxis, k: number): number {
  if (axis.scale === 'list') return axis.values[k];
  const { from, to, count, scale } = axis;
  if (k === 0) return from;
  if (k === count - 1) return to;
  const share = k / (count - 1);
  const value = scale === 'linear' ? from + (to - from) * share : from * power(to / from, share);
  return Number(value.toPrecision(12));
}

export function axisCount(axis: SweepAxis): number {
  return axis.scale === 'list' ? axis.values.length : axis.count;
}

export function cellCount({ x, y }: Sweep): number {
  return axisCount(x) * axisCount(y);
}

/** Most sides of a sweep. */
export const MOST_SIDES = 6;

/** Names of the sides, in results and on the page. */
export const SIDE_NAMES = ['a', 'b', 'c', 'd', 'e', 'f'] as const;

export function comparisons({ compare }: Pick<Sweep, 'compare'>): PartialSpec[] {
  return compare === undefined ? [] : Array.isArray(compare) ? compare : [compare];
}
