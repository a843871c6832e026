import type { Spec } from '../../spec/spec';
import type { EscapeBatch, EscapeOptions, EscapeTally } from '../engine';
import { runParameters } from '../run-parameters';
import { breathe, inSlices } from './breathe';
import { firstPassages } from './escape';
import { buildKernel } from './kernel';
import { tally } from './tally';

/** Particle-steps of the first slice. */
const FIRST_SLICE = 100_000;
const MILLISECONDS = 50;

/** First passages of replicas `first` to `end`, step or NEVER, in slices. Shape: u32[end - first]. */
export async function passagesOf(
  spec: Spec,
  first: number,
  end: number,
  { generator = 'sfc32', submitMilliseconds = MILLISECONDS }: EscapeOptions,
): Promise<Uint32Array> {
  const run = runParameters(spec);
  const kernel = buildKernel(spec, run, generator);
  const { steps } = spec.time;
  const passages = new Uint32Array(end - first);
  await inSlices(end - first, FIRST_SLICE / steps / run.coordinateCount, submitMilliseconds, (from, to) =>
    passages.set(firstPassages(run, kernel, first + from, first + to, steps), from),
  );
  return passages;
}

/** Tallies of batches on the calling thread, which answers messages in between. */
export async function countOnThread(
  batches: readonly EscapeBatch[],
  options: EscapeOptions,
): Promise<EscapeTally[]> {
  const tallies: EscapeTally[] = [];
  let last = performance.now();
  for (const { specs, first, end } of batches) {
    const passages: Uint32Array[] = [];
    for (const spec of specs) passages.push(await passagesOf(spec, first, end, options));
    tallies.push(tally(passages));
    if (performance.now() - last < (options.submitMilliseconds ?? MILLISECONDS)) continue;
    await breathe();
    last = performance.now();
  }
  return tallies;
}
