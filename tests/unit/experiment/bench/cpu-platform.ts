import { createCpuEngine } from '../../../../src/engine/cpu/cpu-engine';
import { NoAdapterError } from '../../../../src/engine/errors';
import type { BenchPlatform } from '../../../../src/experiment/bench/platform';

export const noAdapter = () => Promise.reject(new NoAdapterError('none here'));

/** A machine of two threads without a GPU, which keeps nothing. */
export function cpuPlatform(change: Partial<BenchPlatform> = {}): BenchPlatform {
  return {
    openGpu: noAdapter,
    tuningOf: async () => null,
    keepTuning: async () => {},
    // Nothing here depends on which kernels they are.
    openCpu: () => createCpuEngine('fastest'),
    reference: createCpuEngine(),
    threads: 2,
    environment: {
      browser: null,
      node: '20',
      os: 'here',
      cores: 2,
      timerResolutionMilliseconds: 1e-3,
      date: 'today',
    },
    tabVisible: () => null,
    ...change,
  };
}
