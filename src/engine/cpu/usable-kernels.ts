import type { Spec } from '../../spec/spec';
import type { UsualKernels } from './kernels';

/**
 * The kernels that this thread can run of those that are wanted: the float64 twin where no
 * WebAssembly with SIMD is available.
 */
export async function usableKernels(wanted: UsualKernels): Promise<UsualKernels> {
  if (wanted === 'float64') return wanted;
  const { compiles } = await import('./simd/simd');
  return (await compiles()) ? wanted : 'float64';
}

/** The kernels that the CPU engine takes for specs at its fastest: the twin where one of them needs it. */
export async function fastestKernels(specs: readonly Spec[]): Promise<UsualKernels> {
  const { hasSimdKernel } = await import('./simd/simd');
  const usable = await usableKernels('fastest');
  return specs.every((spec) => hasSimdKernel(spec, 'sfc32')) ? usable : 'float64';
}
