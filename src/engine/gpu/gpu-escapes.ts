import { isListed, type Spec } from '../../spec/spec';
import { MOST_SIDES } from '../../spec/sweep';
import { NEVER } from '../constants';
import type { EscapeBatch, EscapeOptions, EscapeTally, GeneratorName, Shift } from '../engine';
import { DEFAULT_TUNING } from '../engine';
import { BATCH, layoutOf, pack, packList, RUN, TILE, WORK } from '../layout';
import { runParameters } from '../run-parameters';
import { scaleRows } from '../scales';
import { type Chunk, type Group, planChunks, type Tile } from './escape-plan';
import { gpuRun } from './gpu-run';
import type { LivingDevice } from './living-device';
import { Pacer } from './pacer';
import { escapeFiles } from './region-files';
import { Resident, type Wanted } from './resident';

const TALLY_FILES = ['layout', 'tiles', 'spec', 'run/many', 'tally'];

/**
 * First passages of replicas in float32 on the device. Replicas have no state that must outlive a
 * call, so a chunk that was on a device that is lost is done again on a new one: the same integers.
 */
export class GpuEscapes {
  private readonly workgroupSize: number;
  private readonly generator: GeneratorName;
  private readonly shift: Shift;
  private readonly submitWork: number;
  private readonly pacer: Pacer;

  constructor(
    private readonly living: LivingDevice,
    {
      generator = 'sfc32',
      workgroupSize = DEFAULT_TUNING.workgroupSize,
      shift = DEFAULT_TUNING.shift,
      submitWork = 2 ** 20,
      submitMilliseconds = 50,
    }: EscapeOptions,
  ) {
    this.generator = generator;
    this.shift = shift;
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
      const counted = await this.onDevice(chunk, batches, (resident) =>
        this.tally(resident, chunk.parts.length),
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
    const batches = [{ specs: [spec], first, end }];
    for (const chunk of planChunks(batches, this.workgroupSize, this.generator)) {
      const passages = await this.onDevice(
        chunk,
        batches,
        async (resident) => new Uint32Array(await resident.read('passages', 4 * chunk.places)),
      );
      for (const part of chunk.parts)
        steps.set(
          passages.subarray(part.place, part.place + part.end - part.first),
          part.first - first,
        );
    }
    return steps.map((step) => (step === NEVER ? 0 : step));
  }

  /** Does a chunk and then takes something from it. */
  private async onDevice<T>(
    chunk: Chunk,
    batches: readonly EscapeBatch[],
    take: (resident: Resident<string>) => Promise<T>,
  ): Promise<T> {
    const value = await this.living.run(async (device) => {
      const resident = await this.putOn(device, chunk, batches);
      try {
        this.pacer.forget();
        let first = 0;
        for (const [k, group] of chunk.groups.entries()) {
          await this.carry(resident, group, first, `samples ${k}`);
          first += group.tiles.length;
        }
        const value = await take(resident);
        await this.pacer.idle();
        return value;
      } finally {
        resident.release();
      }
    });
    this.living.finished();
    return value;
  }

  /** Makes the buffers of a chunk, those of its tally included. */
  private putOn(
    device: GPUDevice,
    chunk: Chunk,
    batches: readonly EscapeBatch[],
  ): Promise<Resident<string>> {
    const tiles = chunk.groups.flatMap((group) =>
      group.tiles.map(({ run, first, end, place }) => ({
        run,
        firstParticle: first,
        endParticle: end,
        place,
      })),
    );
    const counted = chunk.parts.map(({ batch, first, end, place }) => ({
      place,
      count: end - first,
      sides: batches[batch].specs.length,
      stride: chunk.stride,
    }));
    // The stride of the rows of state is the number of places.
    const runs = chunk.runs.map((spec) => ({
      ...gpuRun(spec),
      particleCount: chunk.places,
    }));
    const wanted: Record<string, Wanted> = {
      runs: { data: packList(RUN, runs) },
      work: { bytes: layoutOf(WORK).bytes, uniform: true },
      positions: { bytes: 4 * chunk.rows * chunk.places },
      passages: { bytes: 4 * chunk.places },
      tiles: { data: packList(TILE, tiles) },
      batches: { data: packList(BATCH, counted) },
      slots: { bytes: 4 * 2 * MOST_SIDES * counted.length },
    };
    for (const [k, { spec }] of chunk.groups.entries())
      wanted[`samples ${k}`] = {
        data: isListed(spec) ? scaleRows(chunk.runs) : runParameters(spec).samples,
      };
    return Resident.make(
      this.living,
      device,
      wanted,
      `This device has no memory for ${chunk.places} replicas at a time.`,
    );
  }

  /**
   * All tiles of a group from start to end, leg by leg, as many at a time as the pace allows.
   * @param first  Number of the group's first tile.
   * @param samples  Name of the buffer of its data set.
   */
  private async carry(
    resident: Resident<string>,
    group: Group,
    first: number,
    samples: string,
  ): Promise<void> {
    const { workgroupSize } = this;
    const files = escapeFiles(group.spec, this.generator, this.shift);
    const pipeline = await this.living.pipelines.compute('escape', files, 'escape', {
      workgroup_size: workgroupSize,
    });
    const { tiles } = group;
    const bound = resident.group('escape', { samples: resident.buffer(samples) });
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
          const range = { firstParticle: first + at, endParticle: first + to };
          resident.write('work', pack(WORK, { ...range, firstStep: leg, endStep: end }));
          const threads = (to - at) * workgroupSize;
          resident.dispatch('escape', pipeline, bound, threads, workgroupSize);
          await this.pacer.submitted(work, resident.device.queue.onSubmittedWorkDone());
        }
        at = to;
      }
    }
  }

  private async tally(resident: Resident<string>, parts: number): Promise<Uint32Array> {
    const { workgroupSize } = this;
    const pipeline = await this.living.pipelines.compute('tally', TALLY_FILES, 'tally', {
      workgroup_size: workgroupSize,
    });
    resident.write(
      'work',
      pack(WORK, { firstParticle: 0, endParticle: parts, firstStep: 0, endStep: 0 }),
    );
    const group = resident.group('tally');
    resident.dispatch('tally', pipeline, group, parts * workgroupSize, workgroupSize);
    return new Uint32Array(await resident.read('slots', 4 * 2 * MOST_SIDES * parts));
  }
}

/** Of a tile in a leg, as if no replica left early. */
function workOf({ steps, stepCost }: Tile, leg: number, end: number): number {
  return stepCost * Math.max(0, Math.min(end, steps) - leg);
}
