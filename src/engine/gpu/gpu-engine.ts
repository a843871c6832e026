import { dimensionOf, type Spec } from '../../spec/spec';
import { VERSION } from '../../version';
import type {
  DensityView,
  Engine,
  EngineIdentity,
  Ensemble,
  EnsembleOptions,
  EscapeBatch,
  EscapeOptions,
  EscapeTally,
  Tuning,
} from '../engine';
import { DEFAULT_TUNING, DeviceLostError, EngineLimitError } from '../engine';
import { rowCount } from '../run-parameters';
import { BufferPool } from './buffer-pool';
import { type DeviceHandle, requestDevice } from './device';
import { GpuDensityView } from './draw-density';
import { GpuEnsemble } from './gpu-ensemble';
import { Pipelines } from './pipelines';

export interface GpuEngineOptions {
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

export class GpuEngine implements Engine {
  private destroyed = false;
  private losses = 0;
  private recovery: Promise<void> | null = null;
  pipelines: Pipelines;
  /** Spare buffers of the present device. */
  buffers: BufferPool;
  /**
   * Of populations that are not told another; `probeTuning` of experiment/bench finds a better one.
   */
  tuning: Tuning = DEFAULT_TUNING;

  private constructor(
    private readonly gpu: GPU,
    private readonly options: GpuEngineOptions,
    private handle: DeviceHandle,
  ) {
    this.pipelines = new Pipelines(handle.device, options.shaders);
    this.buffers = new BufferPool(handle.device);
  }

  static async open(gpu: GPU, options: GpuEngineOptions): Promise<GpuEngine> {
    return new GpuEngine(gpu, options, await requestDevice(gpu));
  }

  get identity(): EngineIdentity {
    return {
      kind: 'gpu',
      adapter: this.handle.adapter,
      fallback: this.handle.fallback,
      version: VERSION,
    };
  }

  get device(): GPUDevice {
    return this.handle.device;
  }

  get lost(): boolean {
    return this.handle.lost !== null;
  }

  largestEnsemble(rows: number): number {
    const { maxStorageBufferBindingSize, maxBufferSize } = this.device.limits;
    return Math.floor(Math.min(maxStorageBufferBindingSize, maxBufferSize) / (4 * rows));
  }

  async create(spec: Spec, options: EnsembleOptions = {}): Promise<Ensemble> {
    const { particles } = spec.ensemble;
    const coordinates = dimensionOf(spec);
    const most = this.largestEnsemble(rowCount(spec));
    if (particles > most)
      throw new EngineLimitError(
        `ensemble.particles: ${particles} particles of ${coordinates} coordinate${coordinates > 1 ? 's' : ''} do not fit one buffer of this device; give at most ${most}.`,
      );
    const ensemble = new GpuEnsemble(this, spec, options);
    await ensemble.ready();
    return ensemble;
  }

  async countEscapes(
    batches: readonly EscapeBatch[],
    options: EscapeOptions = {},
  ): Promise<EscapeTally[]> {
    // Loaded for maps only.
    const { GpuEscapes } = await import('./gpu-escapes');
    return new GpuEscapes(this, options).count(batches);
  }

  async escapeSteps(
    spec: Spec,
    first: number,
    end: number,
    options: EscapeOptions = {},
  ): Promise<Uint32Array> {
    const { GpuEscapes } = await import('./gpu-escapes');
    return new GpuEscapes(this, options).steps(spec, first, end);
  }

  createDensityView(canvas: OffscreenCanvas): DensityView {
    return new GpuDensityView(this, this.gpu.getPreferredCanvasFormat(), canvas);
  }

  destroy(): void {
    this.destroyed = true;
    this.device.destroy();
  }

  /** Takes the device away as a driver reset would, for tests of the recovery. */
  loseDevice(): void {
    this.device.destroy();
  }

  /**
   * Makes sure of a living device; after a loss asks for a new one.
   * @throws DeviceLostError after three losses in a row, when no new device is given or one of
   * another adapter, which rounds in its own way, or when the engine was destroyed.
   */
  async alive(): Promise<GPUDevice> {
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
  async lostAfter(): Promise<boolean> {
    const notice = new Promise((resolve) => setTimeout(resolve, NOTICE_MILLISECONDS));
    if (!this.lost) await Promise.race([this.device.lost, notice]);
    return this.lost;
  }

  /** Work was finished on the present device: earlier losses are forgiven. */
  finished(): void {
    this.losses = 0;
  }

  /** @throws Error with the first GPU error that no call reported. */
  throwUncaptured(): void {
    const { error } = this.handle;
    if (!error) return;
    this.handle.error = null;
    throw new Error(`The graphics device reported: ${error.message}`);
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
        `The graphics device was lost (${reason}) and no new one is given: ${String(error)}`,
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

/**
 * Opens the GPU engine.
 * @param gpu  `navigator.gpu`, or Dawn's in Node.
 * @throws NoAdapterError when no adapter is given.
 */
export async function createGpuEngine(
  gpu: GPU,
  options: GpuEngineOptions = {},
): Promise<GpuEngine> {
  return GpuEngine.open(gpu, options);
}
