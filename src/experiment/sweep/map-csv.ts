import { compileUncheckedCells } from '../../spec/cell-spec';
import type { Spec } from '../../spec/spec';
import { axisCount, SIDE_NAMES, type Sweep } from '../../spec/sweep';
import { sidesOf } from '../../spec/sweep-schema';
import { numberText } from '../canonical';
import { type MapResult, sideOfCell } from './map-result';

const FIRST = ['i', 'j', 'side'];
const MEASURED = [
  'particles',
  'escaped',
  'probability',
  'low',
  'high',
  'together',
  'difference',
  'differenceLow',
  'differenceHigh',
  'lyapunovExponent',
  'sdeGrowthRate',
] as const;
const KNOWN = ['exponentBasis', 'exponentError'] as const;
const EXACT = ['exact', 'z', 'outside'] as const;
const LAST = ['failed', 'engine', 'version', 'confidence'];

/** All of a spec but the version of the document. */
const GROUPS = [
  'loss',
  'noise',
  'optimizer',
  'time',
  'start',
  'escape',
  'ensemble',
  'histogram',
] as const;

type Value = string | number | boolean | null | undefined;

/**
 * A map as a tidy table: a line for each cell and side, by rising cell, after one of names. Lines,
 * since the largest maps are longer than a text can be. What a side does not have is empty: the
 * difference of side A from itself, the counts of a side that failed, a field that only another
 * side's kind has. Quoted as RFC 4180 says, lines end in LF. docs/maps.md lists the columns; equal
 * maps have equal bytes.
 */
export function* mapToCsv(result: MapResult): Generator<string> {
  const { sweep, engine, confidence, exponentUnits } = result;
  const { x, y, responses = [] } = sweep;
  const sides = sidesOf(sweep);
  const fieldNames = fieldsOf(sweep, sides);
  yield line([
    ...FIRST,
    x.path,
    y.path,
    ...MEASURED,
    ...LAST,
    ...fieldNames,
    ...KNOWN,
    'exponentUnit',
    ...EXACT,
    ...responses.flatMap((name) => [name, `${name} low`, `${name} high`]),
  ]);
  const asked = compileUncheckedCells(sweep, sides);
  for (const cell of result.cells)
    for (const side of sides.keys()) {
      const found = sideOfCell(cell, side);
      const number = cell.j * axisCount(x) + cell.i;
      const fields = new Map(flatten(asked(side, number, found.particles ?? 0)));
      yield line([
        cell.i,
        cell.j,
        SIDE_NAMES[side],
        cell.x,
        cell.y,
        ...MEASURED.map((name) => found[name]),
        found.failed,
        engine.kind,
        engine.version,
        confidence,
        ...fieldNames.map((name) => fields.get(name)),
        ...KNOWN.map((name) => found[name]),
        found.exponentBasis && found.exponentBasis !== 'unknown' ? exponentUnits?.[side] : null,
        ...EXACT.map((name) => found[name]),
        ...responses.flatMap((_, k) => found.responses?.[k] ?? [null, null, null]),
      ]);
    }
}

/**
 * Names of all fields that some side has in some cell, in the order of the spec; the axes have
 * columns of their own. Which fields there are depends on the number of coordinates alone, whose
 * axis is longest at one of its ends.
 */
function fieldsOf(sweep: Sweep, sides: readonly Spec[]): string[] {
  const asked = compileUncheckedCells(sweep, sides);
  const columns = axisCount(sweep.x);
  const cells = columns * axisCount(sweep.y);
  const corners = new Set([0, columns - 1, cells - columns, cells - 1]);
  const longest = (side: number) =>
    [...corners]
      .map((cell) => flatten(asked(side, cell, 0)))
      .reduce((one, other) => (other.length > one.length ? other : one));
  const all = sides.map((_, side) => longest(side));
  return GROUPS.flatMap((group) => {
    const names = all.flatMap((fields) => fields.map(([name]) => name));
    return [...new Set(names)].filter((name) => name.startsWith(`${group}.`));
  }).filter((name) => name !== sweep.x.path && name !== sweep.y.path);
}

/** Fields of a spec by their paths, entries of lists by theirs. */
function flatten(spec: Spec): [string, Value][] {
  return GROUPS.flatMap((group) =>
    Object.entries(spec[group]).flatMap(([name, value]): [string, Value][] =>
      Array.isArray(value)
        ? value.map((entry, k) => [`${group}.${name}[${k}]`, entry])
        : [[`${group}.${name}`, value]],
    ),
  );
}

function line(values: readonly Value[]): string {
  return `${values.map(quoted).join(',')}\n`;
}

function quoted(value: Value): string {
  const text = typeof value === 'number' ? numberText(value) : String(value ?? '');
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
