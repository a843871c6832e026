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
import { checkCpuEnsemble, createCpuEngine } from './cpu-engine';
import type { CpuKernels } from './kernels';
import { PoolThreads, type PoolWorker } from './pool-threads';
import { PooledEnsemble } from './pooled-ensemble';

/**
 * Steps of one job, over all coordinates: about 15 ms, far above what its messages take. Threads
 * wait for the last job of a call: with jobs four times as large a sweep leaves each idle for a
 * tenth more of the time.
 */
const JOB_WORK = 2 ** 19;

/**
 * The CPU engine on several threads. Replicas and particles are functions of the seed and their
 * number, so threads share nothing and add up to the same integers, however many they are.
 */
class CpuPool implements Engine {
  /** Knows what does not depend on threads. */
  private readonly engine: Engine;
  private readonly threads: PoolThreads;

  /**
   * @param alone  Steps, over all coordinates and samples, that the calling thread still takes
   * itself.
   */
  constructor(
    open: () => PoolWorker,
    threads: number,
    private readonly kernels: CpuKernels,
    private alone: number,
  ) {
    this.engine = createCpuEngine(kernels);
    this.threads = new PoolThreads(open, threads);
  }

  get identity() {
    return this.engine.identity;
  }

  largestEnsemble(rows: number): number {
    return this.engine.largestEnsemble(rows);
  }

  async create(spec: Spec, options: EnsembleOptions = {}): Promise<Ensemble> {
    checkCpuEnsemble(spec);
    if (this.takesAlone(spec.ensemble.particles * costOf(spec)))
      return this.engine.create(spec, options);
    return PooledEnsemble.open(spec, options, this.kernels, this.threads);
  }

  createDensityView(canvas: OffscreenCanvas): DensityView {
    return this.engine.createDensityView(canvas);
  }

  async countEscapes(
    batches: readonly EscapeBatch[],
    { signal, ...options }: EscapeOptions = {},
  ): Promise<EscapeTally[]> {
    let cost = 0;
    for (const { specs, first, end } of batches)
      for (const spec of specs) cost += (end - first) * costOf(spec);
    if (this.takesAlone(cost)) return this.engine.countEscapes(batches, options);
    const tallies = batches.map(({ specs }) => ({
      escaped: specs.map(() => 0),
      together: specs.map(() => 0),
    }));
    const jobs = groupsOf(batches).map(async (pieces) => {
      const batches = pieces.map(({ piece }) => piece);
      const job = { type: 'count', batches, options, kernels: this.kernels } as const;
      const reply = await this.threads.ask(job, null, signal);
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
    { signal, ...options }: EscapeOptions = {},
  ): Promise<Uint32Array> {
    if (this.takesAlone((end - first) * costOf(spec)))
      return this.engine.escapeSteps(spec, first, end, options);
    const steps = new Uint32Array(end - first);
    const each = Math.max(1, Math.floor(JOB_WORK / stepsOf(spec)));
    const jobs: Promise<void>[] = [];
    for (let at = first; at < end; at += each) {
      const part = { spec, first: at, end: Math.min(end, at + each) };
      const job = { type: 'steps', ...part, options, kernels: this.kernels } as const;
      jobs.push(
        this.threads.ask(job, null, signal).then((reply) => {
          if ('numbers' in reply) steps.set(reply.numbers, at - first);
        }),
      );
    }
    await Promise.all(jobs);
    return steps;
  }

  destroy(): void {
    this.threads.destroy();
    this.engine.destroy();
  }

  /** Whether no thread has to be opened for this work. */
  private takesAlone(cost: number): boolean {
    if (cost > this.alone) {
      this.alone = 0;
      return false;
    }
    this.alone -= cost;
    return true;
  }
}

/** Steps of one particle that never gets out, over all coordinates. */
function stepsOf(spec: Spec): number {
  return spec.time.steps * dimensionOf(spec);
}

/** The same with the samples of each step, which a minibatch draws. */
function costOf(spec: Spec): number {
  return stepsOf(spec) * spec.optimizer.batchSize;
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
 * The CPU engine on a number of threads; one thread is the calling one.
 * @param open  Starts a thread that answers jobs by `serveJob`.
 * @param alone  Steps, over all coordinates and samples, that the calling thread takes before any
 * other is opened. 0 or more.
 */
export function createCpuPool(
  open: () => PoolWorker,
  threads: number,
  kernels: CpuKernels = 'fastest',
  alone = 0,
): Engine {
  return threads > 1 ? new CpuPool(open, threads, kernels, alone) : createCpuEngine(kernels);
}
