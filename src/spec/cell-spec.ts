import * as v from 'valibot';
import { checkTogether } from './check-together';
import { isCoordinateCount } from './coordinate-count';
import { readNumber, withNumber } from './field-path';
import { knownPath } from './known-path';
import { refusal, specSchema } from './schema';
import type { Spec } from './spec';
import { axisCount, axisValues, type Sweep } from './sweep';
import { tiedFields } from './tied-fields';

/**
 * Spec of one side of a cell: a run of it is that cell, integer by integer.
 *
 * @param index  j * columns + i.
 * @param particles  Replicas: written into the spec, and nothing else depends on them.
 * @throws SpecError where no run can have these two values: what `parseSpec` says of them.
 */
export type CellSpec = (side: number, index: number, particles: number) => Spec;

/** A copy of a side's spec with value k of an axis. */
type SetNumber = (spec: Spec, side: number, k: number) => Spec;

/**
 * Compiles a sweep for the specs of its cells. Sides are valid specs, so that a cell checks only
 * the groups whose numbers it sets and what depends on other groups; the histogram is the side's
 * own.
 *
 * @param sides  Of `sidesOf`.
 */
export function compileCells(sweep: Sweep, sides: readonly Spec[]): CellSpec {
  const unchecked = compileUncheckedCells(sweep, sides);
  const paths = [sweep.x.path, sweep.y.path, ...Object.keys(sweep.tied ?? {})];
  const axes = paths.flatMap((text) => {
    const path = knownPath(text);
    // The start has as many coordinates.
    return isCoordinateCount(path) ? [path.group, 'start'] : [path.group];
  });
  const set = Object.entries(specSchema().entries).filter(
    ([group]) => group === 'ensemble' || axes.includes(group),
  );
  const schema = v.strictObject(Object.fromEntries(set));
  const groups = set.map(([group]) => group as keyof Spec);
  return (side, index, particles) => {
    const spec = unchecked(side, index, particles);
    const changed = Object.fromEntries(groups.map((group) => [group, spec[group]]));
    const parsed = v.safeParse(schema, changed, { abortEarly: true });
    if (!parsed.success) throw refusal(parsed.issues[0]);
    checkTogether(spec);
    const { cell, ...population } = spec.ensemble;
    // Cell 0 is what a run without a cell has.
    return cell ? spec : { ...spec, ensemble: population };
  };
}

/** As `compileCells`, and not checked: what was asked of a cell that failed, too. */
export function compileUncheckedCells(sweep: Sweep, sides: readonly Spec[]): CellSpec {
  const columns = axisCount(sweep.x);
  const cells = columns * axisCount(sweep.y);
  const [x, y] = [sweep.x, sweep.y].map((axis): SetNumber => {
    const path = knownPath(axis.path);
    const values = axisValues(axis);
    // A side that lacks an axis's field is the same all along that axis.
    const has = sides.map((side) => readNumber(side, path) !== undefined);
    return (spec, side, k) => (has[side] ? withNumber(spec, path, values[k]) : spec);
  });
  const tied = tiedFields(sweep).map(({ path, valueAt }) => ({
    path,
    valueAt,
    has: sides.map((side) => readNumber(side, path) !== undefined),
  }));
  // Fields of single coordinates are set once these are there.
  const upFirst = isCoordinateCount(knownPath(sweep.y.path));
  const [across, up] = tied.length > 0 ? [axisValues(sweep.x), axisValues(sweep.y)] : [[], []];
  return (side, index, particles) => {
    const i = index % columns;
    const j = Math.floor(index / columns);
    let spec = upFirst ? x(y(sides[side], side, j), side, i) : y(x(sides[side], side, i), side, j);
    for (const { path, valueAt, has } of tied)
      if (has[side]) spec = withNumber(spec, path, valueAt(across[i], up[j]));
    const cell = sweep.sameNoise ? index : side * cells + index;
    return { ...spec, ensemble: { particles, seed: spec.ensemble.seed, cell } };
  };
}
