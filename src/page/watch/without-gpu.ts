import { cpuSpeedSentence } from '../../experiment/engine-speeds';
import type { NoGpuReason } from '../../host/web/engines';
import type { Action } from '../shared/notices';

/** Why the Watch page runs on the CPU, and what to do about it. */
export function watchWithoutGpu(reason: NoGpuReason, detail: string): string {
  if (reason === 'failed')
    return `The GPU cannot be used; using the CPU. Everything else works. ${detail}`;
  if (reason === 'no-adapter')
    return 'No GPU available; using the CPU. Everything else works. On Linux see #enable-vulkan in chrome://flags, and chrome://gpu.';
  return isSecureContext
    ? 'This browser has no WebGPU; using the CPU. Everything else works. Chrome and Edge have it from version 113; on Linux see #enable-unsafe-webgpu in chrome://flags.'
    : 'WebGPU needs https or localhost, and this page came over plain http; using the CPU. Everything else works.';
}

/** Why the Watch page runs on the CPU though the browser has a software GPU, in one line. */
export function watchOnFasterCpu(times: number): string {
  return `${cpuSpeedSentence(times)}.`;
}

export function fasterCpuActions(useGpu: () => void): Action[] {
  return [
    { label: 'Use software GPU', run: useGpu },
    { label: 'Keep', run: () => {} },
  ];
}
