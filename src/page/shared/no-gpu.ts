/** Why there is no GPU engine. */
export type NoGpuReason = 'no-webgpu' | 'no-adapter' | 'failed';

/**
 * Why the CPU works where a GPU was asked for, on pages that are slower for it and otherwise the
 * same.
 */
export const NO_GPU: Record<NoGpuReason, string> = {
  'no-webgpu': isSecureContext
    ? 'This browser has no WebGPU: the CPU does the work, more slowly.'
    : 'WebGPU needs https or localhost, and this page came over plain http: the CPU does the work, more slowly.',
  'no-adapter': 'There is no graphics card for WebGPU: the CPU does the work, more slowly.',
  failed: 'The graphics card could not be used: the CPU does the work, more slowly.',
};
