import { type Spec, withEnds } from '../../spec/spec';
import type { CountOptions, Counts, Ensemble, EnsembleOptions } from '../engine';
import type { PlaneWindow } from '../plane-window';
import { countsFromSlots } from '../slots';
import type { CpuKernels } from './kernels';
import type { PoolReply, PopulationJob } from './pool-jobs';
import { MOST_ENDS, type PoolThreads, ThreadEndedError } from './pool-threads';
import { quantiles } from './quantile';

/** Fewest particles that are worth a thread of their own. */
const LEAST_PART = 4096;
/** Parts begin at multiples of this, so that vectors are full. */
const LANES = 8;

/**
 * A population in parts, each on a thread of its own. Particles know nothing of each other: how
 * many parts there are changes no integer. A part whose thread ends is started and moved again on
 * the next one: its noise is a function of its number.
 */
export class PooledEnsemble implements Ensemble {
  /** Parts of all ensembles so far, which number them. */
  private static parts = 0;
  step = 0;
  private readonly firstPart: number;
  /** Particles before each part, and all of them. */
  private readonly bounds: number[];

  private constructor(
    public spec: Spec,
    private readonly options: EnsembleOptions,
    private readonly kernels: CpuKernels,
    private readonly threads: PoolThreads,
  ) {
    const { particles } = spec.ensemble;
    const parts = Math.max(1, Math.min(threads.count, Math.floor(particles / LEAST_PART)));
    this.firstPart = PooledEnsemble.parts;
    PooledEnsemble.parts += parts;
    const each = LANES * Math.ceil(particles / parts / LANES);
    this.bounds = Array.from({ length: parts + 1 }, (_, part) => Math.min(particles, part * each));
  }

  static async open(
    spec: Spec,
    options: EnsembleOptions,
    kernels: CpuKernels,
    threads: PoolThreads,
  ): Promise<PooledEnsemble> {
    const ensemble = new PooledEnsemble(spec, options, kernels, threads);
    await ensemble.askAll((first, end) => ensemble.creation(first, end));
    return ensemble;
  }

  async advance(target: number): Promise<void> {
    if (target <= this.step) return;
    await this.askAll(() => ({ type: 'advance', target }));
    this.step = target;
  }

  async count(options?: CountOptions): Promise<Counts> {
    const most = this.atMost(options);
    const slots = await this.askAll((first) => ({ type: 'slots', most: most - first }), most);
    return countsFromSlots(added(slots), this.spec.histogram.bins, this.step, most);
  }

  async rebin(ends: { min: number; max: number }): Promise<void> {
    await this.askAll(() => ({ type: 'rebin', ends }));
    this.spec = withEnds(this.spec, ends);
  }

  async quantiles(probabilities: readonly number[], options?: CountOptions): Promise<number[]> {
    // What is read has no tiny values.
    return quantiles(await this.read(this.atMost(options)), probabilities, 0);
  }

  async countPlane(window: PlaneWindow, options?: CountOptions): Promise<Uint32Array> {
    const most = this.atMost(options);
    return added(
      await this.askAll((first) => ({ type: 'plane', window, most: most - first }), most),
    );
  }

  async read(
    particles: number,
    coordinate = this.spec.histogram.coordinate,
    from = 0,
  ): Promise<Float32Array> {
    const to = from + particles;
    const pieces = await this.askAll(
      (first, end) => ({
        type: 'values',
        first: Math.max(0, from - first),
        particles: Math.max(0, Math.min(to, end) - Math.max(from, first)),
        coordinate,
      }),
      to,
    );
    return joined(Float32Array, pieces);
  }

  async readEscapeSteps(particles: number): Promise<Uint32Array> {
    const pieces = await this.askAll(
      (first, end) => ({
        type: 'passages',
        particles: Math.min(particles, end) - first,
      }),
      particles,
    );
    return joined(Uint32Array, pieces);
  }

  async readExits(particles: number): Promise<Uint32Array> {
    const pieces = await this.askAll(
      (first, end) => ({ type: 'exits', particles: Math.min(particles, end) - first }),
      particles,
    );
    return joined(Uint32Array, pieces);
  }

  destroy(): void {
    // An engine or a thread that is gone has no parts.
    for (let part = 0; part + 1 < this.bounds.length; part++)
      this.askOnce(part, { type: 'release' }).catch(() => {});
  }

  private atMost({ most = Number.POSITIVE_INFINITY }: CountOptions = {}): number {
    return Math.min(most, this.spec.ensemble.particles);
  }

  /** Asks every part that has some of the first `particles` particles. */
  private async askAll(
    job: (first: number, end: number) => PopulationJob,
    particles = Number.POSITIVE_INFINITY,
  ): Promise<(Uint32Array | Float32Array)[]> {
    const { bounds } = this;
    const asked = bounds.slice(0, -1).filter((first) => first < particles);
    const replies = await Promise.all(
      asked.map((first, part) => this.askPart(part, job(first, bounds[part + 1]))),
    );
    return replies.map((reply) => ('numbers' in reply ? reply.numbers : new Uint32Array(0)));
  }

  /** Asks a part; where its thread has ended, what it held is made again before. */
  private async askPart(part: number, job: PopulationJob): Promise<PoolReply> {
    for (let ends = 1; ; ends++)
      try {
        if (ends > 1 && job.type !== 'create') await this.makeAgain(part);
        return await this.askOnce(part, job);
      } catch (error) {
        if (!(error instanceof ThreadEndedError) || ends >= MOST_ENDS) throw error;
      }
  }

  private async makeAgain(part: number): Promise<void> {
    await this.askOnce(part, this.creation(this.bounds[part], this.bounds[part + 1]));
    if (this.step > 0) await this.askOnce(part, { type: 'advance', target: this.step });
  }

  private creation(first: number, end: number): PopulationJob {
    const { spec, options, kernels } = this;
    return { type: 'create', spec, first, end, options, kernels };
  }

  private askOnce(part: number, job: PopulationJob): Promise<PoolReply> {
    return this.threads.ask({ ...job, part: this.firstPart + part }, part);
  }
}

function added(pieces: readonly (Uint32Array | Float32Array)[]): Uint32Array {
  const sums = new Uint32Array(pieces[0].length);
  for (const piece of pieces) for (let i = 0; i < sums.length; i++) sums[i] += piece[i];
  return sums;
}

function joined<T extends Uint32Array | Float32Array>(
  kind: new (length: number) => T,
  pieces: readonly (Uint32Array | Float32Array)[],
): T {
  const whole = new kind(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
