import { setFlagsFromString } from 'node:v8';
import type { Engine } from '../../engine/engine';
import { hasRelaxedSimd, takeFusedKernels } from '../../engine/open';
import { openCpuPool } from './cpu-workers';

/** Asks Node 20 for relaxed SIMD, which it has behind a flag that counts for all threads. */
export function askForRelaxedSimd(): void {
  if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
}

/**
 * The CPU engine with fused kernels on so many threads, by default as many as there are processors.
 * @throws NoAdapterError where WebAssembly does not fuse.
 */
export async function openFusedPool(threads?: number): Promise<Engine> {
  askForRelaxedSimd();
  await takeFusedKernels();
  return openCpuPool(threads, 'fused');
}
