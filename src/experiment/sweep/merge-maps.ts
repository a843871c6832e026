import { engineName, isSameEngine } from '../../engine/open';
import { plain } from '../../spec/plain-text';
import { canonicalJson } from '../canonical';
import { type MapResult, mapResult, type TheoryAt } from './map-result';
import { BROKEN, MapFileError, type ReadMap, readMap } from './read-map';
import { SweepRun } from './sweep-run';
import { Tallies, WHOLE_MAP } from './tallies';

/** A map and where it is from, for sentences. */
export interface NamedMap {
  name: string;
  /** Any value, usually parsed JSON. */
  map: unknown;
}

/**
 * The map that shards make together: the document of the same sweep made in one piece. A whole map
 * alone gives itself, a stopped one too. Where one has no digest, what they make has none either,
 * and that is said.
 *
 * @param say  Told what the user should know of what was accepted.
 * @throws MapFileError where one is no map, is damaged, or they are not all shards of one sweep,
 * each once, finished, and counted by one engine.
 */
export async function mergeMaps(
  maps: readonly NamedMap[],
  say: (sentence: string) => void = () => {},
): Promise<MapResult> {
  const parts = maps.map(({ name, map }) => ({ name: plain(name), ...readUnchanged(name, map) }));
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
        `${name} is one of ${run.shard.count} shards and ${first.name} one of ${count}: merge shards of one split.`,
      );
    if (!isSameEngine(engine, first.run.engine))
      throw new MapFileError(
        `${name} was counted by ${engineName(engine)} and ${first.name} by ${engineName(first.run.engine)}, whose integers differ.`,
      );
    if (!run.finished && count > 1)
      throw new MapFileError(
        `${name}, shard ${index}/${count}, was stopped before its end: finish it with --resume.`,
      );
    if (found.has(index))
      throw new MapFileError(
        `Shard ${index}/${count} was given twice: ${found.get(index)} and ${name}.`,
      );
    found.set(index, name);
  }
  const missing = Array.from({ length: count }, (_, index) => index).filter(
    (index) => !found.has(index),
  );
  if (missing.length > 0)
    throw new MapFileError(`Of ${count} shards there is no ${plain(ranges(missing))}.`);
  const whole = new SweepRun(
    first.run.sweep,
    first.run.engine,
    WHOLE_MAP,
    joined(parts.map(({ run }) => run)),
  );
  whole.finished = parts.every(({ run }) => run.finished);
  const owner = new Map(parts.map((part) => [part.run.shard.index, part]));
  const theoryAt: TheoryAt = (cell, side) => owner.get(cell % count)!.theoryAt(cell, side);
  const unproven = parts.filter(({ proof }) => proof === 'none').map(({ name }) => name);
  if (unproven.length > 0)
    say(
      `${unproven[0]}${unproven.length > 1 ? ` and ${unproven.length - 1} more have` : ' has'} no digest: nothing proves that the counts are unchanged, and the map has no digest either.`,
    );
  const timing = parts.length === 1 ? first.timing : undefined;
  return mapResult(whole, timing, theoryAt, unproven.length > 0 ? null : undefined);
}

/** A map that is what it was when it was written, as far as its file says. */
function readUnchanged(name: string, map: unknown): ReadMap {
  try {
    const read = readMap(map);
    if (read.proof === 'broken') throw new MapFileError(BROKEN);
    return read;
  } catch (error) {
    throw error instanceof MapFileError ? error.in(name) : error;
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
        const values = run.tallies.responses.get(cell * sides.length + side);
        if (values) all.responses.set(cell * sides.length + side, values);
      }
    }
  return all;
}
