import { STREAM_VERSION } from '../../engine/open';
import { canonicalJson } from '../../experiment/canonical';
import { streamOf } from '../../experiment/digest';
import { type MapFormat, mapContent, mapName } from '../../experiment/sweep/map-files';
import { mapResult, type SideTheory, type TheoryAt } from '../../experiment/sweep/map-result';
import {
  MapFileError,
  MOST_MAP_CHARACTERS,
  type ReadMap,
  readMap,
} from '../../experiment/sweep/read-map';
import { growthOfRun } from '../../experiment/sweep/run-theory';
import { SweepRun } from '../../experiment/sweep/sweep-run';
import type { TheoryProgress } from '../../experiment/sweep/theory-pool';
import { openTheoryWorker, theoryThreadCount } from '../../host/web/theory-threads';
import { textOf } from '../../spec/bytes-text';
import { readJson } from '../../spec/json-text';
import { plain } from '../../spec/plain-text';
import { VERSION } from '../../version';
import { fileOf } from './file-of';
import type { FromMapWorker } from './map-protocol';

const TYPES: Record<MapFormat, string> = {
  json: 'application/json',
  csv: 'text/csv',
  npz: 'application/zip',
};

/** How far a file is; told while its theory is computed. */
export interface FileProgress extends TheoryProgress {
  format: MapFormat;
}

/** Writes maps to files, one after the other. */
export class MapFiles {
  /** Growth rates by cell * sides + side. */
  private growths: { key: string; known: Map<number, SideTheory> } = { key: '', known: new Map() };
  private writing: Promise<unknown> = Promise.resolve();
  private ends = new AbortController();

  /** @param onProgress  Told while theory is computed, on threads of its own. */
  constructor(private readonly onProgress: (progress: FileProgress) => void) {}

  /**
   * @param loaded  The file that the map is of: it is saved with the digest that it has.
   * @param exact  Exact probabilities that the page has, NaN where it has none. Shape:
   *   f64[side][cells].
   * @returns null where it was cancelled.
   */
  write(
    run: SweepRun,
    format: MapFormat,
    loaded: ReadMap | null,
    exact: readonly Float64Array[],
  ): Promise<Extract<FromMapWorker, { type: 'file' }> | null> {
    // What goes on counting meanwhile does not change the file.
    const still = new SweepRun(run.sweep, run.engine, run.shard, run.tallies.snapshot());
    still.finished = run.finished;
    const { signal } = this.ends;
    const file = this.writing.then(async () => {
      const known = loaded?.theoryAt ?? (await this.growthOf(still, format, signal));
      if (!known) return null;
      const theoryAt = withExact(known, exact);
      const result = await mapResult(still, loaded?.timing, theoryAt, loaded?.digest);
      const content = fileOf(mapContent(result, format), TYPES[format]);
      return { type: 'file', name: mapName(result, format), content } as const;
    });
    this.writing = file.catch(() => null);
    return file;
  }

  /** Cancels all files that are not written yet. What was computed is kept for the next one. */
  cancel(): void {
    this.ends.abort();
    this.ends = new AbortController();
  }

  private growthOf(
    run: SweepRun,
    format: MapFormat,
    signal: AbortSignal,
  ): Promise<TheoryAt | null> {
    const key = canonicalJson(run.sweep);
    if (this.growths.key !== key) this.growths = { key, known: new Map() };
    return growthOfRun(run, {
      known: this.growths.known,
      open: openTheoryWorker,
      threads: theoryThreadCount(),
      signal,
      onProgress: (progress) => this.onProgress({ format, ...progress }),
    });
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
  if (version === VERSION) return null;
  const older = streamOf(version) !== STREAM_VERSION;
  return `${file} was counted by version ${version}${older ? ', of an older random stream' : ''}; this one is ${VERSION}.`;
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
