import { canonicalJson } from '../../experiment/canonical';
import { type MapFormat, mapContent, mapName } from '../../experiment/sweep/map-files';
import {
  mapResult,
  type SideTheory,
  sideTheory,
  type TheoryAt,
} from '../../experiment/sweep/map-result';
import {
  MapFileError,
  MOST_MAP_CHARACTERS,
  type ReadMap,
  readMap,
} from '../../experiment/sweep/read-map';
import { SweepRun } from '../../experiment/sweep/sweep-run';
import { readJson, textOf } from '../../spec/json-text';
import { plain } from '../../spec/plain-text';
import { VERSION } from '../../version';
import { fileOf } from './file-of';
import type { FromMapWorker } from './map-protocol';

/** How long growth rates are computed without a look at what has come in. */
const YIELD_MILLISECONDS = 50;

const TYPES: Record<MapFormat, string> = {
  json: 'application/json',
  csv: 'text/csv',
  npz: 'application/zip',
};

/** Writes maps to files. */
export class MapFiles {
  /** Growth rates by cell * sides + side. */
  private growths: { key: string; known: Map<number, SideTheory> } = { key: '', known: new Map() };

  /**
   * @param loaded  The file that the map is of: it is saved with the digest that it has.
   * @param exact  Exact probabilities that the page has, NaN where it has none. Shape:
   *   f64[side][cells].
   */
  async write(
    run: SweepRun,
    format: MapFormat,
    loaded: ReadMap | null,
    exact: readonly Float64Array[],
  ): Promise<Extract<FromMapWorker, { type: 'file' }>> {
    // What goes on counting meanwhile does not change the file.
    const still = new SweepRun(run.sweep, run.engine, run.shard, run.tallies.snapshot());
    still.finished = run.finished;
    const known = loaded?.theoryAt ?? (await this.growthOf(still));
    const theoryAt = withExact(known, exact);
    const result = await mapResult(still, loaded?.timing, theoryAt, loaded?.digest);
    const content = fileOf(mapContent(result, format), TYPES[format]);
    return { type: 'file', name: mapName(result, format), content };
  }

  /** Growth rates of all cells: seconds for some methods, in which messages are answered. */
  private async growthOf(run: SweepRun): Promise<TheoryAt> {
    const key = canonicalJson(run.sweep);
    if (this.growths.key !== key) this.growths = { key, known: new Map() };
    const { known } = this.growths;
    let last = performance.now();
    for (let cell = 0; cell < run.cells; cell++)
      for (const side of run.tallies.counted(cell)) {
        const number = cell * run.sides.length + side;
        if (run.tallies.particles[cell] === 0 || known.has(number)) continue;
        known.set(number, sideTheory(run.specOf(cell, side)));
        if (performance.now() - last < YIELD_MILLISECONDS) continue;
        await new Promise((resolve) => setTimeout(resolve));
        last = performance.now();
      }
    return (cell, side) => known.get(cell * run.sides.length + side)!;
  }
}

/**
 * A map of a file.
 * @throws MapFileError with the file's name.
 */
export function mapOfFile(name: string, bytes: Uint8Array): ReadMap {
  const source = { what: 'map', name, most: MOST_MAP_CHARACTERS };
  const input = readJson(textOf(bytes, source), source);
  try {
    return readMap(input);
  } catch (error) {
    throw error instanceof MapFileError ? error.in(name) : error;
  }
}

/** What a file does not show, or says of another version; null where there is nothing to tell. */
export function provenanceOf(name: string, { run, proof }: ReadMap): string | null {
  const { version } = run.engine;
  const file = `The map in ${plain(name)}`;
  if (proof === 'broken')
    return `${file} was changed after it was written: its digest does not match its counts. It is shown as it is, and keeps that digest when it is saved.`;
  if (proof === 'none')
    return `${file} has no digest: nothing proves that its counts are unchanged. It is saved without one again.`;
  return version === VERSION
    ? null
    : `${file} was counted by version ${version}; this one is ${VERSION}.`;
}

/** With the exact probabilities that the page has; as it is where it has none. */
function withExact(theoryAt: TheoryAt, exact: readonly Float64Array[]): TheoryAt {
  if (exact.every((list) => list.every(Number.isNaN))) return theoryAt;
  return (cell, side) => {
    const probability = exact[side][cell];
    return {
      exact: null,
      ...theoryAt(cell, side),
      ...(Number.isNaN(probability) ? {} : { exact: probability }),
    };
  };
}
