import type { NoGpuReason } from '../shared/no-gpu';

/** Why the Watch page runs on the CPU, and what to do about it. */
export function watchWithoutGpu(reason: NoGpuReason, detail: string): string {
  if (reason === 'failed')
    return `The graphics card could not be used: it runs on the CPU, all else works. ${detail}`;
  if (reason === 'no-adapter')
    return 'No graphics card for WebGPU: it runs on the CPU, all else works. On Linux see #enable-vulkan in chrome://flags, and chrome://gpu.';
  return isSecureContext
    ? 'No WebGPU in this browser: it runs on the CPU, all else works. Take Chrome or Edge 113 or newer; on Linux see #enable-unsafe-webgpu in chrome://flags.'
    : 'WebGPU needs https or localhost, and this page came over plain http: it runs on the CPU, all else works.';
}
