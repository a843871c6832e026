import '../../theory/all-methods';
import type { EngineIdentity } from '../../engine/engine';
import type { ResponseValue } from '../../spec/response';
import type { Spec } from '../../spec/spec';
import { axisValues, SIDE_NAMES, type Sweep } from '../../spec/sweep';
import { type Growth, growthOf } from '../../theory/theory';
import { canonicalJson } from '../canonical';
import { digestOfDocument } from '../digest';
import { CONFIDENCE, wilsonInterval } from '../interval';
import { type Agreement, agreement, isOutside, residualOf } from './exact-agreement';
import { pairedDifference } from './paired';
import type { SweepRun } from './sweep-run';
import type { Shard } from './tallies';

/**
 * What a sweep found. The names are fixed: people's scripts depend on them. docs/command-line.md
 * lists them.
 */
export interface MapResult {
  /** The sweep in full, every default written out. */
  sweep: Sweep;
  /** Who counted it. */
  engine: EngineIdentity;
  /** Of all intervals. */
  confidence: number;
  /** Of a part of a map: which. */
  shard?: Shard;
  /**
   * By rising j * columns + i. Those of the shard that have counts or failed; of a finished map,
   * all.
   */
  cells: MapCell[];
  /**
   * What the exponents of each side count, such as "ln distance per step": its kinds decide, so
   * that all cells of a side have one. Null of a side with no known exponent. Absent in files of
   * older versions.
   */
  exponentUnits?: Growth['exponentUnit'][];
  /**
   * How the counts of each side agree with exact probabilities; null of a side with none. Absent
   * where they were not asked for.
   */
  agreement?: (Agreement | null)[];
  /**
   * SHA-256, in hexadecimal, of the version of the random stream, the sweep, the shard, the kind of
   * engine and every integer. Null in files of older versions only, from platforms without
   * WebCrypto.
   */
  digest: string | null;
  /**
   * Null unless they were asked for: they are all that differs between two makings of the same map.
   */
  seconds: number | null;
  /** As if no replica left early. */
  particleStepsPerSecond: number | null;
  /** The sweep was stopped before its end. */
  partial?: true;
}

/** A cell: side A's counts, and each other side's under its name. */
export type MapCell = {
  /** Column and row, from 0. */
  i: number;
  /** Row, from 0. */
  j: number;
  /** Values of the two axes. */
  x: number;
  /** Value of the axis y. */
  y: number;
} & (SideCounts | Failed) & {
    [side in Exclude<(typeof SIDE_NAMES)[number], 'a'>]?:
      | (SideCounts & Compared)
      | SideCounts
      | Failed;
  };

/** What was counted of one side of a cell, and what theory says of it. */
export interface SideCounts extends AgainstExact {
  /** Replicas whose first passage of max |x_i| over the radius came by the last step. */
  escaped: number;
  /** Replicas. */
  particles: number;
  /** escaped / particles, with Wilson's interval. */
  probability: number;
  /** Lower end of the 95 % interval, 0 to 1. */
  low: number;
  /** Upper end of the 95 % interval, 0 to 1. */
  high: number;
  /**
   * E ln |growth factor of one step|; > 0 escapes, < 0 traps. Null where it is minus infinity or
   * not known.
   */
  lyapunovExponent: number | null;
  /** How the exponent is known. Absent in files of older versions. */
  exponentBasis?: Growth['exponentBasis'];
  /**
   * In the unit of the exponent, rounded up to two digits: a bound where it is exact or bounded, an
   * estimate in a limit; null where it is not known. Absent in files of older versions.
   */
  exponentError?: number | null;
  /**
   * A value and its 95 % interval of each of the sweep's responses, in their order; see
   * `ResponseValue`. Absent where the sweep asks for none, or was stopped before.
   */
  responses?: ResponseValue[];
  /** learningRate a - (learningRate sigma)^2 / 2 of the SDE, per unit of time. */
  sdeGrowthRate: number | null;
}

/** A count against the exact probability of escape. Absent where that was not asked for. */
export interface AgainstExact {
  /** Of the steps themselves; null where nobody knows it. */
  exact?: number | null;
  /**
   * Distance of `escaped` from what the exact probability expects, in standard errors; null where
   * that is not known, 0 or 1.
   */
  z?: number | null;
  /**
   * Whether the exact 99 % interval of the count (Clopper and Pearson) misses the exact
   * probability; null where that is not known.
   */
  outside?: boolean | null;
}

/** Against side A, replica by replica. */
export interface Compared {
  /** Replicas that escaped on both sides. */
  together: number;
  /** P(A escapes) - P(this side escapes), with its paired interval. */
  difference: number;
  /** Lower end of the 95 % interval of the difference, -1 to 1. */
  differenceLow: number;
  /** Upper end of the 95 % interval of the difference, -1 to 1. */
  differenceHigh: number;
}

/** No run can have these values, or the engine could not do it: why. */
export interface Failed {
  failed: string;
}

/** All that a side of a cell may hold, each field where it does. */
export type SideFields = Partial<SideCounts & Compared & Failed>;

/** @param side  0 is side A, whose fields are the cell's own. */
export function sideOfCell(cell: MapCell, side: number): SideFields {
  return (side === 0 ? cell : cell[SIDE_NAMES[side] as 'b'])!;
}

export interface MapTiming {
  seconds: number;
  particleStepsPerSecond: number;
}

/** What theory says of a side of a cell. */
export type TheoryAt = (cell: number, side: number) => SideTheory;

export interface SideTheory
  extends Pick<
    SideCounts,
    'lyapunovExponent' | 'exponentBasis' | 'exponentError' | 'sdeGrowthRate' | 'exact'
  > {
  exponentUnit?: Growth['exponentUnit'];
}

/** What theory says of the growth of a spec, as a map holds it. */
export function sideTheory(spec: Spec): SideTheory {
  const { exponentError: error, exponentLimit: _, ...growth } = growthOf(spec);
  return {
    ...growth,
    exponentError: error !== null && error < 1e300 ? roundedUp(error) : null,
  };
}

/** To two digits. */
function roundedUp(x: number): number {
  const near = x.toExponential(1);
  if (Number(near) >= x) return Number(near);
  const digit = Number(`0.1${near.slice(near.indexOf('e'))}`);
  return Number((Number(near) + digit).toPrecision(2));
}

/**
 * The document of what a run has counted.
 *
 * @param theoryAt  Where it is known already: theory takes milliseconds a cell of momentum or SVRG.
 * @param digest  Of a map from a file, what that has: it does not gain a proof by being written again.
 */
export async function mapResult(
  run: SweepRun,
  timing?: MapTiming,
  theoryAt: TheoryAt = (cell, side) => sideTheory(run.specOf(cell, side)),
  digest: string | null = digestOf(run),
): Promise<MapResult> {
  const { sweep, shard, engine } = run;
  const cells = mapCells(run, theoryAt);
  const byNumber = new Map(cells.map((cell) => [cell.j * run.columns + cell.i, cell]));
  return {
    sweep,
    engine: { ...engine },
    confidence: CONFIDENCE,
    ...(shard.count > 1 ? { shard: { ...shard } } : {}),
    cells,
    ...exponentUnits(run, theoryAt),
    ...agreements(run, (cell, side) => {
      const found = byNumber.get(cell);
      return found && sideOfCell(found, side).exact;
    }),
    digest,
    seconds: timing?.seconds ?? null,
    particleStepsPerSecond: timing?.particleStepsPerSecond ?? null,
    ...(run.finished ? {} : { partial: true }),
  };
}

/**
 * The document as a file, in pieces: sorted keys and a line for each cell. Equal maps have equal
 * bytes. A map of 512 x 512 cells and six sides can be longer than one text may be.
 */
export function* mapJsonPieces(result: MapResult): Generator<string> {
  const { cells, ...rest } = result;
  // "cells" is the first of the keys in their order.
  yield '{\n  "cells": [';
  for (const [k, cell] of cells.entries()) yield `${k > 0 ? ',' : ''}\n    ${canonicalJson(cell)}`;
  yield `\n  ],${canonicalJson(rest, 2).slice(1)}\n`;
}

/** The same as one text. */
export function mapToJson(result: MapResult): string {
  return [...mapJsonPieces(result)].join('');
}

function mapCells(run: SweepRun, theoryAt: TheoryAt): MapCell[] {
  const { sweep, columns, tallies } = run;
  const x = axisValues(sweep.x);
  const y = axisValues(sweep.y);
  const cells: MapCell[] = [];
  for (let cell = 0; cell < run.cells; cell++) {
    if (!run.has(cell)) continue;
    if (tallies.particles[cell] === 0 && tallies.counted(cell).length === run.sides.length)
      continue;
    const i = cell % columns;
    const j = Math.floor(cell / columns);
    const sides = run.sides.map((_, side) => sideOf(run, cell, side, theoryAt));
    const others = sides.slice(1).map((side, k) => [SIDE_NAMES[k + 1], side]);
    cells.push({ i, j, x: x[i], y: y[j], ...sides[0], ...Object.fromEntries(others) });
  }
  return cells;
}

/** Of each side that of the first cell which has one; nothing where no cell says how it knows. */
function exponentUnits(run: SweepRun, theoryAt: TheoryAt): Pick<MapResult, 'exponentUnits'> {
  const { tallies } = run;
  const units: Growth['exponentUnit'][] = run.sides.map(() => null);
  let said = false;
  for (let cell = 0; cell < run.cells; cell++) {
    if (!run.has(cell) || tallies.particles[cell] === 0) continue;
    for (const side of tallies.counted(cell)) {
      const { exponentUnit } = theoryAt(cell, side);
      said ||= exponentUnit !== undefined;
      units[side] ??= exponentUnit ?? null;
    }
    if (said && !units.includes(null)) break;
  }
  return said ? { exponentUnits: units } : {};
}

function againstExact(escaped: number, n: number, exact: SideTheory['exact']): AgainstExact {
  if (exact === undefined) return {};
  if (exact === null) return { exact, z: null, outside: null };
  return {
    exact,
    z: exact > 0 && exact < 1 ? residualOf(escaped, n, exact) : null,
    outside: isOutside(escaped, n, exact),
  };
}

/**
 * @param exactAt  As in `AgainstExact.exact`.
 * @returns Nothing where no cell was asked for its exact probability.
 */
export function agreements(
  { tallies, sides, cells }: SweepRun,
  exactAt: (cell: number, side: number) => SideTheory['exact'],
): Pick<MapResult, 'agreement'> {
  let asked = false;
  const list = sides.map((_, side) => {
    const exact = Float64Array.from({ length: cells }, (_, cell) => {
      const found = exactAt(cell, side);
      asked ||= found !== undefined;
      return found ?? Number.NaN;
    });
    const found = agreement(tallies, exact, side);
    return found.cells > 0 ? found : null;
  });
  return asked ? { agreement: list } : {};
}

/** What is known of one side of a cell. */
export function sideOf(
  run: SweepRun,
  cell: number,
  side: number,
  theoryAt: TheoryAt = () => sideTheory(run.specOf(cell, side)),
): SideCounts | (SideCounts & Compared) | Failed {
  const { tallies } = run;
  const failed = tallies.failure(cell, side);
  if (failed !== undefined) return { failed };
  const n = tallies.particles[cell];
  const escaped = tallies.escaped[side][cell];
  const growth = theoryAt(cell, side);
  const responses = tallies.responses.get(cell * run.sides.length + side);
  const counts = {
    escaped,
    particles: n,
    probability: escaped / n,
    ...wilsonInterval(escaped, n),
    lyapunovExponent: growth.lyapunovExponent,
    ...(growth.exponentBasis === undefined
      ? {}
      : { exponentBasis: growth.exponentBasis, exponentError: growth.exponentError }),
    sdeGrowthRate: growth.sdeGrowthRate,
    ...againstExact(escaped, n, growth.exact),
    ...(responses ? { responses } : {}),
  };
  if (side === 0 || tallies.failure(cell, 0) !== undefined) return counts;
  const together = tallies.together[side][cell];
  const { difference, low, high } = pairedDifference({
    n,
    a: tallies.escaped[0][cell],
    b: escaped,
    together,
  });
  return { ...counts, together, difference, differenceLow: low, differenceHigh: high };
}

/** `digest` of a map: a file whose counts give another was changed. */
export function digestOf(run: SweepRun): string {
  const { particles, escaped, together, failures, responses } = run.tallies;
  const byKey = (one: [number, unknown], other: [number, unknown]) => one[0] - other[0];
  const integers = {
    particles,
    escaped,
    together,
    failures: [...failures].sort(byKey),
    ...(run.responses.length > 0 ? { responses: [...responses].sort(byKey) } : {}),
  };
  return digestOfDocument(run.engine, { sweep: run.sweep, shard: run.shard, integers });
}
