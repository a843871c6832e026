import type { Spec } from '../../../spec/spec';
import type { RunParameters } from '../../run-parameters';
import { MOST_REPLICAS } from '../kernels';
import { SimdKernel, type SimdKernels } from './simd-kernel';

/** One of each kind for all calls of a thread: every instance reserves a great range of addresses. */
const opened: Partial<Record<SimdKernels, Promise<SimdKernel>>> = {};

/**
 * What carries replicas `first` to `end` of a run, at most MOST_REPLICAS, to their first passage.
 * @returns Function that gives step of first passage of each, or NEVER. Shape: u32[end - first].
 */
export async function simdPassages(
  spec: Spec,
  run: RunParameters,
  kernels: SimdKernels,
): Promise<(first: number, end: number) => Uint32Array> {
  opened[kernels] ??= SimdKernel.openWhole(kernels).catch((error) => {
    delete opened[kernels];
    throw error;
  });
  const own = await opened[kernels];
  await own.loadFor(spec);
  return (first, end) => {
    // Another run may have been prepared in between.
    own.prepare(spec, run, MOST_REPLICAS, 0);
    own.escape(end - first, first, spec.time.steps);
    return own.passages(end - first).slice();
  };
}
