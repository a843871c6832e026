import { isObject } from '../../spec/is-object';
import { plain } from '../../spec/plain-text';
import { nameOf } from '../../spec/schema';
import { SpecError, UnknownField } from '../../spec/spec-error';
import { axisValue, SIDE_NAMES } from '../../spec/sweep';
import { BASES } from '../../theory/estimate';
import { canonicalJson } from '../canonical';
import {
  check,
  checkShard,
  integerAt,
  MapSchema,
  MOST_LETTERS,
  responsesAt,
  sweepOf,
  togetherRange,
} from './document-schema';
import {
  agreements,
  digestOf,
  type MapResult,
  type MapTiming,
  type SideTheory,
  sideOf,
  type TheoryAt,
} from './map-result';
import { SweepRun } from './sweep-run';
import { WHOLE_MAP } from './tallies';

/**
 * A file that is no map, or maps that do not belong together; the message is one sentence for the
 * user.
 */
export class MapFileError extends Error {
  override name = 'MapFileError';

  /** @param field  Whether the message begins with the path of a field, and not with "It". */
  constructor(
    message: string,
    private readonly field = false,
  ) {
    super(message);
  }

  /** The same of a file. */
  in(name: string): MapFileError {
    const { message } = this;
    return new MapFileError(
      this.field
        ? `${plain(name)}: ${message}`
        : `${plain(name)} is not accepted: ${message.charAt(0).toLowerCase()}${message.slice(1)}`,
    );
  }
}

/** Longest text of a map: what a text can be in every browser. */
export const MOST_MAP_CHARACTERS = 500_000_000;

const UNPROVEN = 'It has no digest: nothing proves that its counts are unchanged.';
/** Of a map whose digest is not that of its counts. */
export const BROKEN = 'It was changed after it was written: its digest does not match its counts.';

/**
 * Whether the counts of a map are those that it was written with: its digest is theirs, or is not,
 * or there is none.
 */
export type Proof = 'holds' | 'broken' | 'none';

export interface ReadMap {
  /** With the engine of the file. */
  run: SweepRun;
  proof: Proof;
  /**
   * As the file has it: whoever writes these counts again writes it again, so that no file gains a
   * proof that it never had.
   */
  digest: string | null;
  timing?: MapTiming;
  /** What theory said when the map was written. */
  theoryAt: TheoryAt;
}

/**
 * Takes a map's document back into the integers it was made of.
 *
 * @param input  Any value, usually parsed JSON.
 * @throws MapFileError where it is no result of a sweep, its counts cannot be, or what is derived
 * from them is not.
 */
export function readMap(input: unknown): ReadMap {
  const map = input as Partial<MapResult> | null;
  if (
    typeof map !== 'object' ||
    map === null ||
    !Array.isArray(map.cells) ||
    map.engine === undefined
  )
    throw new MapFileError(
      'It is not the result of a sweep: it has no list of cells and no engine.',
    );
  try {
    return readChecked(input);
  } catch (error) {
    if (error instanceof SpecError) throw new MapFileError(error.message, true);
    throw error;
  }
}

function readChecked(input: unknown): ReadMap {
  const map = check(MapSchema, input, 'map');
  const { shard = WHOLE_MAP, engine, digest, seconds, particleStepsPerSecond } = map;
  checkShard(shard);
  if ((seconds === null) !== (particleStepsPerSecond === null))
    throw new SpecError(
      'particleStepsPerSecond',
      particleStepsPerSecond,
      'null where seconds is, and only there',
    );
  const run = new SweepRun(sweepOf(map), engine, shard);
  if (map.cells.length > run.cells)
    throw new SpecError(
      'cells',
      `${map.cells.length} of them`,
      `at most ${run.cells}, as its sweep has`,
    );
  const { exponentUnits } = map;
  if (exponentUnits && exponentUnits.length !== run.sides.length)
    throw new SpecError(
      'exponentUnits',
      exponentUnits,
      `a list of ${run.sides.length} units of exponents or null, one for each side`,
    );
  const growths = new Map<number, SideTheory>();
  const theoryAt = (cell: number, side: number) => growths.get(cell * run.sides.length + side)!;
  const numbers = new Set<number>();
  for (const [k, cell] of map.cells.entries())
    takeCell(run, cell, `cells[${k}]`, { growths, numbers, exponentUnits });
  const proof = digest === null ? 'none' : digest === digestOf(run) ? 'holds' : 'broken';
  try {
    for (const [k, number] of [...numbers].entries())
      checkDerived(run, map.cells[k] as Fields, `cells[${k}]`, number, theoryAt);
    checkAgreement(run, map.agreement, theoryAt);
  } catch (error) {
    throw proof === 'broken' ? new MapFileError(BROKEN) : error;
  }
  run.finished = map.partial !== true;
  if (run.finished)
    for (let cell = shard.index; cell < run.cells; cell += shard.count)
      if (!numbers.has(cell)) throw new MapFileError(`It lacks the cell ${placeOf(run, cell)}.`);
      else if (run.lacksResponses(cell))
        throw new MapFileError(`It lacks responses of the cell ${placeOf(run, cell)}.`);
  return {
    run,
    proof,
    digest,
    ...(seconds === null
      ? {}
      : { timing: { seconds, particleStepsPerSecond: particleStepsPerSecond! } }),
    theoryAt,
  };
}

type Fields = Record<string, unknown>;

/** Takes the integers of a cell, its failures and what theory said of it. */
function takeCell(
  run: SweepRun,
  input: unknown,
  path: string,
  taken: {
    growths: Map<number, SideTheory>;
    numbers: Set<number>;
    exponentUnits: MapResult['exponentUnits'];
  },
): void {
  const { tallies, columns, rows } = run;
  const { growths, numbers, exponentUnits } = taken;
  const cell = fieldsOf(input, path);
  const i = integerAt(`${path}.i`, cell.i, 0, columns - 1, ', a column of its sweep');
  const j = integerAt(`${path}.j`, cell.j, 0, rows - 1, ', a row of its sweep');
  const number = j * columns + i;
  if (!run.has(number))
    throw new MapFileError(`It has a cell ${placeOf(run, number)} that its shard does not have.`);
  if (numbers.has(number)) throw new MapFileError(`It has the cell ${placeOf(run, number)} twice.`);
  numbers.add(number);
  const all = run.sides.map((_, side) => {
    const own = side === 0 ? path : `${path}.${SIDE_NAMES[side]}`;
    return { side, own, counts: side === 0 ? cell : fieldsOf(cell[SIDE_NAMES[side]], own) };
  });
  for (const { side, own, counts } of all)
    if (counts.failed !== undefined)
      tallies.fail(number, side, textAt(`${own}.failed`, counts.failed));
  for (const { side, own, counts } of all) {
    if (counts.failed !== undefined) continue;
    const known = tallies.particles[number];
    const why = known > 0 ? ', as on its other sides' : '';
    const n = integerAt(
      `${own}.particles`,
      counts.particles,
      known || 1,
      known || 2 ** 32 - 1,
      why,
    );
    tallies.particles[number] = n;
    const escaped = integerAt(`${own}.escaped`, counts.escaped, 0, n);
    tallies.escaped[side][number] = escaped;
    growths.set(number * run.sides.length + side, growthIn(counts, own, exponentUnits?.[side]));
    if (counts.responses !== undefined)
      tallies.responses.set(
        number * run.sides.length + side,
        responsesAt(`${own}.responses`, counts.responses, run.responses),
      );
    if (tallies.failure(number, 0) !== undefined) continue;
    const [low, high] = togetherRange(n, tallies.escaped[0][number], escaped);
    tallies.together[side][number] =
      side === 0 ? escaped : integerAt(`${own}.together`, counts.together, low, high);
  }
}

/**
 * Refuses fields that these counts do not have, and shares, intervals and values of axes that are
 * not theirs.
 */
function checkDerived(
  run: SweepRun,
  cell: Fields,
  path: string,
  number: number,
  theoryAt: TheoryAt,
): void {
  const { sweep, columns } = run;
  const place = {
    i: cell.i,
    j: cell.j,
    x: axisValue(sweep.x, number % columns),
    y: axisValue(sweep.y, Math.floor(number / columns)),
  };
  for (const side of run.sides.keys()) {
    const name = SIDE_NAMES[side];
    const own = side === 0 ? path : `${path}.${name}`;
    const others = side === 0 ? run.sides.slice(1).map((_, k) => SIDE_NAMES[k + 1] as string) : [];
    const expected: Fields = {
      ...(side === 0 ? place : {}),
      ...sideOf(run, number, side, theoryAt),
    };
    for (const [field, found] of Object.entries(side === 0 ? cell : (cell[name] as Fields))) {
      if (others.includes(field)) continue;
      if (!Object.hasOwn(expected, field))
        throw new SpecError(
          `${own}.${nameOf(field)}`,
          new UnknownField(),
          `one of the fields ${[...Object.keys(expected), ...others].join(', ')}`,
        );
      const right = expected[field];
      if (isSame(found, right)) continue;
      throw new SpecError(
        `${own}.${field}`,
        found,
        `${right}, which is what its counts and its sweep make`,
      );
    }
  }
}

function checkAgreement(run: SweepRun, found: unknown, theoryAt: TheoryAt): void {
  const right = agreements(run, (cell, side) => {
    const counted =
      run.tallies.particles[cell] > 0 && run.tallies.failure(cell, side) === undefined;
    return counted ? theoryAt(cell, side).exact : undefined;
  }).agreement;
  if (isSame(found, right)) return;
  throw new SpecError(
    'agreement',
    found,
    `${right ? canonicalJson(right) : 'none'}, which is what its counts and its exact probabilities make`,
  );
}

/** The same values of JSON, but for roundings. */
function isSame(found: unknown, right: unknown): boolean {
  if (typeof found === 'number' && typeof right === 'number') return isNear(found, right);
  if (typeof found !== 'object' || typeof right !== 'object' || !found || !right)
    return found === right;
  const keys = Object.keys(right);
  return (
    Object.keys(found).length === keys.length &&
    keys.every((key) => isSame((found as Fields)[key], (right as Fields)[key]))
  );
}

/** Other versions and platforms may round the last digits otherwise. */
function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-11 * Math.max(Math.abs(a), Math.abs(b)) || Math.abs(a - b) <= 1e-15;
}

function fieldsOf(value: unknown, path: string): Fields {
  if (isObject(value)) return value;
  throw new SpecError(path, value, 'an object with its counts, or with why it failed');
}

function textAt(path: string, value: unknown): string {
  if (typeof value === 'string' && value.length >= 1 && value.length <= MOST_LETTERS) return value;
  throw new SpecError(path, value, `a text of 1 to ${MOST_LETTERS} characters`);
}

/** @param unit  Of the side; left out in a map of an older version. */
function growthIn(counts: Fields, own: string, unit: SideTheory['exponentUnit']): SideTheory {
  const growth = {
    lyapunovExponent: rateAt(`${own}.lyapunovExponent`, counts.lyapunovExponent),
    sdeGrowthRate: rateAt(`${own}.sdeGrowthRate`, counts.sdeGrowthRate),
    ...(counts.exact === undefined ? {} : { exact: shareAt(`${own}.exact`, counts.exact) }),
  };
  if (unit === undefined) return growth;
  const { exponentBasis, exponentError } = counts;
  const basis = BASES.find((one) => one === exponentBasis);
  if (basis === undefined)
    throw new SpecError(
      `${own}.exponentBasis`,
      exponentBasis,
      BASES.map((one) => `"${one}"`).join(' or '),
    );
  const known = basis !== 'unknown';
  if (known && unit === null)
    throw new SpecError(`${own}.exponentBasis`, basis, '"unknown", as its side has no unit');
  const error = rateAt(`${own}.exponentError`, exponentError);
  if (error !== null && !(known && error >= 0))
    throw new SpecError(
      `${own}.exponentError`,
      error,
      known ? 'a number from 0 up, or null' : 'null, as the exponent is not known',
    );
  return {
    ...growth,
    exponentBasis: basis,
    exponentError: error,
    exponentUnit: known ? unit : null,
  };
}

function shareAt(path: string, value: unknown): number | null {
  if (value === null || (typeof value === 'number' && value >= 0 && value <= 1)) return value;
  throw new SpecError(path, value, 'a number from 0 to 1, or null');
}

function rateAt(path: string, value: unknown): number | null {
  if (value === null || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw new SpecError(path, value, 'a number or null');
}

function placeOf({ columns }: SweepRun, cell: number): string {
  return `(${cell % columns}, ${Math.floor(cell / columns)})`;
}

/**
 * A map whose digest is that of its counts: what is worked on from there is as good as counted
 * here. Throws MapFileError as `readMap`.
 */
export function readProvenMap(input: unknown): ReadMap {
  const map = readMap(input);
  if (map.proof === 'holds') return map;
  throw new MapFileError(map.proof === 'none' ? UNPROVEN : BROKEN);
}
