import type { Spec } from '../../spec/spec';
import type { EscapeBatch, EscapeOptions, EscapeTally, GeneratorName } from '../engine';
import { type RunParameters, runParameters } from '../run-parameters';
import { loadStoredSets } from '../stored-sets';
import { firstPassages } from './escape';
import { buildKernel } from './kernel';
import { type CpuKernels, MOST_REPLICAS } from './kernels';
import { inSlices, yieldToEvents } from './slices';
import { tally } from './tally';

/** Particle-steps of the first slice. */
const FIRST_SLICE = 100_000;
const MILLISECONDS = 50;

/**
 * First passages of replicas `first` to `end`, step or NEVER, in slices. Shape: u32[end - first].
 */
export async function passagesOf(
  spec: Spec,
  first: number,
  end: number,
  { generator = 'sfc32', submitMilliseconds = MILLISECONDS }: EscapeOptions,
  kernels: CpuKernels,
): Promise<Uint32Array> {
  await loadStoredSets([spec]);
  const run = runParameters(spec);
  const { steps } = spec.time;
  const passages = new Uint32Array(end - first);
  const carry = await carrier(spec, run, generator, kernels);
  await inSlices(
    end - first,
    FIRST_SLICE / steps / run.coordinateCount,
    submitMilliseconds,
    (from, to) => passages.set(carry(first + from, first + to), from),
    MOST_REPLICAS,
  );
  return passages;
}

/**
 * What gives the first passages of replicas; of the kernels that were asked for, the one that can
 * do the spec.
 */
async function carrier(
  spec: Spec,
  run: RunParameters,
  generator: GeneratorName,
  kernels: CpuKernels,
): Promise<(first: number, end: number) => Uint32Array> {
  if (kernels !== 'float64') {
    const { hasSimdKernel, simdPassages } = await import('./simd/simd');
    if (hasSimdKernel(spec, generator)) return simdPassages(spec, run, kernels);
  }
  const kernel = buildKernel(spec, run, generator);
  return (first, end) => firstPassages(run, kernel, first, end, spec.time.steps);
}

/** Tallies of batches on the calling thread, which answers messages in between. */
export async function countOnThread(
  batches: readonly EscapeBatch[],
  options: EscapeOptions,
  kernels: CpuKernels,
): Promise<EscapeTally[]> {
  const tallies: EscapeTally[] = [];
  let last = performance.now();
  for (const { specs, first, end } of batches) {
    const passages: Uint32Array[] = [];
    for (const spec of specs) passages.push(await passagesOf(spec, first, end, options, kernels));
    tallies.push(tally(passages));
    if (performance.now() - last < (options.submitMilliseconds ?? MILLISECONDS)) continue;
    await yieldToEvents();
    last = performance.now();
  }
  return tallies;
}
