import { square } from '../../numerics/elementary';
import { histogramEdges } from '../../spec/histogram-edges';
import { dimensionOf, type Spec, withEnds } from '../../spec/spec';
import { underflowOf } from '../../spec/underflow';
import { BLOCK_STEPS, EXTRA_SLOTS, NEVER, STRIDE_STEPS } from '../constants';
import type { Counts, Ensemble, EnsembleOptions, GeneratorName, Tuning } from '../engine';
import { DeviceLostError, EngineLimitError } from '../engine';
import { pack, RUN, WORK } from '../layout';
import { type PlaneWindow, planeEdges } from '../plane-window';
import { quantileRank } from '../quantile-rank';
import { rowCount, runParameters, samplesDrawn } from '../run-parameters';
import { countsFromSlots } from '../slots';
import { foldedGroups } from './dispatch';
import type { GpuEngine } from './gpu-engine';
import { Pacer } from './pacer';
import { BINDING, type KernelName } from './pipelines';

/** Wanted ranks that one pass over the population can look for. */
const MOST_TARGETS = 8;
const HALVES = 65_536;

/** Everything of an ensemble that dies with its device. */
interface Residence {
  device: GPUDevice;
  /** One Run */
  runs: GPUBuffer;
  work: GPUBuffer;
  /** f32[coordinates, then memory][particles]; new buffers hold zeros, at which memory starts */
  positions: GPUBuffer;
  /** u32[particles] */
  passages: GPUBuffer;
  /** i32[samples][2]; of the law dataset */
  samples: GPUBuffer;
  /** f32[bins + 1] */
  edges: GPUBuffer;
  /** u32[bins + 7] */
  slots: GPUBuffer;
  /** u32[MOST_TARGETS][65536] */
  tallies: GPUBuffer;
  /** u32[MOST_TARGETS] */
  targets: GPUBuffer;
  groups: Record<'start' | 'advance' | 'histogram' | 'quantile', GPUBindGroup>;
  /** Step that `slots` holds the counts of, -1 for none. */
  countedStep: number;
}

/**
 * A population in float32 on the device. Noise is a pure function of seed and position, so when the
 * device is lost the population is started and advanced again on a new one: the same integers, at
 * the cost of time.
 */
export class GpuEnsemble implements Ensemble {
  step = 0;
  private residence: Residence | null = null;
  private readonly generator: GeneratorName;
  private readonly tuning: Tuning;
  private readonly pacer: Pacer;

  constructor(
    private readonly engine: GpuEngine,
    public spec: Spec,
    options: EnsembleOptions,
  ) {
    this.generator = options.generator ?? 'sfc32';
    this.tuning = {
      workgroupSize: options.workgroupSize ?? engine.tuning.workgroupSize,
      particlesPerInvocation:
        options.particlesPerInvocation ?? engine.tuning.particlesPerInvocation,
    };
    this.pacer = new Pacer(options.submitWork ?? 2 ** 20, options.submitMilliseconds ?? 50);
  }

  /** Resolves when the population stands at its start. */
  async ready(): Promise<void> {
    await this.onDevice(async () => {});
  }

  async advance(target: number): Promise<void> {
    await this.onDevice((residence) => this.advanceFrom(residence, this.step, target));
    if (target > this.step) this.engine.finished();
    this.step = Math.max(this.step, target);
  }

  async count(): Promise<Counts> {
    const { bins } = this.spec.histogram;
    const slots = await this.onDevice(async (residence) => {
      await this.tally(residence);
      return new Uint32Array(
        await this.readBuffer(residence, residence.slots, 0, 4 * (bins + EXTRA_SLOTS)),
      );
    });
    return countsFromSlots(slots, bins, this.step);
  }

  async rebin(ends: { min: number; max: number }): Promise<void> {
    this.spec = withEnds(this.spec, ends);
    await this.onDevice(async ({ device, edges }) => {
      device.queue.writeBuffer(edges, 0, histogramEdges(this.spec.histogram) as BufferSource);
    });
    if (this.residence) this.residence.countedStep = -1;
  }

  async quantiles(probabilities: readonly number[]): Promise<number[]> {
    const values: number[] = [];
    for (let i = 0; i < probabilities.length; i += MOST_TARGETS) {
      const ranks = probabilities
        .slice(i, i + MOST_TARGETS)
        .map((p) => quantileRank(p, this.spec.ensemble.particles));
      values.push(...(await this.onDevice((residence) => this.selectRanks(residence, ranks))));
    }
    return values;
  }

  async countPlane(window: PlaneWindow): Promise<Uint32Array> {
    return this.onDevice((residence) => this.tallyPlane(residence, window));
  }

  async read(
    particles: number,
    coordinate = this.spec.histogram.coordinate,
  ): Promise<Float32Array> {
    const offset = 4 * coordinate * this.spec.ensemble.particles;
    const values = await this.onDevice(
      async (residence) =>
        new Float32Array(
          await this.readBuffer(residence, residence.positions, offset, 4 * this.atMost(particles)),
        ),
    );
    const least = underflowOf(this.spec);
    return values.map((value) => (Math.abs(value) < least ? 0 : value));
  }

  async readEscapeSteps(particles: number): Promise<Uint32Array> {
    const steps = await this.onDevice(
      async (residence) =>
        new Uint32Array(
          await this.readBuffer(residence, residence.passages, 0, 4 * this.atMost(particles)),
        ),
    );
    return steps.map((passage) => (passage === NEVER ? 0 : passage));
  }

  /**
   * Replaces the population, for tests that compare both engines on the same state. Shapes as of
   * the buffers.
   */
  async write(positions: Float32Array, passages: Uint32Array): Promise<void> {
    await this.onDevice(async (residence) => {
      residence.device.queue.writeBuffer(residence.positions, 0, positions as BufferSource);
      residence.device.queue.writeBuffer(residence.passages, 0, passages as BufferSource);
      residence.countedStep = -1;
    });
  }

  /** Buffer of the current counts on the current device, for drawing without a read-back. */
  async countedSlots(): Promise<GPUBuffer> {
    return this.onDevice(async (residence) => {
      await this.tally(residence);
      return residence.slots;
    });
  }

  destroy(): void {
    if (this.residence) release(this.residence);
    this.residence = null;
  }

  private atMost(particles: number): number {
    return Math.min(particles, this.spec.ensemble.particles);
  }

  /**
   * Runs work that can be repeated, on a device that holds the population at `this.step`; again
   * after each loss.
   */
  private async onDevice<T>(work: (residence: Residence) => Promise<T>): Promise<T> {
    for (;;) {
      const device = await this.engine.alive();
      try {
        if (this.residence?.device !== device) {
          if (this.residence) release(this.residence);
          this.residence = null;
          this.residence = await this.settle(device);
        }
        const value = await work(this.residence);
        if (!this.engine.lost) {
          this.engine.throwUncaptured();
          return value;
        }
      } catch (error) {
        // A loss shows as all sorts of failures.
        if (error instanceof DeviceLostError || !(await this.engine.lostAfter())) throw error;
      }
    }
  }

  /** Makes the buffers and brings the population to `this.step`. */
  private async settle(device: GPUDevice): Promise<Residence> {
    const { particles } = this.spec.ensemble;
    const { pipelines } = this.engine;
    device.pushErrorScope('out-of-memory');
    const buffer = (label: string, bytes: number, usage: number) =>
      device.createBuffer({ label: `saddle.${label}`, size: Math.max(16, bytes), usage });
    const STORAGE = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const UNIFORM = GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST;
    const parameters = runParameters(this.spec);
    const run = pack(RUN, parameters);
    const work = pack(WORK, { firstParticle: 0, endParticle: particles, firstStep: 0, endStep: 0 });
    const edges = histogramEdges(this.spec.histogram);
    const buffers = {
      runs: buffer('runs', run.byteLength, UNIFORM),
      work: buffer('work', work.byteLength, UNIFORM),
      positions: buffer('positions', 4 * particles * rowCount(this.spec), STORAGE),
      passages: buffer('passages', 4 * particles, STORAGE),
      samples: buffer('samples', parameters.samples.byteLength, STORAGE),
      edges: buffer('edges', edges.byteLength, STORAGE),
      slots: buffer('slots', 4 * (this.spec.histogram.bins + EXTRA_SLOTS), STORAGE),
      tallies: buffer('tallies', 4 * MOST_TARGETS * HALVES, STORAGE),
      targets: buffer('targets', 4 * MOST_TARGETS, STORAGE),
    };
    const outOfMemory = await device.popErrorScope();
    if (outOfMemory) {
      for (const each of Object.values(buffers)) each.destroy();
      throw new EngineLimitError(
        `ensemble.particles: this device has no memory for ${particles} particles; give fewer.`,
      );
    }
    device.queue.writeBuffer(buffers.runs, 0, run);
    device.queue.writeBuffer(buffers.work, 0, work);
    device.queue.writeBuffer(buffers.edges, 0, edges as BufferSource);
    device.queue.writeBuffer(buffers.samples, 0, parameters.samples as BufferSource);
    const group = (
      kernel: KernelName,
      names: (keyof typeof BINDING & keyof typeof buffers)[],
      slots = buffers.slots,
    ) =>
      device.createBindGroup({
        label: `saddle.${kernel}`,
        layout: pipelines.layout(kernel),
        entries: names.map((name) => ({
          binding: BINDING[name],
          resource: { buffer: name === 'slots' ? slots : buffers[name] },
        })),
      });
    const residence: Residence = {
      device,
      ...buffers,
      groups: {
        start: group('start', ['runs', 'work', 'positions', 'passages']),
        advance: group('advance', ['runs', 'work', 'positions', 'passages', 'samples']),
        histogram: group('histogram', ['runs', 'work', 'positions', 'passages', 'edges', 'slots']),
        quantile: group(
          'quantile',
          ['runs', 'work', 'positions', 'slots', 'targets'],
          buffers.tallies,
        ),
      },
      countedStep: -1,
    };
    const start = await pipelines.start(this.spec, this.generator, this.tuning);
    this.dispatch(residence, 'start', start, particles);
    if (this.step > 0) await this.advanceFrom(residence, 0, this.step);
    return residence;
  }

  private async advanceFrom(residence: Residence, from: number, target: number): Promise<void> {
    const { particles } = this.spec.ensemble;
    // What a step of a particle costs: minibatches of many samples cost as many.
    const cost = dimensionOf(this.spec) * samplesDrawn(this.spec);
    const { workgroupSize, particlesPerInvocation } = this.tuning;
    const submit = async (
      firstParticle: number,
      endParticle: number,
      firstStep: number,
      endStep: number,
    ) => {
      residence.device.queue.writeBuffer(
        residence.work,
        0,
        pack(WORK, { firstParticle, endParticle, firstStep, endStep }),
      );
      const wholeStrides = firstStep % STRIDE_STEPS === 0 && endStep % STRIDE_STEPS === 0;
      const { pipelines } = this.engine;
      const pipeline = await pipelines.advance(
        this.spec,
        this.generator,
        this.tuning,
        wholeStrides,
      );
      const threads = Math.ceil((endParticle - firstParticle) / particlesPerInvocation);
      this.dispatch(residence, 'advance', pipeline, threads);
      const work = (endParticle - firstParticle) * (endStep - firstStep) * cost;
      await this.pacer.submitted(work, residence.device.queue.onSubmittedWorkDone());
    };
    this.pacer.forget();
    residence.countedStep = -1;
    for (let first = from; first < target; ) {
      const blockEnd = Math.min(target, (Math.floor(first / BLOCK_STEPS) + 1) * BLOCK_STEPS);
      const affordable = first + Math.floor(this.pacer.work / (particles * cost));
      if (affordable >= blockEnd) {
        // Everybody at once, to the end of a block where it can be.
        const end = Math.min(target, Math.max(blockEnd, affordable - (affordable % BLOCK_STEPS)));
        await submit(0, particles, first, end);
        first = end;
      } else {
        // One block, in slices of the population.
        const round = workgroupSize * particlesPerInvocation;
        for (let particle = 0; particle < particles; ) {
          const affordableParticles = this.pacer.work / ((blockEnd - first) * cost);
          const slice = Math.max(1, Math.round(affordableParticles / round)) * round;
          const end = Math.min(particles, particle + slice);
          await submit(particle, end, first, blockEnd);
          particle = end;
        }
        first = blockEnd;
      }
    }
    await this.pacer.idle();
  }

  /** Brings the slots up to the current step. */
  private async tally(residence: Residence): Promise<void> {
    if (residence.countedStep === this.step) return;
    const tuning = { workgroupSize: 256, particlesPerInvocation: 16 };
    const pipeline = await this.engine.pipelines.histogram(this.spec.histogram.bins, tuning);
    const threads = Math.ceil(this.spec.ensemble.particles / tuning.particlesPerInvocation);
    this.dispatch(residence, 'histogram', pipeline, threads, {
      cleared: residence.slots,
      workgroupSize: tuning.workgroupSize,
    });
    residence.countedStep = this.step;
  }

  private async tallyPlane(residence: Residence, window: PlaneWindow): Promise<Uint32Array> {
    const { device, runs, work, positions } = residence;
    const { pipelines } = this.engine;
    const { x, y } = planeEdges(window);
    const bytes = 4 * (square(window.bins) + 1);
    const storage = (label: string, size: number) =>
      device.createBuffer({
        label: `saddle.plane.${label}`,
        size,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST,
      });
    const edges = storage('edges', x.byteLength + y.byteLength);
    const slots = storage('slots', bytes);
    try {
      device.queue.writeBuffer(edges, 0, x as BufferSource);
      device.queue.writeBuffer(edges, x.byteLength, y as BufferSource);
      const bound = { runs, work, positions, edges, slots };
      const group = device.createBindGroup({
        label: 'saddle.plane',
        layout: pipelines.layout('plane'),
        entries: Object.entries(bound).map(([name, buffer]) => ({
          binding: BINDING[name as keyof typeof bound],
          resource: { buffer },
        })),
      });
      const pipeline = await pipelines.plane(window.bins, this.tuning);
      this.dispatch(residence, 'plane', pipeline, this.spec.ensemble.particles, { group });
      return new Uint32Array(await this.readBuffer(residence, slots, 0, bytes));
    } finally {
      edges.destroy();
      slots.destroy();
    }
  }

  private async selectRanks(residence: Residence, ranks: number[]): Promise<number[]> {
    const { particles } = this.spec.ensemble;
    const { pipelines } = this.engine;
    const high = await pipelines.quantile('tally_high', this.tuning);
    this.dispatch(residence, 'quantile', high, particles, { cleared: residence.tallies });
    const highTallies = new Uint32Array(
      await this.readBuffer(residence, residence.tallies, 0, 4 * HALVES),
    );
    const wanted = ranks.map((rank) => locateRank(highTallies, 0, rank));
    const targets = [...new Set(wanted.map(({ half }) => half))];
    // Unused targets are no half of any key.
    const padded = Uint32Array.from({ length: MOST_TARGETS }, (_, i) => targets[i] ?? 0xffffffff);
    residence.device.queue.writeBuffer(residence.targets, 0, padded);
    const low = await pipelines.quantile('tally_low', this.tuning);
    this.dispatch(residence, 'quantile', low, particles, { cleared: residence.tallies });
    const lowTallies = new Uint32Array(
      await this.readBuffer(residence, residence.tallies, 0, 4 * HALVES * targets.length),
    );
    return wanted.map(({ half, rest }) => {
      const low = locateRank(lowTallies, targets.indexOf(half) * HALVES, rest).half;
      return floatOfKey(half * HALVES + low);
    });
  }

  private dispatch(
    residence: Residence,
    kernel: KernelName,
    pipeline: GPUComputePipeline,
    threads: number,
    options: { cleared?: GPUBuffer; workgroupSize?: number; group?: GPUBindGroup } = {},
  ): void {
    const { cleared, workgroupSize = this.tuning.workgroupSize } = options;
    const { device } = residence;
    const [x, y] = foldedGroups(
      threads,
      workgroupSize,
      device.limits.maxComputeWorkgroupsPerDimension,
    );
    const encoder = device.createCommandEncoder({ label: `saddle.${kernel}` });
    if (cleared) encoder.clearBuffer(cleared);
    const pass = encoder.beginComputePass({ label: `saddle.${kernel}` });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, options.group ?? residence.groups[kernel as keyof Residence['groups']]);
    pass.dispatchWorkgroups(x, y);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  private async readBuffer(
    { device }: Residence,
    source: GPUBuffer,
    offset: number,
    bytes: number,
  ): Promise<ArrayBuffer> {
    const staging = device.createBuffer({
      label: 'saddle.staging',
      size: bytes,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    try {
      const encoder = device.createCommandEncoder({ label: 'saddle.read' });
      encoder.copyBufferToBuffer(source, offset, staging, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      return staging.getMappedRange().slice(0);
    } finally {
      staging.destroy();
    }
  }
}

function release(residence: Residence): void {
  for (const value of Object.values(residence)) if (value instanceof GPUBuffer) value.destroy();
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
