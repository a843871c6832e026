import type { Spec } from '../../spec/spec';
import type { CpuKernels } from './kernels';

/**
 * The kernels that this thread can run of those that are wanted: the float64 twin where no
 * WebAssembly with SIMD is available.
 */
export async function usableKernels(wanted: CpuKernels): Promise<CpuKernels> {
  if (wanted === 'float64') return wanted;
  const { compiles } = await import('./simd/simd');
  return (await compiles()) ? wanted : 'float64';
}

/** The kernels that the CPU engine takes for specs at its fastest: the twin where one of them needs it. */
export async function fastestKernels(specs: readonly Spec[]): Promise<CpuKernels> {
  const { hasSimdKernel } = await import('./simd/simd');
  const usable = await usableKernels('fastest');
  return specs.every((spec) => hasSimdKernel(spec, 'sfc32')) ? usable : 'float64';
}
