import { dimensionOf, type Spec } from '../../spec/spec';
import type {
  DensityView,
  Engine,
  Ensemble,
  EnsembleOptions,
  EscapeBatch,
  EscapeOptions,
  EscapeTally,
} from '../engine';
import { messageOf } from '../message-of';
import { createCpuEngine } from './cpu-engine';

/** A piece of work for a worker of the pool. */
export type PoolJob = { id: number; options: EscapeOptions } & (
  | { type: 'count'; batches: EscapeBatch[] }
  | { type: 'steps'; spec: Spec; first: number; end: number }
);

/** What a worker found: tallies in the order of the batches, or first-passage steps; or why it could not. */
export type PoolReply = { id: number } & (
  | { tallies: EscapeTally[] }
  | { steps: Uint32Array }
  | { failure: string }
);

/** A thread of the platform that serves jobs by `serveJob`: a Web Worker, or one of Node's. */
export interface PoolWorker {
  postMessage(job: PoolJob): void;
  onReply(listener: (reply: PoolReply) => void): void;
  /** Told when the thread ends or cannot be started: no reply will come. */
  onEnd(listener: (reason: string) => void): void;
  terminate(): void;
}

/**
 * Steps of one job, over all coordinates: about 15 ms, far above what its messages take. Threads wait for the last job of a call:
 * with jobs four times as large a sweep leaves each idle for a tenth more of the time.
 */
const JOB_WORK = 2 ** 19;

/** Does the jobs of a pool on this thread. */
export async function serveJob(job: PoolJob): Promise<PoolReply> {
  const engine = createCpuEngine();
  const { id, options } = job;
  try {
    if (job.type === 'count') return { id, tallies: await engine.countEscapes(job.batches, options) };
    return { id, steps: await engine.escapeSteps(job.spec, job.first, job.end, options) };
  } catch (error) {
    return { id, failure: messageOf(error) };
  }
}

interface Waiting {
  job: PoolJob;
  resolve: (reply: PoolReply) => void;
  reject: (error: Error) => void;
}

/**
 * The CPU engine on several threads. Replicas are functions of the seed and their number, so threads share nothing and add
 * up to the same integers, however many they are. Populations stay on the calling thread.
 */
class CpuPool implements Engine {
  private readonly engine = createCpuEngine();
  readonly identity = this.engine.identity;
  private idle: PoolWorker[] = [];
  private readonly busy = new Map<PoolWorker, Waiting>();
  private queue: Waiting[] = [];
  private jobs = 0;
  private destroyed = false;

  constructor(
    private readonly open: () => PoolWorker,
    private readonly threads: number,
  ) {}

  largestEnsemble(rows: number): number {
    return this.engine.largestEnsemble(rows);
  }

  create(spec: Spec, options?: EnsembleOptions): Promise<Ensemble> {
    return this.engine.create(spec, options);
  }

  createDensityView(canvas: OffscreenCanvas): DensityView {
    return this.engine.createDensityView(canvas);
  }

  async countEscapes(batches: readonly EscapeBatch[], options: EscapeOptions = {}): Promise<EscapeTally[]> {
    const tallies = batches.map(({ specs }) => ({
      escaped: specs.map(() => 0),
      together: specs.map(() => 0),
    }));
    const jobs = groupsOf(batches).map(async (pieces) => {
      const reply = await this.ask({
        id: this.jobs++,
        type: 'count',
        batches: pieces.map(({ piece }) => piece),
        options,
      });
      if (!('tallies' in reply)) return;
      for (const [k, { batch }] of pieces.entries())
        for (let side = 0; side < tallies[batch].escaped.length; side++) {
          tallies[batch].escaped[side] += reply.tallies[k].escaped[side];
          tallies[batch].together[side] += reply.tallies[k].together[side];
        }
    });
    await Promise.all(jobs);
    return tallies;
  }

  async escapeSteps(
    spec: Spec,
    first: number,
    end: number,
    options: EscapeOptions = {},
  ): Promise<Uint32Array> {
    const steps = new Uint32Array(end - first);
    const each = Math.max(1, Math.floor(JOB_WORK / stepsOf(spec)));
    const jobs: Promise<void>[] = [];
    for (let at = first; at < end; at += each)
      jobs.push(
        this.ask({
          id: this.jobs++,
          type: 'steps',
          spec,
          first: at,
          end: Math.min(end, at + each),
          options,
        }).then((reply) => {
          if ('steps' in reply) steps.set(reply.steps, at - first);
        }),
      );
    await Promise.all(jobs);
    return steps;
  }

  destroy(): void {
    this.destroyed = true;
    for (const worker of [...this.idle, ...this.busy.keys()]) worker.terminate();
    const gone = new Error('The engine was destroyed.');
    for (const { reject } of [...this.busy.values(), ...this.queue]) reject(gone);
    this.idle = [];
    this.busy.clear();
    this.queue = [];
    this.engine.destroy();
  }

  /** @throws Error where the job fails, or its thread ends or cannot be started. */
  private ask(job: PoolJob): Promise<PoolReply> {
    return new Promise((resolve, reject) => {
      if (this.destroyed) return reject(new Error('The engine was destroyed.'));
      this.queue.push({ job, resolve, reject });
      this.assign();
    });
  }

  /** Gives what waits to threads that are idle, or not opened yet. */
  private assign(): void {
    while (this.queue.length > 0 && this.busy.size < this.threads) {
      const next = this.queue.shift()!;
      let worker: PoolWorker;
      try {
        worker = this.idle.pop() ?? this.opened();
      } catch (error) {
        next.reject(new Error(`A thread of the CPU engine could not be started: ${messageOf(error)}`));
        continue;
      }
      this.busy.set(worker, next);
      worker.postMessage(next.job);
    }
  }

  private opened(): PoolWorker {
    const worker = this.open();
    worker.onReply((reply) => {
      const waiting = this.busy.get(worker);
      if (waiting?.job.id !== reply.id) return;
      this.busy.delete(worker);
      this.idle.push(worker);
      if ('failure' in reply) waiting.reject(new Error(reply.failure));
      else waiting.resolve(reply);
      this.assign();
    });
    worker.onEnd((reason) => {
      const waiting = this.busy.get(worker);
      this.busy.delete(worker);
      this.idle = this.idle.filter((one) => one !== worker);
      // What it did is not done again by itself: what ends one thread may end the next.
      waiting?.reject(new Error(`A thread of the CPU engine ended: ${reason}`));
      if (!this.destroyed) this.assign();
    });
    return worker;
  }
}

/** Steps of one replica that never gets out, over all coordinates. */
function stepsOf(spec: Spec): number {
  return spec.time.steps * dimensionOf(spec);
}

/** Pieces of batches, together about a job each; a large batch makes several. */
function groupsOf(batches: readonly EscapeBatch[]): { batch: number; piece: EscapeBatch }[][] {
  const groups: { batch: number; piece: EscapeBatch }[][] = [];
  let rest = 0;
  for (const [batch, { specs, first, end }] of batches.entries()) {
    const steps = specs.reduce((sum, spec) => sum + stepsOf(spec), 0);
    for (let at = first; at < end; ) {
      if (rest <= 0) {
        groups.push([]);
        rest = JOB_WORK;
      }
      const to = Math.min(end, at + Math.max(1, Math.floor(rest / steps)));
      groups[groups.length - 1].push({ batch, piece: { specs, first: at, end: to } });
      rest -= (to - at) * steps;
      at = to;
    }
  }
  return groups;
}

/**
 * The CPU engine on so many threads.
 * @param open  Starts a thread that answers jobs by `serveJob`.
 */
export function createCpuPool(open: () => PoolWorker, threads: number): Engine {
  return threads > 1 ? new CpuPool(open, threads) : createCpuEngine();
}
