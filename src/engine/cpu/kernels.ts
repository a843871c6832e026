/**
 * Which kernels the CPU engine takes. float64: the twin of the shaders, on which all proofs rest.
 * fastest: WebAssembly with SIMD in float32 where it can do the spec, the twin elsewhere. fused: the
 * same with products and sums rounded once, for those who ask for it: fused-kernels.ts.
 */
export type CpuKernels = 'float64' | 'fastest' | 'fused';

/** Those that are taken without being asked for. */
export type UsualKernels = Exclude<CpuKernels, 'fused'>;

/** What an engine of them calls itself, as its adapter. */
export const CPU_ADAPTERS: Record<CpuKernels, string> = {
  float64: 'CPU, float64',
  fastest: 'CPU, SIMD in float32 where it can, else float64',
  fused: 'CPU, fused SIMD in float32 where it can, else float64',
};

/** Replicas that are carried in one call at most. */
export const MOST_REPLICAS = 2 ** 14;
