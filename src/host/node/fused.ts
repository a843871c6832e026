import { setFlagsFromString } from 'node:v8';
import type { Engine } from '../../engine/engine';
import { hasRelaxedSimd, takeFusedKernels } from '../../engine/open';
import { openCpuPool } from './cpu-workers';

/**
 * The CPU engine with fused kernels on so many threads, by default as many as there are processors.
 * @throws NoAdapterError where WebAssembly does not fuse.
 */
export async function openFusedPool(threads?: number): Promise<Engine> {
  // Node 20 has relaxed SIMD behind a flag, which counts for all threads.
  if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
  await takeFusedKernels();
  return openCpuPool(threads, 'fused');
}
