import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import type { EngineIdentity } from '../engine/engine';
import {
  CheckpointError,
  checkpointOf,
  checkpointToJson,
  resumeFrom,
  resumeFromFile,
} from '../experiment/sweep/checkpoint';
import type { MapFormat } from '../experiment/sweep/map-files';
import { MapFileError, MOST_MAP_CHARACTERS, readProvenMap } from '../experiment/sweep/read-map';
import type { SweepRun } from '../experiment/sweep/sweep-run';
import type { Shard } from '../experiment/sweep/tallies';
import { textOf } from '../spec/bytes-text';
import { readJson, TextError } from '../spec/json-text';
import type { Sweep } from '../spec/sweep';
import { UsageError } from './exit';
import { refuseInput } from './output/destination';
import { Lock } from './output/lock';
import { OutputError, reasonOf } from './output/reasons';
import { say } from './output/streams';
import { placeOf, removeTemporaries, replaceFile } from './output/whole-file';

/** Time between two writings; with the slice of work that one waits for it stays below 2 s. */
const SECONDS_BETWEEN = 1;

/**
 * The file beside --out that a sweep which was killed goes on from. Whoever has opened it is the
 * only process that writes it and --out, until it is closed.
 */
export class CheckpointFile {
  readonly path: string;
  private readonly lock: Lock;
  /** When this process wrote it last, and when it tried. */
  private written: number | null = null;
  private tried = Number.NEGATIVE_INFINITY;
  private complained = false;

  /**
   * @param out  Path of --out, a file.
   * @param inputs  Files that are read, which may be neither the checkpoint nor the lock.
   * @throws UsageError where another process has it open, OutputError where no file can be made
   * there.
   */
  constructor(
    private readonly out: string,
    private readonly format: MapFormat,
    inputs: readonly string[],
  ) {
    this.path = `${out}.checkpoint`;
    const place = placeOf(out);
    for (const path of [this.path, `${place}.lock`]) {
      checkName(path);
      refuseInput(inputs, path);
    }
    this.lock = Lock.take(`${place}.lock`, out);
    const { former } = this.lock;
    if (!former) return;
    say(`Process ${former.pid}, which was writing ${out}, is gone; this one takes its place.\n`);
    if (former.host === hostname())
      for (const path of [place, placeOf(this.path)]) removeTemporaries(path, former.pid);
  }

  close(): void {
    this.lock.release();
  }

  get exists(): boolean {
    return existsSync(this.path);
  }

  /** @throws OutputError where another process has taken the place of this one. */
  checkHeld(): void {
    if (this.lock.held) return;
    throw new OutputError(
      `The file ${this.lock.path} no longer belongs to this process: another one may be writing ${this.out}, so this one ends.`,
    );
  }

  /** Writes what is counted, unless this process has tried within the last second. */
  writeIfDue(run: SweepRun): void {
    if (performance.now() - this.tried >= 1000 * SECONDS_BETWEEN) this.write(run);
  }

  /**
   * Writes what is counted. Where it cannot be written, the last good one stays: that is said once,
   * and the sweep goes on.
   *
   * @throws OutputError where there is no good one: hours of work would depend on luck.
   */
  write(run: SweepRun): void {
    this.checkHeld();
    const failure = this.attempt(run);
    if (failure === null) return;
    if (!this.exists)
      throw new OutputError(`${failure} The sweep ends, because nothing would be kept.`);
    if (!this.complained)
      say(`${failure} The last good checkpoint is kept, and the sweep continues.\n`);
    this.complained = true;
  }

  /** Says, as a sentence, what a run can go on from now that its map could not be written. */
  rescue(run: SweepRun): string {
    const failure = this.attempt(run);
    if (!this.exists) return 'Nothing is kept.';
    const seconds =
      this.written === null ? null : Math.ceil((performance.now() - this.written) / 1000);
    const age = seconds === null ? 'when this sweep began' : `${seconds} s before`;
    const what = failure === null ? 'All that is counted' : `What was counted ${age}`;
    return `${what} is kept in ${this.path}; fix that, then run the same command with --resume.`;
  }

  /** @returns Why it could not be written; null where it was. */
  private attempt(run: SweepRun): string | null {
    try {
      replaceFile(this.path, checkpointToJson(checkpointOf(run)));
      this.written = performance.now();
      this.complained = false;
      return null;
    } catch (error) {
      if (!(error instanceof OutputError)) throw error;
      return error.message;
    } finally {
      this.tried = performance.now();
    }
  }

  /** Once the map is written. */
  remove(): void {
    try {
      rmSync(this.path, { force: true });
    } catch (error) {
      say(`${this.path} is no longer needed but could not be removed: ${reasonOf(error)}.\n`);
    }
  }

  /**
   * The run to go on with: that of the checkpoint, or of the map that is in --out already, finished
   * or stopped. Null where there is neither; a map that is no JSON is not read.
   *
   * @throws UsageError where what is there is damaged, or is not of this sweep, shard and engine.
   */
  resume(sweep: Sweep, shard: Shard, engine: EngineIdentity): SweepRun | null {
    const wanted = { sweep, shard, engine };
    if (this.exists) return goOn(this.path, (input) => resumeFromFile(input, wanted));
    if (this.format !== 'json' || !existsSync(this.out)) return null;
    return goOn(this.out, (input) => resumeFrom(checkpointOf(readProvenMap(input).run), wanted));
  }
}

/** Refuses what no file can be called, before the work. */
function checkName(path: string): void {
  try {
    statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw new UsageError(`The file ${path} could not be written: ${reasonOf(error)}.`);
  }
}

function goOn(path: string, runOf: (input: unknown) => SweepRun): SweepRun {
  const refusal = (why: string) => new UsageError(`${path} cannot be resumed: ${why}`);
  let input: unknown;
  try {
    const source = { what: 'file', most: MOST_MAP_CHARACTERS };
    input = readJson(textOf(readFileSync(path), source), source);
  } catch (error) {
    throw refusal(
      error instanceof TextError ? decapitalised(error.message) : `${reasonOf(error)}.`,
    );
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
