import type { EngineIdentity } from '../../engine/engine';
import { engineName, isSameEngine } from '../../engine/same-engine';
import type { Sweep } from '../../spec/sweep';
import { parseSweep } from '../../spec/sweep-schema';
import { VERSION } from '../../version';
import { canonicalJson } from '../canonical';
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
  finished: boolean;
}

/** A checkpoint cannot be gone on with; the message is a sentence on "it", for the user. */
export class CheckpointError extends Error {
  override name = 'CheckpointError';
}

/** The lists are the run's own: copy or write them before it goes on. */
export function checkpointOf(run: SweepRun): Checkpoint {
  const { particles, escaped, together, failures } = run.tallies;
  return {
    kind: 'saddlescape-checkpoint',
    sweep: run.sweep,
    shard: run.shard,
    engine: run.engine,
    particles,
    escaped,
    together,
    failures: [...failures],
    finished: run.finished,
  };
}

export function checkpointToJson(checkpoint: Checkpoint): string {
  return `${canonicalJson(checkpoint)}\n`;
}

/**
 * The run that a checkpoint is of, to go on with.
 *
 * @param input  Any value, usually parsed JSON.
 * @param wanted  What is asked for now, where that must be the same.
 * @throws CheckpointError where it is no checkpoint, is damaged, or is of another sweep, shard, engine or version.
 */
export function resumeFrom(
  input: unknown,
  wanted: { sweep?: Sweep; shard?: Shard; engine?: EngineIdentity } = {},
): SweepRun {
  const checkpoint = input as Checkpoint;
  if (typeof input !== 'object' || input === null || checkpoint.kind !== 'saddlescape-checkpoint')
    throw new CheckpointError('It is not a checkpoint of a sweep.');
  const refuse = (what: string): never => {
    throw new CheckpointError(`It is of ${what}.`);
  };
  const { shard, engine } = checkpoint;
  if (engine?.version !== VERSION)
    refuse(
      `version ${engine?.version} of Saddlescape, and this one is ${VERSION}, which may count other integers`,
    );
  if ((engine.kind !== 'gpu' && engine.kind !== 'cpu') || typeof engine.adapter !== 'string')
    refuse('an engine that it does not name');
  if (wanted.engine && !isSameEngine(engine, wanted.engine))
    refuse(
      `${engineName(engine)}, and this run is on ${engineName(wanted.engine)}, which counts other integers`,
    );
  if (wanted.sweep && canonicalJson(checkpoint.sweep) !== canonicalJson(wanted.sweep))
    refuse('another sweep');
  if (wanted.shard && canonicalJson(shard) !== canonicalJson(wanted.shard))
    refuse(`shard ${shard?.index}/${shard?.count} and not of ${wanted.shard.index}/${wanted.shard.count}`);
  const run = new SweepRun(parseSweep(checkpoint.sweep), engine, { index: shard.index, count: shard.count });
  return fill(run, checkpoint);
}

function fill(run: SweepRun, { particles, escaped, together, failures, finished }: Checkpoint): SweepRun {
  const { tallies } = run;
  const damaged = () => new CheckpointError('It is damaged: its counts do not fit its sweep.');
  const copy = (to: Uint32Array, from: ArrayLike<number> | undefined) => {
    if (from?.length !== to.length) throw damaged();
    for (let k = 0; k < to.length; k++) {
      if (!Number.isInteger(from[k]) || from[k] < 0) throw damaged();
      to[k] = from[k];
    }
  };
  copy(tallies.particles, particles);
  for (let side = 0; side < tallies.sides; side++) {
    copy(tallies.escaped[side], escaped?.[side]);
    copy(tallies.together[side], together?.[side]);
    for (let cell = 0; cell < tallies.cells; cell++)
      if (
        tallies.escaped[side][cell] > tallies.particles[cell] ||
        tallies.together[side][cell] > Math.min(tallies.escaped[0][cell], tallies.escaped[side][cell])
      )
        throw damaged();
  }
  if (!Array.isArray(failures)) throw damaged();
  for (const failure of failures) {
    const [key, sentence] = Array.isArray(failure) ? failure : [-1];
    if (!Number.isInteger(key) || key < 0 || key >= tallies.cells * tallies.sides) throw damaged();
    tallies.failures.set(key, String(sentence));
  }
  run.finished = finished === true;
  return run;
}
