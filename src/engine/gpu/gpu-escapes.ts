import type { Spec } from '../../spec/spec';
import { MOST_SIDES } from '../../spec/sweep';
import { NEVER } from '../constants';
import type { EscapeBatch, EscapeOptions, EscapeTally, GeneratorName } from '../engine';
import { DeviceLostError } from '../engine';
import { BATCH, layoutOf, pack, packList, RUN, TILE, type Values, WORK } from '../layout';
import { runParameters } from '../run-parameters';
import { foldedGroups } from './dispatch';
import { type Chunk, type Group, planChunks, type Tile } from './escape-plan';
import type { GpuEngine } from './gpu-engine';
import { Pacer } from './pacer';
import { BINDING, type KernelName } from './pipelines';

/**
 * First passages of replicas in float32 on the device. Replicas have no state that must outlive a
 * call, so a chunk that was on a device that is lost is done again on a new one: the same integers.
 */
export class GpuEscapes {
  private readonly workgroupSize: number;
  private readonly generator: GeneratorName;
  private readonly submitWork: number;
  private readonly pacer: Pacer;

  constructor(
    private readonly engine: GpuEngine,
    {
      generator = 'sfc32',
      workgroupSize = 64,
      submitWork = 2 ** 20,
      submitMilliseconds = 50,
    }: EscapeOptions,
  ) {
    this.generator = generator;
    this.workgroupSize = workgroupSize;
    this.submitWork = submitWork;
    this.pacer = new Pacer(submitWork, submitMilliseconds);
  }

  /** A tally for each batch. */
  async count(batches: readonly EscapeBatch[]): Promise<EscapeTally[]> {
    const tallies = batches.map(({ specs }) => ({
      escaped: specs.map(() => 0),
      together: specs.map(() => 0),
    }));
    for (const chunk of planChunks(batches, this.workgroupSize, this.generator)) {
      const counted = await this.onDevice(chunk, (residence) =>
        this.tally(residence, chunk, batches),
      );
      for (const [k, { batch }] of chunk.parts.entries())
        for (let side = 0; side < batches[batch].specs.length; side++) {
          tallies[batch].escaped[side] += counted[2 * MOST_SIDES * k + side];
          tallies[batch].together[side] += counted[2 * MOST_SIDES * k + MOST_SIDES + side];
        }
    }
    return tallies;
  }

  /** Steps of first passage, 0 where there was none. Shape: u32[end - first]. */
  async steps(spec: Spec, first: number, end: number): Promise<Uint32Array> {
    const steps = new Uint32Array(end - first);
    for (const chunk of planChunks(
      [{ specs: [spec], first, end }],
      this.workgroupSize,
      this.generator,
    )) {
      const passages = await this.onDevice(
        chunk,
        async ({ device, passages }) =>
          new Uint32Array(await read(device, passages, 4 * chunk.places)),
      );
      for (const part of chunk.parts)
        steps.set(
          passages.subarray(part.place, part.place + part.end - part.first),
          part.first - first,
        );
    }
    return steps.map((step) => (step === NEVER ? 0 : step));
  }

  /** Does a chunk and then takes something from it, again after each loss of the device. */
  private async onDevice<T>(chunk: Chunk, take: (residence: Residence) => Promise<T>): Promise<T> {
    for (;;) {
      const device = await this.engine.alive();
      let residence: Residence | null = null;
      try {
        residence = new Residence(this.engine, device, chunk, this.workgroupSize);
        this.pacer.forget();
        for (const group of chunk.groups) await this.carry(residence, group);
        const value = await take(residence);
        await this.pacer.idle();
        if (!this.engine.lost) {
          this.engine.throwUncaptured();
          this.engine.finished();
          return value;
        }
      } catch (error) {
        // A loss shows as all sorts of failures.
        if (error instanceof DeviceLostError || !(await this.engine.lostAfter())) throw error;
      } finally {
        residence?.destroy();
      }
    }
  }

  /** All tiles of a group from start to end, leg by leg, as many at a time as the pace allows. */
  private async carry(residence: Residence, group: Group): Promise<void> {
    const pipeline = await this.engine.pipelines.escape(
      group.spec,
      this.generator,
      this.workgroupSize,
    );
    const { tiles } = group;
    const first = residence.firstTile(group);
    // Replicas that escape early look like a fast device: what another kernel or other cells were
    // done at says nothing.
    this.pacer.pace = { work: this.submitWork };
    for (let leg = 0; leg < group.steps; leg += group.leg) {
      const end = Math.min(group.steps, leg + group.leg);
      for (let at = 0; at < tiles.length; ) {
        let to = at;
        let work = 0;
        while (to < tiles.length && (to === at || work < this.pacer.work))
          work += workOf(tiles[to++], leg, end);
        if (work > 0) {
          residence.dispatch(
            'escape',
            pipeline,
            to - at,
            {
              firstParticle: first + at,
              endParticle: first + to,
              firstStep: leg,
              endStep: end,
            },
            group,
          );
          await this.pacer.submitted(work, residence.device.queue.onSubmittedWorkDone());
        }
        at = to;
      }
    }
  }

  private async tally(
    residence: Residence,
    chunk: Chunk,
    batches: readonly EscapeBatch[],
  ): Promise<Uint32Array> {
    const { device } = residence;
    const entries = packList(
      BATCH,
      chunk.parts.map(({ batch, first, end, place }) => ({
        place,
        count: end - first,
        sides: batches[batch].specs.length,
        stride: chunk.stride,
      })),
    );
    residence.make('batches', entries.byteLength, entries);
    const bytes = 4 * 2 * MOST_SIDES * chunk.parts.length;
    const slots = residence.make('slots', bytes);
    const pipeline = await this.engine.pipelines.tally(this.workgroupSize);
    residence.dispatch('tally', pipeline, chunk.parts.length, {
      firstParticle: 0,
      endParticle: chunk.parts.length,
      firstStep: 0,
      endStep: 0,
    });
    return new Uint32Array(await read(device, slots, bytes));
  }
}

/** Of a tile in a leg, as if no replica left early. */
function workOf({ steps, stepCost }: Tile, leg: number, end: number): number {
  return stepCost * Math.max(0, Math.min(end, steps) - leg);
}

/** Everything of a chunk that dies with its device. */
class Residence {
  private readonly buffers = new Map<keyof typeof BINDING, GPUBuffer>();
  private readonly samples = new Map<Group, GPUBuffer>();
  private readonly firsts = new Map<Group, number>();

  constructor(
    private readonly engine: GpuEngine,
    readonly device: GPUDevice,
    chunk: Chunk,
    private readonly workgroupSize: number,
  ) {
    // The stride of the rows of state is the number of places.
    const runs = packList(
      RUN,
      chunk.runs.map((spec) => ({ ...runParameters(spec), particleCount: chunk.places })),
    );
    this.make('runs', runs.byteLength, runs);
    this.make('work', layoutOf(WORK).bytes, undefined, GPUBufferUsage.UNIFORM);
    this.make('positions', 4 * chunk.rows * chunk.places);
    this.make('passages', 4 * chunk.places);
    this.makeTiles(chunk);
    for (const group of chunk.groups) this.samples.set(group, this.samplesOf(group.spec));
  }

  get passages(): GPUBuffer {
    return this.buffers.get('passages')!;
  }

  /** Number of a group's first tile. */
  firstTile(group: Group): number {
    return this.firsts.get(group)!;
  }

  /** A buffer at its binding, with data. */
  make(
    name: keyof typeof BINDING,
    bytes: number,
    data?: ArrayBufferView | ArrayBuffer,
    usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC,
  ): GPUBuffer {
    const buffer = this.device.createBuffer({
      label: `saddle.escape.${name}`,
      size: Math.max(16, bytes),
      usage: usage | GPUBufferUsage.COPY_DST,
    });
    if (data && data.byteLength > 0) this.device.queue.writeBuffer(buffer, 0, data as BufferSource);
    this.buffers.set(name, buffer);
    return buffer;
  }

  /** Submits one dispatch of so many workgroups. */
  dispatch(
    kernel: 'escape' | 'tally',
    pipeline: GPUComputePipeline,
    workgroups: number,
    work: Values<typeof WORK>,
    group?: Group,
  ): void {
    const { device, workgroupSize } = this;
    device.queue.writeBuffer(this.buffers.get('work')!, 0, pack(WORK, work));
    const most = device.limits.maxComputeWorkgroupsPerDimension;
    const [x, y] = foldedGroups(workgroups * workgroupSize, workgroupSize, most);
    const encoder = device.createCommandEncoder({ label: `saddle.${kernel}` });
    const pass = encoder.beginComputePass({ label: `saddle.${kernel}` });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, this.bindGroup(kernel, group));
    pass.dispatchWorkgroups(x, y);
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  destroy(): void {
    for (const buffer of [...this.buffers.values(), ...this.samples.values()]) buffer.destroy();
  }

  private bindGroup(kernel: KernelName, group?: Group): GPUBindGroup {
    const names: (keyof typeof BINDING)[] =
      kernel === 'escape'
        ? ['runs', 'work', 'positions', 'passages', 'samples', 'tiles']
        : ['work', 'passages', 'slots', 'batches'];
    return this.device.createBindGroup({
      label: `saddle.${kernel}`,
      layout: this.engine.pipelines.layout(kernel),
      entries: names.map((name) => ({
        binding: BINDING[name],
        resource: {
          buffer: name === 'samples' ? this.samples.get(group!)! : this.buffers.get(name)!,
        },
      })),
    });
  }

  private makeTiles({ groups }: Chunk): void {
    let count = 0;
    for (const group of groups) {
      this.firsts.set(group, count);
      count += group.tiles.length;
    }
    const tiles = packList(
      TILE,
      groups.flatMap((group) =>
        group.tiles.map(({ run, first, end, place }) => ({
          run,
          firstParticle: first,
          endParticle: end,
          place,
        })),
      ),
    );
    this.make('tiles', tiles.byteLength, tiles);
  }

  private samplesOf(spec: Spec): GPUBuffer {
    const { samples } = runParameters(spec);
    const buffer = this.device.createBuffer({
      label: 'saddle.escape.samples',
      size: Math.max(16, samples.byteLength),
      usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
    });
    if (samples.byteLength > 0) this.device.queue.writeBuffer(buffer, 0, samples as BufferSource);
    return buffer;
  }
}

async function read(device: GPUDevice, source: GPUBuffer, bytes: number): Promise<ArrayBuffer> {
  const staging = device.createBuffer({
    label: 'saddle.staging',
    size: bytes,
    usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
  });
  try {
    const encoder = device.createCommandEncoder({ label: 'saddle.read' });
    encoder.copyBufferToBuffer(source, 0, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    return staging.getMappedRange().slice(0);
  } finally {
    staging.destroy();
  }
}
