/**
 * The only door to an engine: what is outside of this folder imports values from here, and types
 * from where they are. Graphics come with the call that opens them.
 */
import type { GpuEngine } from './gpu/gpu-engine';
import type { LivingDeviceOptions } from './gpu/living-device';

export { BLOCK_STEPS, STREAM_VERSION } from './constants';
export { createCpuEngine } from './cpu/cpu-engine';
export { createCpuPool } from './cpu/cpu-pool';
export { hasRelaxedSimd, serveEveryJob, takeFusedKernels } from './cpu/fused-kernels';
export { CPU_ADAPTERS } from './cpu/kernels';
export { serveJob } from './cpu/pool-jobs';
export { fastestKernels, usableKernels } from './cpu/usable-kernels';
export { DEFAULT_TUNING } from './engine';
export {
  DeviceLostError,
  EngineLimitError,
  LOST_PART,
  messageOf,
  NoAdapterError,
} from './errors';
export { isSoftware } from './gpu/device';
export { quantileRank } from './quantile-rank';
export { readTuning } from './read-tuning';
export { rowCount } from './run-parameters';
export { engineName, isSameEngine, OtherEngineError } from './same-engine';
export { wholeBlocks } from './whole-blocks';

export type GpuOpening = Omit<LivingDeviceOptions, 'shaders'>;

/**
 * Opens the GPU engine.
 * @param gpu  `navigator.gpu`, or Dawn's in Node.
 * @throws NoAdapterError when the platform has no adapter.
 */
export async function openGpuEngine(gpu: GPU, options: GpuOpening = {}): Promise<GpuEngine> {
  const { createGpuEngine } = await import('./gpu/gpu-engine');
  return createGpuEngine(gpu, options);
}

/** The same with generator and normals alone, without steps: for the benchmark. */
export async function openRoofline(gpu: GPU, options: GpuOpening = {}): Promise<GpuEngine> {
  const { createRoofline } = await import('./gpu/roofline');
  return createRoofline(gpu, options);
}
