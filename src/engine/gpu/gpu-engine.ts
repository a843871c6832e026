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
import { DEFAULT_TUNING } from '../engine';
import { EngineLimitError } from '../errors';
import { rowCount } from '../run-parameters';
import { loadStoredSets } from '../stored-sets';
import { GpuDensityView } from './draw-density';
import { GpuEnsemble } from './gpu-ensemble';
import { LivingDevice, type LivingDeviceOptions } from './living-device';

/** What an engine does before its adapter is probed, of which some are known: docs/benchmarks.md. */
export function firstTuning(adapter: string): Tuning {
  return {
    ...DEFAULT_TUNING,
    shift: /swiftshader/i.test(adapter) ? 'by-float' : 'native',
    lanes: /llvmpipe/i.test(adapter) ? 2 : 1,
  };
}

export class GpuEngine implements Engine {
  /**
   * Of work that is not told another; `probeTuning` of experiment/bench finds a better one.
   */
  tuning: Tuning;

  constructor(
    private readonly gpu: GPU,
    private readonly living: LivingDevice,
  ) {
    this.tuning = firstTuning(living.adapter);
  }

  get identity(): EngineIdentity {
    return {
      kind: 'gpu',
      adapter: this.living.adapter,
      fallback: this.living.fallback,
      version: VERSION,
    };
  }

  get device(): GPUDevice {
    return this.living.device;
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
    await loadStoredSets([spec]);
    const ensemble = new GpuEnsemble(this.living, spec, options, this.tuning);
    await ensemble.ready();
    return ensemble;
  }

  async countEscapes(
    batches: readonly EscapeBatch[],
    options: EscapeOptions = {},
  ): Promise<EscapeTally[]> {
    // Loaded for maps only.
    const { GpuEscapes } = await import('./gpu-escapes');
    await loadStoredSets(batches.flatMap(({ specs }) => specs));
    return new GpuEscapes(this.living, this.forEscapes(options)).count(batches);
  }

  async escapeSteps(
    spec: Spec,
    first: number,
    end: number,
    options: EscapeOptions = {},
  ): Promise<Uint32Array> {
    const { GpuEscapes } = await import('./gpu-escapes');
    await loadStoredSets([spec]);
    return new GpuEscapes(this.living, this.forEscapes(options)).steps(spec, first, end);
  }

  private forEscapes(options: EscapeOptions): EscapeOptions {
    return { shift: this.tuning.shift, ...options };
  }

  createDensityView(canvas: OffscreenCanvas): DensityView {
    return new GpuDensityView(this.living, this.gpu.getPreferredCanvasFormat(), canvas);
  }

  destroy(): void {
    this.living.destroy();
  }

  /** Takes the device away as a driver reset would, for tests of the recovery. */
  loseDevice(): void {
    this.device.destroy();
  }
}

/**
 * Opens the GPU engine.
 * @param gpu  `navigator.gpu`, or Dawn's in Node.
 * @throws NoAdapterError when the platform has no adapter.
 */
export async function createGpuEngine(
  gpu: GPU,
  options: LivingDeviceOptions = {},
): Promise<GpuEngine> {
  return new GpuEngine(gpu, await LivingDevice.open(gpu, options));
}
