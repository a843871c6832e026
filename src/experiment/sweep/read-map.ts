import type { EngineIdentity } from '../../engine/engine';
import { SpecError } from '../../spec/spec-error';
import { SIDE_NAMES } from '../../spec/sweep';
import { parseSweep } from '../../spec/sweep-schema';
import { canonicalJson } from '../canonical';
import { digestOf, type GrowthAt, type MapCell, type MapResult, mapResult } from './map-result';
import { SweepRun } from './sweep-run';
import { Tallies, WHOLE_MAP } from './tallies';

/** A file that is no map, or maps that do not belong together; the message is one sentence for the user. */
export class MapFileError extends Error {
  override name = 'MapFileError';
}

/** Longest text of a map: what a text can be in every browser. */
export const MOST_MAP_CHARACTERS = 500_000_000;

export interface ReadMap {
  /** With the engine of the file. */
  run: SweepRun;
  /** What theory said when the map was written. */
  growthAt: GrowthAt;
}

/**
 * Takes a map's document back into the integers it was made of.
 *
 * @param input  Any value, usually parsed JSON.
 * @throws MapFileError where it is no result of a sweep or its counts cannot be.
 */
export function readMap(input: unknown): ReadMap {
  const map = input as MapResult;
  if (typeof input !== 'object' || input === null || !Array.isArray(map.cells) || !isEngine(map.engine))
    throw new MapFileError('It is not the result of a sweep: it has no list of cells and no engine.');
  const shard = map.shard ?? WHOLE_MAP;
  if (
    !(
      Number.isInteger(shard.count) &&
      shard.count >= 1 &&
      Number.isInteger(shard.index) &&
      shard.index >= 0 &&
      shard.index < shard.count
    )
  )
    throw new MapFileError(`There is no shard ${shard.index}/${shard.count}: shards are numbered from 0.`);
  const run = sweepOf(map, shard);
  const growths = new Map<number, Growth>();
  for (const cell of map.cells) takeCell(run, cell, growths);
  run.finished = map.partial !== true;
  if (run.finished)
    for (let cell = shard.index; cell < run.cells; cell += shard.count)
      if (run.tallies.particles[cell] === 0 && run.tallies.counted(cell).length > 0)
        throw new MapFileError(
          `The cell (${cell % run.columns}, ${Math.floor(cell / run.columns)}) is missing from the map.`,
        );
  const growthAt = (cell: number, side: number) => growths.get(cell * run.sides.length + side)!;
  return { run, growthAt };
}

function sweepOf(map: MapResult, shard: { index: number; count: number }): SweepRun {
  try {
    return new SweepRun(parseSweep(map.sweep), map.engine, shard);
  } catch (error) {
    if (!(error instanceof SpecError)) throw error;
    throw new MapFileError(`The sweep of the map is not accepted: ${error.message}`);
  }
}

type Growth = ReturnType<GrowthAt>;

function takeCell(run: SweepRun, cell: MapCell, growths: Map<number, Growth>): void {
  const { tallies, columns, rows } = run;
  const { i, j } = cell ?? {};
  const number = j * columns + i;
  const known = Number.isInteger(i) && Number.isInteger(j) && i >= 0 && i < columns && j >= 0 && j < rows;
  if (!known || !run.has(number))
    throw new MapFileError(`The map has a cell (${i}, ${j}) that its sweep does not have.`);
  const bad = () => new MapFileError(`The counts of the cell (${i}, ${j}) cannot be.`);
  const count = (value: unknown, most: number) => {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < 0 || value > most) throw bad();
    return value;
  };
  const rate = (value: unknown) => {
    if (value !== null && !Number.isFinite(value)) throw bad();
    return value as number | null;
  };
  if (tallies.particles[number] > 0) throw new MapFileError(`The map has the cell (${i}, ${j}) twice.`);
  for (let side = 0; side < run.sides.length; side++) {
    const counts = (side === 0 ? cell : cell[SIDE_NAMES[side] as 'b']) as Record<string, unknown> | undefined;
    if (!counts) throw bad();
    if (typeof counts.failed === 'string') {
      tallies.fail(number, side, counts.failed);
      continue;
    }
    const particles = count(counts.particles, 2 ** 32 - 1);
    if (tallies.particles[number] > 0 && tallies.particles[number] !== particles) throw bad();
    tallies.particles[number] = particles;
    growths.set(number * run.sides.length + side, {
      lyapunovExponent: rate(counts.lyapunovExponent),
      sdeGrowthRate: rate(counts.sdeGrowthRate),
    });
    tallies.escaped[side][number] = count(counts.escaped, particles);
    const both = Math.min(tallies.escaped[0][number], tallies.escaped[side][number]);
    tallies.together[side][number] =
      side === 0
        ? tallies.escaped[0][number]
        : counts.together === undefined
          ? 0
          : count(counts.together, both);
  }
}

function isEngine(engine: unknown): engine is EngineIdentity {
  const kind = (engine as EngineIdentity | undefined)?.kind;
  return kind === 'gpu' || kind === 'cpu';
}

/** A map and where it is from, for sentences. */
export interface NamedMap {
  name: string;
  /** Any value, usually parsed JSON. */
  map: unknown;
}

/**
 * The map that shards make together: the document of the same sweep made in one piece. A whole map alone gives itself, a
 * stopped one too.
 *
 * @throws MapFileError where one is no map, is damaged, or they are not all shards of one sweep, each once, finished, and counted
 *   by the same kind and version of engine.
 */
export async function mergeMaps(maps: readonly NamedMap[]): Promise<MapResult> {
  const parts = [];
  for (const { name, map } of maps) parts.push({ name, ...(await readWhole(name, map)) });
  const [first] = parts;
  if (!first) throw new MapFileError('There is no map to merge.');
  const { count } = first.run.shard;
  const sweep = canonicalJson(first.run.sweep);
  const found = new Map<number, string>();
  for (const { name, run } of parts) {
    const { engine } = run;
    const { index } = run.shard;
    if (canonicalJson(run.sweep) !== sweep)
      throw new MapFileError(`${name} is of another sweep than ${first.name}.`);
    if (run.shard.count !== count)
      throw new MapFileError(
        `${name} is one of ${run.shard.count} shards and ${first.name} one of ${count}: merge those of one number.`,
      );
    if (engine.kind !== first.run.engine.kind || engine.version !== first.run.engine.version)
      throw new MapFileError(
        `${name} was counted by ${engineName(engine)} and ${first.name} by ${engineName(first.run.engine)}, whose integers differ.`,
      );
    if (!run.finished && count > 1)
      throw new MapFileError(
        `${name}, shard ${index}/${count}, was stopped before its end: go on with --resume.`,
      );
    if (found.has(index))
      throw new MapFileError(`Shard ${index}/${count} was given twice: ${found.get(index)} and ${name}.`);
    found.set(index, name);
  }
  const missing = Array.from({ length: count }, (_, index) => index).filter((index) => !found.has(index));
  if (missing.length > 0) throw new MapFileError(`Of ${count} shards there is no ${ranges(missing)}.`);
  const engine = commonEngine(parts.map(({ run }) => run.engine));
  const whole = new SweepRun(first.run.sweep, engine, WHOLE_MAP, joined(parts.map(({ run }) => run)));
  whole.finished = parts.every(({ run }) => run.finished);
  const owner = new Map(parts.map((part) => [part.run.shard.index, part]));
  const growthAt: GrowthAt = (cell, side) => owner.get(cell % count)!.growthAt(cell, side);
  return mapResult(whole, undefined, growthAt);
}

/** A map that is what it was when it was written. */
async function readWhole(name: string, map: unknown): Promise<ReadMap> {
  try {
    const read = readMap(map);
    const digest = digestOf(read.run);
    const written = (map as MapResult).digest;
    if (written && digest !== written)
      throw new MapFileError('It was changed since it was written: its digest is not that of its counts.');
    return read;
  } catch (error) {
    if (!(error instanceof MapFileError)) throw error;
    throw new MapFileError(
      `${name} is not accepted: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`,
    );
  }
}

/** Rising whole numbers, neighbours together: 0-2,5. */
function ranges(numbers: readonly number[]): string {
  const groups: [number, number][] = [];
  for (const number of numbers) {
    const last = groups.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else groups.push([number, number]);
  }
  return groups.map(([low, high]) => (low === high ? `${low}` : `${low}-${high}`)).join(',');
}

function engineName({ kind, version }: EngineIdentity): string {
  return `the ${kind.toUpperCase()} engine of version ${version}`;
}

/** Shards may come from machines with different adapters. */
function commonEngine(engines: readonly EngineIdentity[]): EngineIdentity {
  const adapters = [...new Set(engines.map(({ adapter }) => adapter))].sort();
  return { ...engines[0], adapter: adapters.join('; '), fallback: engines.some(({ fallback }) => fallback) };
}

/** A list of tallies that holds what all of these shards hold. */
function joined(runs: readonly SweepRun[]): Tallies {
  const [{ cells, sides }] = runs;
  const all = new Tallies(cells, sides.length);
  for (const run of runs)
    for (let cell = run.shard.index; cell < cells; cell += run.shard.count) {
      all.particles[cell] = run.tallies.particles[cell];
      for (let side = 0; side < sides.length; side++) {
        all.escaped[side][cell] = run.tallies.escaped[side][cell];
        all.together[side][cell] = run.tallies.together[side][cell];
        const sentence = run.tallies.failure(cell, side);
        if (sentence !== undefined) all.fail(cell, side, sentence);
      }
    }
  return all;
}
