import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads';
import type { GivenSamples } from '../../spec/given-samples';
import { givenSamples } from '../../spec/given-set';
import { provideSamples } from '../../spec/known-samples';

/** Where threads that are started later find the samples of the main one. */
const PLACE = 'saddlescape samples';

type Shared = Record<string, Float64Array>;

/** Makes samples known on this thread, and on every one that it starts from now on. */
export function shareSamples(samples: GivenSamples): void {
  const pairs = new Float64Array(new SharedArrayBuffer(samples.pairs.byteLength));
  pairs.set(samples.pairs);
  const shared = getEnvironmentData(PLACE) as unknown as Shared | undefined;
  setEnvironmentData(PLACE, { ...shared, [samples.data]: pairs } as unknown as string);
  provideSamples(samples);
}

/** On a thread that was started: makes the samples of the main one known. */
export function takeSharedSamples(): void {
  const shared = getEnvironmentData(PLACE) as unknown as Shared | undefined;
  for (const [data, pairs] of Object.entries(shared ?? {}))
    provideSamples(givenSamples(data, pairs));
}
