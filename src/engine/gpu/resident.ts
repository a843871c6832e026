import { EngineLimitError } from '../errors';
import type { BufferPool } from './buffer-pool';
import { foldedGroups } from './dispatch';
import type { LivingDevice } from './living-device';
import { BINDING, type BindingName, bindingsOf, type KernelName } from './pipelines';

/** A buffer that is wanted on the device. */
export interface Wanted {
  /** Left out: as many as `data` has. */
  bytes?: number;
  data?: ArrayBuffer | ArrayBufferView;
  uniform?: boolean;
  /** Whether kernels read it before they write it. */
  zeroed?: boolean;
}

/** Named buffers on one device, which die with it, and the dispatches that use them. */
export class Resident<Name extends string> {
  private released = false;

  private constructor(
    private readonly living: LivingDevice,
    readonly device: GPUDevice,
    private readonly pool: BufferPool,
    private readonly buffers: Readonly<Record<Name, GPUBuffer>>,
  ) {}

  /**
   * Takes spare buffers or makes new ones, and writes their data.
   * @param refusal  What is said where the device has no memory for them.
   * @throws EngineLimitError with the refusal.
   */
  static async make<Name extends string>(
    living: LivingDevice,
    device: GPUDevice,
    wanted: Readonly<Record<Name, Wanted>>,
    refusal: string,
  ): Promise<Resident<Name>> {
    const pool = living.buffers;
    const list = Object.entries<Wanted>(wanted).map(([name, one]) => ({
      ...one,
      name,
      size: sizeOf(one),
      usage: usageOf(one),
    }));
    const found = list.map(({ size, usage }) => pool.take(size, usage));
    const complete = async (): Promise<GPUBuffer[] | null> => {
      if (!found.includes(null)) return found as GPUBuffer[];
      device.pushErrorScope('out-of-memory');
      const all = list.map(
        ({ name, size, usage }, k) =>
          found[k] ?? device.createBuffer({ label: `saddle.${name}`, size, usage }),
      );
      if ((await device.popErrorScope()) === null) return all;
      for (const [k, buffer] of all.entries()) if (found[k] === null) buffer.destroy();
      pool.clear();
      return null;
    };
    // What is kept for later may be what is missing now.
    const buffers = (await complete()) ?? (await complete());
    if (!buffers) {
      for (const buffer of found) buffer?.destroy();
      throw new EngineLimitError(refusal);
    }
    const zeroed = found.filter((buffer, k) => buffer !== null && list[k].zeroed);
    if (zeroed.length > 0) {
      const encoder = device.createCommandEncoder({ label: 'saddle.zero' });
      for (const buffer of zeroed) encoder.clearBuffer(buffer!);
      device.queue.submit([encoder.finish()]);
    }
    const named = list.map(({ name }, k) => [name, buffers[k]]);
    const resident = new Resident<Name>(living, device, pool, Object.fromEntries(named));
    for (const { name, data } of list) if (data) resident.write(name as Name, data);
    return resident;
  }

  buffer(name: Name): GPUBuffer {
    return this.buffers[name];
  }

  /** Writes data from the beginning of a buffer; no data is no call, which WebGPU may refuse. */
  write(name: Name, data: ArrayBuffer | ArrayBufferView, offset = 0): void {
    this.mustLive();
    if (data.byteLength > 0)
      this.device.queue.writeBuffer(this.buffers[name], offset, data as BufferSource);
  }

  /** The buffers that a kernel binds, by their names there; `others` are of other names here. */
  group(kernel: KernelName, others: Partial<Record<BindingName, GPUBuffer>> = {}): GPUBindGroup {
    const own: Partial<Record<string, GPUBuffer>> = this.buffers;
    return this.device.createBindGroup({
      label: `saddle.${kernel}`,
      layout: this.living.pipelines.layout(kernel),
      entries: bindingsOf(kernel).map((name) => {
        const buffer = others[name] ?? own[name];
        if (!buffer) throw new Error(`The kernel ${kernel} binds ${name}, which is not there.`);
        return { binding: BINDING[name], resource: { buffer } };
      }),
    });
  }

  /** Submits one dispatch of a kernel. */
  dispatch(
    kernel: KernelName,
    pipeline: GPUComputePipeline,
    group: GPUBindGroup,
    threads: number,
    workgroupSize: number,
    cleared?: Name,
  ): void {
    this.mustLive();
    const { device } = this;
    const most = device.limits.maxComputeWorkgroupsPerDimension;
    const encoder = device.createCommandEncoder({ label: `saddle.${kernel}` });
    if (cleared !== undefined) encoder.clearBuffer(this.buffers[cleared]);
    const pass = encoder.beginComputePass({ label: `saddle.${kernel}` });
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, group);
    pass.dispatchWorkgroups(...foldedGroups(threads, workgroupSize, most));
    pass.end();
    device.queue.submit([encoder.finish()]);
  }

  async read(name: Name, bytes: number, offset = 0): Promise<ArrayBuffer> {
    this.mustLive();
    if (bytes === 0) return new ArrayBuffer(0);
    const { device, pool } = this;
    const usage = GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST;
    const staging = pool.takeOrCreate('saddle.staging', bytes, usage);
    try {
      const encoder = device.createCommandEncoder({ label: 'saddle.read' });
      encoder.copyBufferToBuffer(this.buffers[name], offset, staging, 0, bytes);
      device.queue.submit([encoder.finish()]);
      await staging.mapAsync(GPUMapMode.READ);
      const data = staging.getMappedRange().slice(0);
      staging.unmap();
      pool.giveBack(staging);
      return data;
    } catch (error) {
      staging.destroy();
      throw error;
    }
  }

  /** Gives the buffers back for others. */
  release(): void {
    if (this.released) return;
    this.released = true;
    for (const buffer of Object.values<GPUBuffer>(this.buffers)) this.pool.giveBack(buffer);
  }

  /** Its buffers may be somebody else's already. */
  private mustLive(): void {
    if (this.released) throw new Error('These buffers were given back.');
  }
}

/** Bindings of nothing are not allowed, nor are those smaller than a vec4. */
function sizeOf({ bytes, data }: Wanted): number {
  return Math.max(16, bytes ?? data?.byteLength ?? 0);
}

function usageOf({ uniform }: Wanted): GPUBufferUsageFlags {
  const { UNIFORM, STORAGE, COPY_SRC, COPY_DST } = GPUBufferUsage;
  return uniform ? UNIFORM | COPY_DST : STORAGE | COPY_SRC | COPY_DST;
}
