import type { NoGpuReason } from '../../host/web/engines';

/**
 * Why the CPU works where a GPU was asked for, on pages that are slower for it and otherwise the
 * same.
 */
export const NO_GPU: Record<NoGpuReason, string> = {
  'no-webgpu': isSecureContext
    ? 'This browser has no WebGPU; using the CPU, which is slower.'
    : 'WebGPU needs https or localhost, and this page came over plain http; using the CPU, which is slower.',
  'no-adapter': 'No GPU available; using the CPU, which is slower.',
  failed: 'The GPU cannot be used; using the CPU, which is slower.',
};
