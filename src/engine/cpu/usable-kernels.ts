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
