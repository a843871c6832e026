import { DeviceLostError } from '../errors';
import { BufferPool } from './buffer-pool';
import { type DeviceHandle, requestDevice } from './device';
import { Pipelines } from './pipelines';

export interface LivingDeviceOptions {
  /** Told when the device was lost and work goes on on a new one, replayed to where it was. */
  onRecovered?: (reason: string) => void;
  /** Other shaders than the product's, by path: for tests that plant faults. */
  shaders?: Readonly<Record<string, string>>;
}

/**
 * Losses in a row, with no finished work between them, after which we stop asking for new devices.
 */
const MOST_LOSSES = 3;
/** Time we give the notice of a loss to arrive after a failure that may be its first sign. */
const NOTICE_MILLISECONDS = 500;

/** A device with its pipelines and spare buffers; a new one of the same adapter after a loss. */
export class LivingDevice {
  private destroyed = false;
  private losses = 0;
  private recovery: Promise<void> | null = null;
  pipelines: Pipelines;
  /** Spare buffers of the present device. */
  buffers: BufferPool;

  private constructor(
    private readonly gpu: GPU,
    private readonly options: LivingDeviceOptions,
    private handle: DeviceHandle,
  ) {
    this.pipelines = new Pipelines(handle.device, options.shaders);
    this.buffers = new BufferPool(handle.device);
  }

  /** @throws NoAdapterError when the platform has no adapter. */
  static async open(gpu: GPU, options: LivingDeviceOptions): Promise<LivingDevice> {
    return new LivingDevice(gpu, options, await requestDevice(gpu));
  }

  get device(): GPUDevice {
    return this.handle.device;
  }

  get adapter(): string {
    return this.handle.adapter;
  }

  /** Whether the adapter computes on the CPU. */
  get fallback(): boolean {
    return this.handle.fallback;
  }

  get lost(): boolean {
    return this.handle.lost !== null;
  }

  destroy(): void {
    this.destroyed = true;
    this.device.destroy();
  }

  /**
   * Makes sure of a living device; after a loss asks for a new one.
   * @throws DeviceLostError after three losses in a row, when the platform has no new device or one
   * of another adapter, which rounds in its own way, or when the engine was destroyed.
   */
  private async alive(): Promise<GPUDevice> {
    if (this.destroyed) throw destroyed();
    if (this.lost) {
      this.recovery ??= this.recover().finally(() => {
        this.recovery = null;
      });
      await this.recovery;
    }
    return this.device;
  }

  /**
   * Whether a failure just seen came from a loss of the device, whose notice may still be on its
   * way.
   */
  private async lostAfter(): Promise<boolean> {
    const notice = new Promise((resolve) => setTimeout(resolve, NOTICE_MILLISECONDS));
    if (!this.lost) await Promise.race([this.device.lost, notice]);
    return this.lost;
  }

  /** Called when work was finished on the present device: earlier losses no longer count. */
  finished(): void {
    this.losses = 0;
  }

  /** @throws Error with the first GPU error that no call reported. */
  private throwUncaptured(): void {
    const { error } = this.handle;
    if (!error) return;
    this.handle.error = null;
    throw new Error(`The graphics device reported: ${error.message}`);
  }

  /**
   * Runs work that can be repeated on a living device, again after each loss.
   * @param work  Called with the device; objects that it made on another device are lost.
   */
  async run<T>(work: (device: GPUDevice) => Promise<T>): Promise<T> {
    for (;;) {
      const device = await this.alive();
      try {
        const value = await work(device);
        if (!this.lost) {
          this.throwUncaptured();
          return value;
        }
      } catch (error) {
        // A loss shows as all sorts of failures.
        if (error instanceof DeviceLostError || !(await this.lostAfter())) throw error;
      }
    }
  }

  private async recover(): Promise<void> {
    const reason = this.handle.lost ?? 'unknown';
    this.losses++;
    if (this.losses > MOST_LOSSES)
      throw new DeviceLostError(
        `The graphics device was lost ${this.losses} times; the last time: ${reason}`,
      );
    let next: DeviceHandle;
    try {
      next = await requestDevice(this.gpu);
    } catch (error) {
      throw new DeviceLostError(
        `The graphics device was lost (${reason}), and the browser gives no new one: ${String(error)}`,
      );
    }
    const { adapter } = this.handle;
    if (this.destroyed || next.adapter !== adapter) next.device.destroy();
    if (this.destroyed) throw destroyed();
    if (next.adapter !== adapter)
      throw new DeviceLostError(
        `The graphics device (${adapter}) was lost (${reason}) and another one is given (${next.adapter}), which counts other integers`,
      );
    this.handle = next;
    this.pipelines = new Pipelines(this.device, this.options.shaders);
    this.buffers = new BufferPool(this.device);
    this.options.onRecovered?.(reason);
  }
}

function destroyed(): DeviceLostError {
  return new DeviceLostError('The engine was destroyed.');
}
