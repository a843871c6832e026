import { FormulaError } from '../formula/formula-error';
import { isCoordinateCount } from './coordinate-count';
import { type FieldPath, parsePath, pathText, readNumber } from './field-path';
import { type Formula, parseFormula } from './formula';
import { knownPath } from './known-path';
import type { Spec } from './spec';
import { SpecError } from './spec-error';
import { comparisons, type Sweep } from './sweep';

/** A field whose value in a cell is arithmetic of the values of the two axes there. */
export interface TiedField {
  path: FieldPath;
  /** The field's value where the axes have these; to 12 digits, as those of axes. */
  valueAt(x: number, y: number): number;
}

/** Names that a formula may have: x, y, and the axes' fields by their names where these differ. */
function namesOf({ x, y }: Pick<Sweep, 'x' | 'y'>): [x: string[], y: string[]] {
  const [across, up] = [x, y].map(({ path }) => knownPath(path).name);
  return across === up
    ? [['x'], ['y']]
    : [
        ['x', across],
        ['y', up],
      ];
}

/** All names that formulas of a sweep may have. */
export function formulaNames(sweep: Pick<Sweep, 'x' | 'y'>): string[] {
  return namesOf(sweep).flat();
}

/** The same formula where the two axes have changed places: x is y, and y is x. */
export function withAxesSwapped(formula: string): string {
  return formula.replace(/[A-Za-z]\w*/g, (name) =>
    name === 'x' ? 'y' : name === 'y' ? 'x' : name,
  );
}

/** The tied fields of a sweep that `parseSweep` has made. */
export function tiedFields(sweep: Sweep): TiedField[] {
  const [across, up] = namesOf(sweep);
  return Object.entries(sweep.tied ?? {}).map(([path, text]) => {
    const formula: Formula = parseFormula(text, [...across, ...up]);
    return {
      path: knownPath(path),
      valueAt: (x, y) => {
        const of = (names: string[], value: number) => names.map((name) => [name, value]);
        const values = Object.fromEntries([...of(across, x), ...of(up, y)]);
        return Number(formula(values).toPrecision(12));
      },
    };
  });
}

/**
 * Checks the tied fields of a sweep whose axes are right.
 *
 * @param all  Specs of its sides.
 * @returns In the order of their paths, spaces as few as can be.
 * @throws SpecError where one is no field of any side, is an axis, stands in a comparison or twice,
 * or has no formula.
 */
export function checkTied(
  tied: Readonly<Record<string, string>>,
  sweep: Sweep,
  all: readonly Spec[],
): Record<string, string> {
  const names = formulaNames(sweep);
  const axes = [sweep.x, sweep.y].map((axis) => knownPath(axis.path));
  const seen: FieldPath[] = [];
  const checked = Object.entries(tied).map(([key, text]): [string, string] => {
    const where = `tied["${key}"]`;
    if (typeof text !== 'string')
      throw new SpecError(where, text, 'a formula such as "(sigma - 1) * 2"');
    const path = parsePath(key);
    if (!path || all.every((spec) => readNumber(spec, path) === undefined))
      throw new SpecError('tied', key, 'paths of numbers of the spec, such as "loss.a[0]"');
    if (isCoordinateCount(path))
      throw new SpecError(
        'tied',
        key,
        'a field: the number of coordinates can be an axis, and is not tied',
      );
    if (axes.some((axis) => overlap(axis, path)))
      throw new SpecError('tied', key, 'another field than those of the axes');
    if (seen.some((other) => overlap(other, path)))
      throw new SpecError('tied', key, 'each field once');
    seen.push(path);
    for (const partial of comparisons(sweep)) {
      const given = partial[path.group as keyof Spec];
      if (given && Object.hasOwn(given, path.name))
        throw new SpecError(where, text, `none: a comparison gives ${path.group}.${path.name}`);
    }
    try {
      parseFormula(text, names);
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      throw new SpecError(where, text, error.message);
    }
    return [pathText(path), text.trim().replace(/\s+/g, ' ')];
  });
  return Object.fromEntries(checked.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function overlap(p: FieldPath, q: FieldPath): boolean {
  return (
    p.group === q.group &&
    p.name === q.name &&
    p.key === q.key &&
    (p.index === null || q.index === null || p.index === q.index)
  );
}
