import { cos } from '../../numerics/angles';
import { power } from '../../numerics/elementary';
import { axisCount, type Sweep, type SweepAxis } from '../../spec/sweep';
import type { Growth } from '../../theory/theory';

/** Nodes across and up, tried in this order: those of a grid are among those of the next. */
const GRIDS = [
  [9, 5],
  [17, 9],
  [33, 9],
  [33, 17],
] as const;

/** Cells that are computed to see how far the interpolation is off, and what that counts for. */
const CHECKS = 16;
const SAFETY = 3;

/** With fewer cells on an axis, or a list of them, every cell is computed. */
const LEAST_COUNT = 20;

/** A number of every cell from a few of them, with a common error. Shapes: f64[cells]. */
export interface GrowthSurface {
  exponent: Float64Array;
  rate: Float64Array;
  error: number;
  basis: Growth['exponentBasis'];
  unit: Growth['exponentUnit'];
}

/**
 * Growth of cells of a sweep, which may have other axes than the map; null where it was stopped. A
 * cell without growth is null.
 */
export type AskGrowth = (
  sweep: Sweep,
  cells: readonly number[],
  accuracy: number,
) => Promise<(Growth | null)[] | null>;

/**
 * Growth of all cells of a map by polynomials through Chebyshev nodes of both axes: a few hundred
 * values for thousands of cells.
 *
 * The error is three times the largest deviation seen at 16 cells of the map, none of them a node,
 * and the largest error of a value: checked, and not a bound. Whoever takes the sign of an exponent
 * computes the cells near 0 by themselves.
 *
 * @param accuracy  Largest error that serves.
 * @returns null where the axes are lists or short, some value is not known, the numbers are not
 * smooth enough, or it was stopped.
 * Held by tests/unit/experiment/sweep/growth-surface.test.ts.
 */
export async function growthSurface(
  sweep: Sweep,
  accuracy: number,
  ask: AskGrowth,
): Promise<GrowthSurface | null> {
  const { x, y } = sweep;
  if (!isLong(x) || !isLong(y)) return null;
  const [columns, rows] = [axisCount(x), axisCount(y)];
  const checks = checkedCells(columns, rows);
  const truth = known(await ask(sweep, checks, accuracy / 4));
  if (!truth) return null;
  const computed = new Map<string, Growth>();
  for (const [across, up] of GRIDS) {
    const [u, w] = [nodes(across), nodes(up)];
    const grid = { ...sweep, x: axisAt(x, u), y: axisAt(y, w) };
    const keys = w.flatMap((vertical) => u.map((horizontal) => `${horizontal} ${vertical}`));
    const missing = [...keys.keys()].filter((k) => !computed.has(keys[k]));
    const found = known(await ask(grid, missing, accuracy / 4), truth[0]);
    if (!found) return null;
    for (const [k, growth] of found.entries()) computed.set(keys[missing[k]], growth);
    const values = keys.map((key) => computed.get(key)!);
    const all = [...truth, ...values];
    const own = all.reduce((most, { exponentError }) => Math.max(most, exponentError!), 0);
    const horizontal = weightsAt(u, columns);
    const vertical = weightsAt(w, rows);
    const at = (of: (growth: Growth) => number, cell: number) =>
      tensor(values.map(of), horizontal[cell % columns], vertical[Math.floor(cell / columns)]);
    const deviation = (of: (growth: Growth) => number) =>
      checks.reduce((most, cell, k) => Math.max(most, Math.abs(at(of, cell) - of(truth[k]))), 0);
    const error = SAFETY * deviation(exponentOf) + own;
    if (!(error <= accuracy && SAFETY * deviation(rateOf) <= accuracy)) continue;
    const cells = Array.from({ length: columns * rows }, (_, cell) => cell);
    return {
      exponent: Float64Array.from(cells, (cell) => at(exponentOf, cell)),
      rate: Float64Array.from(cells, (cell) => at(rateOf, cell)),
      error,
      basis: truth[0].exponentBasis,
      unit: truth[0].exponentUnit,
    };
  }
  return null;
}

type LongAxis = Exclude<SweepAxis, { scale: 'list' }>;

function isLong(axis: SweepAxis): axis is LongAxis {
  return axis.scale !== 'list' && axis.count >= LEAST_COUNT;
}

const exponentOf = (growth: Growth) => growth.lyapunovExponent!;
const rateOf = (growth: Growth) => growth.sdeGrowthRate!;

/** The growths where all have an exponent of one kind and unit that is within a bound. */
function known(found: (Growth | null)[] | null, like: Growth | null = null): Growth[] | null {
  const growths = found?.filter((growth) => growth !== null) ?? [];
  if (!found || growths.length < found.length) return null;
  const first = like ?? growths[0];
  const alike = growths.every(
    (growth) =>
      growth.lyapunovExponent !== null &&
      growth.sdeGrowthRate !== null &&
      growth.exponentError !== null &&
      growth.exponentBasis === first.exponentBasis &&
      growth.exponentUnit === first.exponentUnit,
  );
  return alike && ['exact', 'bounded'].includes(first.exponentBasis) ? growths : null;
}

/** Chebyshev's points of [0, 1], rising, the ends among them. */
function nodes(count: number): number[] {
  return Array.from({ length: count }, (_, k) => 0.5 - 0.5 * cos((Math.PI * k) / (count - 1)));
}

/** The axis at these shares of its way. */
function axisAt({ path, from, to, scale }: LongAxis, shares: readonly number[]): SweepAxis {
  const values = shares.map((share, k) => {
    if (k === 0) return from;
    if (k === shares.length - 1) return to;
    return scale === 'linear' ? from + (to - from) * share : from * power(to / from, share);
  });
  return { path, values, scale: 'list' };
}

/**
 * Weights of the nodes in each of `count` equidistant places. Source: Berrut and Trefethen (2004),
 * SIAM Review 46, 501, equation 5.4.
 */
function weightsAt(u: readonly number[], count: number): Float64Array[] {
  return Array.from({ length: count }, (_, place) => {
    const share = place / (count - 1);
    const weights = Float64Array.from(u, (node, k) => {
      const half = k === 0 || k === u.length - 1 ? 0.5 : 1;
      return ((k % 2 === 0 ? 1 : -1) * half) / (share - node);
    });
    const hit = u.findIndex((node) => Math.abs(node - share) < 1e-13);
    if (hit >= 0) return Float64Array.from(u, (_, k) => (k === hit ? 1 : 0));
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return weights.map((weight) => weight / sum);
  });
}

function tensor(values: readonly number[], across: Float64Array, up: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < up.length; j++) {
    let row = 0;
    for (let i = 0; i < across.length; i++) row += across[i] * values[j * across.length + i];
    sum += up[j] * row;
  }
  return sum;
}

/**
 * Cells all over the map, more of them near its edges, where polynomials go astray. Source of the
 * sequence: Roberts (2018), R2.
 */
function checkedCells(columns: number, rows: number): number[] {
  const place = (k: number, step: number, count: number) =>
    Math.round((0.5 - 0.5 * cos(Math.PI * ((0.5 + k * step) % 1))) * (count - 1));
  return Array.from(
    { length: CHECKS },
    (_, k) =>
      place(k + 1, 0.5698402909980532, rows) * columns + place(k + 1, 0.7548776662466927, columns),
  );
}
