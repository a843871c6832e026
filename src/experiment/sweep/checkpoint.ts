import type { EngineIdentity } from '../../engine/engine';
import { engineName, isSameEngine } from '../../engine/open';
import { isObject } from '../../spec/is-object';
import { plain } from '../../spec/plain-text';
import type { ResponseValue } from '../../spec/response';
import { sha256Hex } from '../../spec/sha256';
import { SpecError } from '../../spec/spec-error';
import type { Sweep } from '../../spec/sweep';
import { VERSION } from '../../version';
import { canonicalJson } from '../canonical';
import {
  CheckpointSchema,
  check,
  checkShard,
  integerAt,
  responsesAt,
  sweepOf,
  togetherRange,
} from './document-schema';
import { goalOf } from './plan';
import { SweepRun } from './sweep-run';
import type { Shard } from './tallies';

/** A sweep as far as it is counted, to go on with later: plain data, for a file or a database. */
export interface Checkpoint {
  kind: 'saddlescape-checkpoint';
  sweep: Sweep;
  shard: Shard;
  /** Who counted: another engine counts other integers. */
  engine: EngineIdentity;
  /** Shapes as in Tallies. */
  particles: ArrayLike<number>;
  escaped: ArrayLike<number>[];
  together: ArrayLike<number>[];
  failures: [number, string][];
  /** Shapes as in Tallies; left out where the sweep asks for none. */
  responses?: [number, ResponseValue[]][];
  finished: boolean;
}

/**
 * A checkpoint cannot be gone on with; the message is a sentence on "it", or on a field of it, for
 * the user.
 */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

/** The lists are the run's own: copy or write them before it goes on. */
export function checkpointOf(run: SweepRun): Checkpoint {
  const { particles, escaped, together, failures, responses } = run.tallies;
  return {
    kind: 'saddlescape-checkpoint',
    sweep: run.sweep,
    shard: run.shard,
    engine: run.engine,
    particles,
    escaped,
    together,
    failures: [...failures],
    ...(run.responses.length > 0 ? { responses: [...responses] } : {}),
    finished: run.finished,
  };
}

/** The text of a checkpoint for a file, with the digest that `resumeFromFile` asks for. */
export function checkpointToJson(checkpoint: Checkpoint): string {
  return `${canonicalJson({ ...checkpoint, digest: digestOf(checkpoint) })}\n`;
}

function digestOf(checkpoint: Checkpoint): string {
  return sha256Hex(canonicalJson(checkpoint));
}

/**
 * As `resumeFrom`, of a checkpoint that was a file.
 *
 * @throws CheckpointError also where its digest is not that of what it holds, or missing.
 */
export function resumeFromFile(
  input: unknown,
  wanted: NonNullable<Parameters<typeof resumeFrom>[1]> = {},
): SweepRun {
  const { digest, ...checkpoint } = isObject(input) ? input : {};
  const run = resumeFrom(isObject(input) ? checkpoint : input, wanted);
  if (digest === undefined || digest === null)
    throw new CheckpointError('It has no digest: nothing proves that its counts are unchanged.');
  if (digest !== digestOf(checkpointOf(run)))
    throw new CheckpointError(
      'It was changed after it was written: its digest does not match its content.',
    );
  return run;
}

/**
 * The run that a checkpoint is of, to go on with.
 *
 * @param input  Any value, usually parsed JSON.
 * @param wanted  What is asked for now, where that must be the same.
 * @throws CheckpointError where it is no checkpoint, is damaged, or is of another sweep, shard,
 * engine or version.
 */
export function resumeFrom(
  input: unknown,
  wanted: { sweep?: Sweep; shard?: Shard; engine?: EngineIdentity } = {},
): SweepRun {
  try {
    return runOf(input, wanted);
  } catch (error) {
    if (error instanceof SpecError) throw new CheckpointError(error.message);
    throw error;
  }
}

function runOf(input: unknown, wanted: NonNullable<Parameters<typeof resumeFrom>[1]>): SweepRun {
  const refuse = (what: string): never => {
    throw new CheckpointError(`It is of ${what}.`);
  };
  const foreign = input as Partial<Checkpoint> | null;
  if (typeof foreign !== 'object' || foreign?.kind !== 'saddlescape-checkpoint')
    throw new CheckpointError('It is not a checkpoint of a sweep.');
  // Another version may have other fields.
  const version: unknown = foreign.engine?.version;
  if (typeof version === 'string' && version !== VERSION)
    refuse(
      `version ${plain(version, 40)} of Saddlescape; this is ${VERSION}, which may count other integers`,
    );
  const checkpoint = check(CheckpointSchema, input, 'checkpoint');
  const { shard, engine } = checkpoint;
  checkShard(shard);
  if (wanted.engine && !isSameEngine(engine, wanted.engine))
    refuse(
      `${engineName(engine)}, and this run is on ${engineName(wanted.engine)}, which counts other integers`,
    );
  const sweep = sweepOf(checkpoint);
  if (wanted.sweep && canonicalJson(sweep) !== canonicalJson(wanted.sweep)) refuse('another sweep');
  if (wanted.shard && !(shard.index === wanted.shard.index && shard.count === wanted.shard.count))
    refuse(
      `shard ${shard.index}/${shard.count} and not of ${wanted.shard.index}/${wanted.shard.count}`,
    );
  const run = new SweepRun(sweep, engine, shard);
  fill(run, checkpoint);
  return run;
}

type Counts = Pick<Checkpoint, 'failures' | 'finished'> & {
  [list in 'particles' | 'escaped' | 'together' | 'responses']?: unknown;
};

/** @throws SpecError where no sweep can have counted this. */
function fill(
  run: SweepRun,
  { particles, escaped, together, failures, responses, finished }: Counts,
): void {
  const { tallies } = run;
  const { cells, sides } = tallies;
  for (const [k, [key, sentence]] of failures.entries()) {
    const path = `failures[${k}][0]`;
    integerAt(path, key, 0, cells * sides - 1);
    if (!run.has(Math.floor(key / sides)) || tallies.failures.has(key))
      throw new SpecError(path, key, 'a side of a cell of its shard, each once');
    tallies.failures.set(key, sentence);
  }
  const counts = listOf('particles', particles, cells);
  const lists = [...Array(sides).keys()].map((side) => ({
    escaped: listOf(`escaped[${side}]`, itemOf('escaped', escaped, sides, side), cells),
    together: listOf(`together[${side}]`, itemOf('together', together, sides, side), cells),
  }));
  for (let cell = 0; cell < cells; cell++) {
    const counted = run.has(cell) ? tallies.counted(cell) : [];
    const most = counted.length > 0 ? 2 ** 32 - 1 : 0;
    // What is finished has replicas in each cell.
    const least = finished ? Math.min(1, most) : 0;
    const n = integerAt(`particles[${cell}]`, counts[cell], least, most);
    tallies.particles[cell] = n;
    for (let side = 0; side < sides; side++) {
      const ok = counted.includes(side);
      const b = integerAt(`escaped[${side}][${cell}]`, lists[side].escaped[cell], 0, ok ? n : 0);
      tallies.escaped[side][cell] = b;
      const a = tallies.escaped[0][cell];
      const [low, high] = ok && counted[0] === 0 ? togetherRange(n, a, b) : [0, 0];
      const path = `together[${side}][${cell}]`;
      tallies.together[side][cell] = integerAt(path, lists[side].together[cell], low, high);
    }
  }
  if (run.responses.length > 0) fillResponses(run, responses, finished);
  else if (responses !== undefined)
    throw new SpecError('responses', responses, 'none, as its sweep asks for none');
  run.finished = finished;
}

function fillResponses(run: SweepRun, list: unknown, finished: boolean): void {
  const { tallies, sides } = run;
  const accepted = 'a list of lists of two: the number of a side of a cell, and its responses';
  if (!Array.isArray(list)) throw new SpecError('responses', list, accepted);
  for (const [k, item] of list.entries()) {
    if (!Array.isArray(item) || item.length !== 2)
      throw new SpecError(`responses[${k}]`, item, accepted);
    const key = integerAt(`responses[${k}][0]`, item[0], 0, tallies.cells * sides.length - 1);
    const cell = Math.floor(key / sides.length);
    if (
      tallies.responses.has(key) ||
      tallies.particles[cell] === 0 ||
      tallies.failures.has(key) ||
      goalOf(run.sweep, tallies, cell) !== null
    )
      throw new SpecError(
        `responses[${k}][0]`,
        key,
        'a side of a cell that has all its replicas, each once',
      );
    tallies.responses.set(key, responsesAt(`responses[${k}][1]`, item[1], run.responses));
  }
  if (!finished) return;
  const lacking = tallies.particles.findIndex((n, cell) => n > 0 && run.lacksResponses(cell));
  if (lacking >= 0)
    throw new SpecError('finished', true, `false, as cell ${lacking} lacks responses`);
}

/** A list of a checkpoint, which a database keeps as the array that it was. */
function listOf(path: string, value: unknown, length: number): ArrayLike<unknown> {
  if ((Array.isArray(value) || value instanceof Uint32Array) && value.length === length)
    return value;
  throw new SpecError(path, value, `a list of ${length} counts, one for each cell`);
}

function itemOf(path: string, value: unknown, length: number, k: number): unknown {
  if (Array.isArray(value) && value.length === length) return value[k];
  throw new SpecError(path, value, `a list of ${length} lists, one for each side`);
}
