import type { Spec } from '../../spec/spec';
import type { EnsembleOptions, EscapeBatch, EscapeOptions, EscapeTally } from '../engine';
import { EngineLimitError, messageOf } from '../errors';
import type { PlaneWindow } from '../plane-window';
import { createCpuEngine, openCpuEnsemble } from './cpu-engine';
import type { CpuEnsemble } from './cpu-ensemble';
import type { CpuKernels } from './kernels';

/** A piece of work for a thread of the pool. */
export type PoolJob = { id: number } & (
  | { type: 'count'; batches: EscapeBatch[]; options: EscapeOptions; kernels: CpuKernels }
  | {
      type: 'steps';
      spec: Spec;
      first: number;
      end: number;
      options: EscapeOptions;
      kernels: CpuKernels;
    }
  | ({ part: number } & PopulationJob)
);

/** Work on a part of an ensemble, which stays on the thread that made it. */
export type PopulationJob =
  | {
      type: 'create';
      spec: Spec;
      first: number;
      end: number;
      options: EnsembleOptions;
      kernels: CpuKernels;
    }
  | { type: 'advance'; target: number }
  | { type: 'rebin'; ends: { min: number; max: number } }
  | { type: 'slots'; most: number }
  | { type: 'values'; first: number; particles: number; coordinate: number }
  | { type: 'passages'; particles: number }
  | { type: 'exits'; particles: number }
  | { type: 'plane'; window: PlaneWindow; most: number }
  | { type: 'release' };

/**
 * What a thread found: tallies in the order of the batches, or numbers, as the job asks; or why it
 * could not.
 */
export type PoolReply = { id: number } & (
  | { tallies: EscapeTally[] }
  | { numbers: Uint32Array | Float32Array }
  /**
   * `limit`: the engine cannot hold what was asked for; `gone`: the thread that held the part
   * ended, and this one took its place.
   */
  | { failure: string; cause: 'limit' | 'gone' | 'job' }
);

/** Parts of ensembles that live on a thread, by their number. */
type Parts = Map<number, CpuEnsemble>;

const NOTHING = new Uint32Array(0);

class PartGoneError extends Error {}

/** What a thread does the jobs of a pool with. */
export function jobServer(): (job: PoolJob) => Promise<PoolReply> {
  const parts: Parts = new Map();
  return (job) => serve(job, parts);
}

/** Does the jobs of a pool on this thread. */
export const serveJob = jobServer();

async function serve(job: PoolJob, parts: Parts): Promise<PoolReply> {
  const { id } = job;
  try {
    if (job.type === 'count')
      return {
        id,
        tallies: await createCpuEngine(job.kernels).countEscapes(job.batches, job.options),
      };
    if (job.type === 'steps')
      return {
        id,
        numbers: await createCpuEngine(job.kernels).escapeSteps(
          job.spec,
          job.first,
          job.end,
          job.options,
        ),
      };
    return { id, numbers: await work(job, parts) };
  } catch (error) {
    const cause =
      error instanceof EngineLimitError ? 'limit' : error instanceof PartGoneError ? 'gone' : 'job';
    return { id, failure: messageOf(error), cause };
  }
}

async function work(
  job: { part: number } & PopulationJob,
  parts: Parts,
): Promise<Uint32Array | Float32Array> {
  if (job.type === 'create') {
    const { spec, options, kernels, first, end } = job;
    parts.set(job.part, await openCpuEnsemble(spec, options, kernels, first, end));
    return NOTHING;
  }
  if (job.type === 'release') {
    parts.delete(job.part);
    return NOTHING;
  }
  const part = parts.get(job.part);
  if (!part) throw new PartGoneError('The thread that held a part of the particles ended.');
  switch (job.type) {
    case 'advance':
      await part.advance(job.target);
      return NOTHING;
    case 'rebin':
      await part.rebin(job.ends);
      return NOTHING;
    case 'slots':
      return part.slots(job.most);
    case 'values':
      return part.read(job.particles, job.coordinate, job.first);
    case 'passages':
      return part.readEscapeSteps(job.particles);
    case 'exits':
      return part.readExits(job.particles);
    case 'plane':
      return part.countPlane(job.window, job);
  }
}
