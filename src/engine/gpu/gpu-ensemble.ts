import { histogramEdges } from '../../spec/histogram-edges';
import { dimensionOf, isListed, type Spec, withEnds } from '../../spec/spec';
import { underflowOf } from '../../spec/underflow';
import { BLOCK_STEPS, EXTRA_SLOTS, NEVER } from '../constants';
import type {
  CountOptions,
  Counts,
  Ensemble,
  EnsembleOptions,
  GeneratorName,
  Tuning,
} from '../engine';
import { layoutOf, pack, RUN, WORK } from '../layout';
import type { PlaneWindow } from '../plane-window';
import { quantileRank } from '../quantile-rank';
import { rowCount, stepCost } from '../run-parameters';
import { countsFromSlots } from '../slots';
import { countingTuning } from './dispatch';
import { gpuRun } from './gpu-run';
import type { LivingDevice } from './living-device';
import { Pacer } from './pacer';
import { lanesOf } from './plain-files';
import { Resident } from './resident';

/** Wanted ranks that one pass over the population can look for. */
const MOST_TARGETS = 8;
const HALVES = 65_536;

type BufferName =
  | 'runs' // one Run
  | 'work'
  | 'positions' // f32[coordinates, then memory][particles]; memory starts at zero
  | 'passages' // u32[particles]
  | 'exits' // u32[particles]; one number where they are not kept
  | 'samples' // i32[samples][2]; of the law dataset
  | 'edges' // f32[bins + 1]
  | 'slots' // u32[bins + EXTRA_SLOTS]
  | 'tallies' // u32[MOST_TARGETS][65536]
  | 'targets'; // u32[MOST_TARGETS]

/** Everything of an ensemble that dies with its device. */
interface OnDevice {
  resident: Resident<BufferName>;
  groups: Record<'start' | 'advance' | 'histogram' | 'quantile', GPUBindGroup>;
  /** Step that `slots` holds the counts of, -1 for none. */
  countedStep: number;
  /** Particles that it holds the counts of. */
  counted: number;
}

/**
 * A population in float32 on the device. Noise is a pure function of seed and position, so when the
 * device is lost the population is started and advanced again on a new one: the same integers, at
 * the cost of time.
 */
export class GpuEnsemble implements Ensemble {
  step = 0;
  private present: OnDevice | null = null;
  private readonly generator: GeneratorName;
  private readonly tuning: Tuning;
  private readonly pacer: Pacer;
  private readonly exits: boolean;

  constructor(
    private readonly living: LivingDevice,
    public spec: Spec,
    options: EnsembleOptions,
    tuning: Tuning,
  ) {
    this.generator = options.generator ?? 'sfc32';
    this.exits = options.exits ?? false;
    this.tuning = {
      workgroupSize: options.workgroupSize ?? tuning.workgroupSize,
      shift: options.shift ?? tuning.shift,
      lanes: lanesOf(spec, this.generator, this.exits, options.lanes ?? tuning.lanes),
    };
    this.pacer = new Pacer(options.submitWork ?? 2 ** 20, options.submitMilliseconds ?? 50);
  }

  /** Resolves when the population is at its start. */
  async ready(): Promise<void> {
    await this.onDevice(async () => {});
  }

  async advance(target: number): Promise<void> {
    await this.onDevice((present) => this.advanceFrom(present, this.step, target));
    if (target > this.step) this.living.finished();
    this.step = Math.max(this.step, target);
  }

  async count(options?: CountOptions): Promise<Counts> {
    const { bins } = this.spec.histogram;
    const particles = this.atMost(options?.most);
    const slots = await this.onDevice(async (present) => {
      await this.tally(present, particles);
      return new Uint32Array(await present.resident.read('slots', 4 * (bins + EXTRA_SLOTS)));
    });
    return countsFromSlots(slots, bins, this.step, particles);
  }

  async rebin(ends: { min: number; max: number }): Promise<void> {
    this.spec = withEnds(this.spec, ends);
    await this.onDevice(async ({ resident }) => {
      resident.write('edges', histogramEdges(this.spec.histogram));
    });
    if (this.present) this.present.countedStep = -1;
  }

  async quantiles(probabilities: readonly number[], options?: CountOptions): Promise<number[]> {
    const particles = this.atMost(options?.most);
    const values: number[] = [];
    for (let i = 0; i < probabilities.length; i += MOST_TARGETS) {
      const ranks = probabilities.slice(i, i + MOST_TARGETS).map((p) => quantileRank(p, particles));
      values.push(
        ...(await this.onDevice((present) => this.selectRanks(present, ranks, particles))),
      );
    }
    return values;
  }

  async countPlane(window: PlaneWindow, options?: CountOptions): Promise<Uint32Array> {
    const { tallyPlane } = await import('./plane-counts');
    const particles = this.atMost(options?.most);
    return this.onDevice((present) => {
      this.setRange(present, particles);
      return tallyPlane(this.living, present.resident, particles, window, this.tuning);
    });
  }

  async read(
    particles: number,
    coordinate = this.spec.histogram.coordinate,
    first = 0,
  ): Promise<Float32Array> {
    const offset = 4 * (coordinate * this.spec.ensemble.particles + first);
    const bytes = 4 * Math.max(0, this.atMost(first + particles) - first);
    const values = await this.onDevice(
      async ({ resident }) => new Float32Array(await resident.read('positions', bytes, offset)),
    );
    const least = underflowOf(this.spec);
    return values.map((value) => (Math.abs(value) < least ? 0 : value));
  }

  async readEscapeSteps(particles: number): Promise<Uint32Array> {
    const steps = await this.onDevice(
      async ({ resident }) =>
        new Uint32Array(await resident.read('passages', 4 * this.atMost(particles))),
    );
    return steps.map((passage) => (passage === NEVER ? 0 : passage));
  }

  async readExits(particles: number): Promise<Uint32Array | null> {
    if (!this.exits) return null;
    return this.onDevice(
      async ({ resident }) =>
        new Uint32Array(await resident.read('exits', 4 * this.atMost(particles))),
    );
  }

  /**
   * Replaces the population, for tests that compare both engines on the same state. Shapes as of
   * the buffers.
   */
  async write(positions: Float32Array, passages: Uint32Array): Promise<void> {
    await this.onDevice(async (present) => {
      present.resident.write('positions', positions);
      present.resident.write('passages', passages);
      present.countedStep = -1;
    });
  }

  /** Buffer of the current counts on the current device, for drawing without a read-back. */
  async countedSlots(options?: CountOptions): Promise<{ slots: GPUBuffer; particles: number }> {
    const particles = this.atMost(options?.most);
    return this.onDevice(async (present) => {
      await this.tally(present, particles);
      return { slots: present.resident.buffer('slots'), particles };
    });
  }

  destroy(): void {
    this.present?.resident.release();
    this.present = null;
  }

  private atMost(particles = Number.POSITIVE_INFINITY): number {
    return Math.min(particles, this.spec.ensemble.particles);
  }

  /** Runs work that can be repeated, on a device that holds the population at `this.step`. */
  private onDevice<T>(work: (present: OnDevice) => Promise<T>): Promise<T> {
    return this.living.run(async (device) => {
      if (this.present?.resident.device !== device) {
        this.destroy();
        this.present = await this.putOn(device);
      }
      return work(this.present);
    });
  }

  /** Makes the buffers and brings the population to `this.step`. */
  private async putOn(device: GPUDevice): Promise<OnDevice> {
    const { particles } = this.spec.ensemble;
    const rows = rowCount(this.spec);
    const run = gpuRun(this.spec);
    const resident = await Resident.make<BufferName>(
      this.living,
      device,
      {
        runs: { data: pack(RUN, run), uniform: true },
        work: { bytes: layoutOf(WORK).bytes, uniform: true },
        positions: { bytes: 4 * particles * rows, zeroed: rows > dimensionOf(this.spec) },
        passages: { bytes: 4 * particles },
        exits: { bytes: 4 * (this.exits ? particles : 1) },
        samples: {
          data: isListed(this.spec)
            ? (await import('../scales')).scaleRows([this.spec])
            : run.samples,
        },
        edges: { data: histogramEdges(this.spec.histogram) },
        slots: { bytes: 4 * (this.spec.histogram.bins + EXTRA_SLOTS) },
        tallies: { bytes: 4 * MOST_TARGETS * HALVES },
        targets: { bytes: 4 * MOST_TARGETS },
      },
      `ensemble.particles: this device has no memory for ${particles} particles; give fewer.`,
    );
    try {
      const present: OnDevice = {
        resident,
        groups: {
          start: resident.group('start'),
          advance: resident.group('advance'),
          histogram: resident.group('histogram'),
          quantile: resident.group('quantile', { slots: resident.buffer('tallies') }),
        },
        countedStep: -1,
        counted: 0,
      };
      await this.start(present);
      if (this.step > 0) await this.advanceFrom(present, 0, this.step);
      return present;
    } catch (error) {
      resident.release();
      throw error;
    }
  }

  private async start(present: OnDevice): Promise<void> {
    const { particles } = this.spec.ensemble;
    const { pipelines } = this.living;
    const pipeline = await pipelines.start(this.spec, this.generator, this.tuning);
    this.setRange(present, particles);
    this.dispatch(present, 'start', pipeline, particles);
  }

  /** What is submitted next is done for the first particles. */
  private setRange({ resident }: OnDevice, endParticle: number): void {
    resident.write('work', pack(WORK, { firstParticle: 0, endParticle, firstStep: 0, endStep: 0 }));
  }

  private async advanceFrom(present: OnDevice, from: number, target: number): Promise<void> {
    const { particles } = this.spec.ensemble;
    const cost = stepCost(this.spec);
    const { workgroupSize, lanes } = this.tuning;
    const submit = async (
      firstParticle: number,
      endParticle: number,
      firstStep: number,
      endStep: number,
    ) => {
      present.resident.write(
        'work',
        pack(WORK, { firstParticle, endParticle, firstStep, endStep }),
      );
      const whole = firstStep % BLOCK_STEPS === 0 && endStep % BLOCK_STEPS === 0;
      const { pipelines } = this.living;
      const pipeline = await pipelines.advance(
        this.spec,
        this.generator,
        this.tuning,
        whole,
        this.exits,
      );
      this.dispatch(present, 'advance', pipeline, Math.ceil((endParticle - firstParticle) / lanes));
      const work = (endParticle - firstParticle) * (endStep - firstStep) * cost;
      await this.pacer.submitted(work, present.resident.device.queue.onSubmittedWorkDone());
    };
    this.pacer.forget();
    present.countedStep = -1;
    for (let first = from; first < target; ) {
      const blockEnd = Math.min(target, (Math.floor(first / BLOCK_STEPS) + 1) * BLOCK_STEPS);
      const affordable = first + Math.floor(this.pacer.work / (particles * cost));
      if (affordable >= blockEnd) {
        // Everybody at once; whole blocks apart from what is left, which takes slower code.
        const most = Math.min(target, affordable);
        const whole = first % BLOCK_STEPS === 0 ? most - (most % BLOCK_STEPS) : 0;
        const end = whole > first ? whole : blockEnd;
        await submit(0, particles, first, end);
        first = end;
      } else {
        // One block, in slices of the population.
        for (let particle = 0; particle < particles; ) {
          const affordableParticles = this.pacer.work / ((blockEnd - first) * cost);
          const slice =
            Math.max(1, Math.round(affordableParticles / workgroupSize)) * workgroupSize;
          const end = Math.min(particles, particle + slice);
          await submit(particle, end, first, blockEnd);
          particle = end;
        }
        first = blockEnd;
      }
    }
    await this.pacer.idle();
  }

  /** Brings the slots up to the current step, for the first particles. */
  private async tally(present: OnDevice, particles: number): Promise<void> {
    if (present.countedStep === this.step && present.counted === particles) return;
    const tuning = countingTuning(particles, this.living.fallback);
    const pipeline = await this.living.pipelines.histogram(this.spec, tuning);
    const threads = Math.ceil(particles / tuning.particlesPerInvocation);
    this.setRange(present, particles);
    this.dispatch(present, 'histogram', pipeline, threads, 'slots', tuning.workgroupSize);
    present.countedStep = this.step;
    present.counted = particles;
  }

  /** Values of these ranks among the first particles. */
  private async selectRanks(
    present: OnDevice,
    ranks: number[],
    particles: number,
  ): Promise<number[]> {
    const { pipelines } = this.living;
    const high = await pipelines.quantile('tally_high', this.tuning);
    this.setRange(present, particles);
    this.dispatch(present, 'quantile', high, particles, 'tallies');
    const highTallies = new Uint32Array(await present.resident.read('tallies', 4 * HALVES));
    const wanted = ranks.map((rank) => locateRank(highTallies, 0, rank));
    const targets = [...new Set(wanted.map(({ half }) => half))];
    // Unused targets are no half of any key.
    const padded = Uint32Array.from({ length: MOST_TARGETS }, (_, i) => targets[i] ?? 0xffffffff);
    present.resident.write('targets', padded);
    const low = await pipelines.quantile('tally_low', this.tuning);
    this.dispatch(present, 'quantile', low, particles, 'tallies');
    const lowTallies = new Uint32Array(
      await present.resident.read('tallies', 4 * HALVES * targets.length),
    );
    return wanted.map(({ half, rest }) => {
      const low = locateRank(lowTallies, targets.indexOf(half) * HALVES, rest).half;
      return floatOfKey(half * HALVES + low);
    });
  }

  private dispatch(
    { resident, groups }: OnDevice,
    kernel: keyof OnDevice['groups'],
    pipeline: GPUComputePipeline,
    threads: number,
    cleared?: BufferName,
    workgroupSize = this.tuning.workgroupSize,
  ): void {
    resident.dispatch(kernel, pipeline, groups[kernel], threads, workgroupSize, cleared);
  }
}

/**
 * Finds the half that holds the `rank`-th particle (from 1), and its rank among those of that half.
 */
function locateRank(
  tallies: Uint32Array,
  offset: number,
  rank: number,
): { half: number; rest: number } {
  let rest = rank;
  for (let half = 0; half < HALVES; half++) {
    const tally = tallies[offset + half];
    if (rest <= tally) return { half, rest };
    rest -= tally;
  }
  throw new Error(`Rank ${rank} is beyond the population.`);
}

/** The float whose sort_key in shaders/quantile.wgsl this is. */
function floatOfKey(key: number): number {
  const bits = key >= 0x80000000 ? key ^ 0x80000000 : ~key;
  return new Float32Array(Int32Array.of(bits).buffer)[0];
}
