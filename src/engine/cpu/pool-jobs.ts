import type { Spec } from '../../spec/spec';
import {
  EngineLimitError,
  type EnsembleOptions,
  type EscapeBatch,
  type EscapeOptions,
  type EscapeTally,
} from '../engine';
import { messageOf } from '../message-of';
import type { PlaneWindow } from '../plane-window';
import { createCpuEngine, openCpuEnsemble } from './cpu-engine';
import type { CpuEnsemble } from './cpu-ensemble';
import type { CpuKernels } from './kernels';

/** A piece of work for a thread of the pool. */
export type PoolJob = { id: number } & (
  | { type: 'count'; batches: EscapeBatch[]; options: EscapeOptions; kernels: CpuKernels }
  | { type: 'steps'; spec: Spec; first: number; end: number; options: EscapeOptions; kernels: CpuKernels }
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
  | { type: 'slots' }
  | { type: 'values'; particles: number; coordinate: number }
  | { type: 'passages'; particles: number }
  | { type: 'plane'; window: PlaneWindow }
  | { type: 'release' };

/** What a thread found: tallies in the order of the batches, or numbers, as the job asks; or why it could not. */
export type PoolReply = { id: number } & (
  | { tallies: EscapeTally[] }
  | { numbers: Uint32Array | Float32Array }
  /** `limit`: the engine cannot hold what was asked for. */
  | { failure: string; limit: boolean }
);

/** Parts of ensembles that live on this thread, by their number. */
const parts = new Map<number, CpuEnsemble>();
const NOTHING = new Uint32Array(0);

/** Does the jobs of a pool on this thread. */
export async function serveJob(job: PoolJob): Promise<PoolReply> {
  const { id } = job;
  try {
    if (job.type === 'count')
      return { id, tallies: await createCpuEngine(job.kernels).countEscapes(job.batches, job.options) };
    if (job.type === 'steps')
      return {
        id,
        numbers: await createCpuEngine(job.kernels).escapeSteps(job.spec, job.first, job.end, job.options),
      };
    return { id, numbers: await work(job) };
  } catch (error) {
    return { id, failure: messageOf(error), limit: error instanceof EngineLimitError };
  }
}

async function work(job: { part: number } & PopulationJob): Promise<Uint32Array | Float32Array> {
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
  if (!part) throw new Error('The thread that held a part of the particles ended.');
  switch (job.type) {
    case 'advance':
      await part.advance(job.target);
      return NOTHING;
    case 'rebin':
      await part.rebin(job.ends);
      return NOTHING;
    case 'slots':
      return part.slots();
    case 'values':
      return part.read(job.particles, job.coordinate);
    case 'passages':
      return part.readEscapeSteps(job.particles);
    case 'plane':
      return part.countPlane(job.window);
  }
}
