import { existsSync, readFileSync, rmSync } from 'node:fs';
import type { EngineIdentity } from '../engine/engine';
import { CheckpointError, checkpointOf, checkpointToJson, resumeFrom } from '../experiment/sweep/checkpoint';
import { MapFileError, MOST_MAP_CHARACTERS, readMap } from '../experiment/sweep/read-map';
import type { SweepRun } from '../experiment/sweep/sweep-run';
import type { Shard } from '../experiment/sweep/tallies';
import { readJson, TextError, textOf } from '../spec/json-text';
import type { Sweep } from '../spec/sweep';
import { UsageError } from './exit';
import { mapFormat } from './map-output';
import { reasonOf } from './output';
import { replaceFile, unfinished } from './replace-file';

/** Time between two writings; with the slice of work that one waits for it stays below 2 s. */
const SECONDS_BETWEEN = 1;

/** The file beside --out that a sweep which was killed goes on from. */
export class CheckpointFile {
  readonly path: string;
  private written = Number.NEGATIVE_INFINITY;
  private complained = false;

  /** @param out  Path of --out. */
  constructor(private readonly out: string) {
    this.path = `${out}.checkpoint`;
  }

  get exists(): boolean {
    return existsSync(this.path);
  }

  /** Writes what is counted, unless this process has written within the last second. */
  writeIfDue(run: SweepRun): void {
    if (performance.now() - this.written >= 1000 * SECONDS_BETWEEN) this.write(run);
  }

  /** Where it cannot be written, that is said once, and the sweep goes on without. */
  write(run: SweepRun): void {
    try {
      replaceFile(this.path, checkpointToJson(checkpointOf(run)));
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      if (!this.complained) process.stderr.write(`${error.message}\n`);
      this.complained = true;
    }
    this.written = performance.now();
  }

  /** Once the map is written. */
  remove(): void {
    for (const path of [this.path, unfinished(this.path)]) rmSync(path, { force: true });
  }

  /**
   * The run to go on with: that of the checkpoint, or of the map that is in --out already, finished or stopped. Null where there is
   * neither; a map that is no JSON is not read.
   *
   * @throws UsageError where what is there is damaged, or is not of this sweep, shard and engine.
   */
  resume(sweep: Sweep, shard: Shard, engine: EngineIdentity): SweepRun | null {
    const wanted = { sweep, shard, engine };
    if (this.exists) return goOn(this.path, (input) => resumeFrom(input, wanted));
    if (mapFormat(this.out) !== 'json' || !existsSync(this.out)) return null;
    return goOn(this.out, (input) => resumeFrom(checkpointOf(readMap(input).run), wanted));
  }
}

function goOn(path: string, runOf: (input: unknown) => SweepRun): SweepRun {
  const refusal = (why: string) => new UsageError(`${path} cannot be gone on with: ${why}`);
  let input: unknown;
  try {
    const source = { what: 'file', most: MOST_MAP_CHARACTERS };
    input = readJson(textOf(readFileSync(path), source), source);
  } catch (error) {
    throw refusal(error instanceof TextError ? decapitalised(error.message) : `${reasonOf(error)}.`);
  }
  try {
    return runOf(input);
  } catch (error) {
    if (!(error instanceof CheckpointError || error instanceof MapFileError)) throw error;
    throw refusal(decapitalised(error.message));
  }
}

function decapitalised(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
