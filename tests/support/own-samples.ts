import seedrandom from 'seedrandom';
import { dataName } from '../../src/experiment/samples/data-name';
import type { GivenSamples } from '../../src/spec/given-samples';
import { givenSamples } from '../../src/spec/given-set';
import { provideSamples } from '../../src/spec/known-samples';

/** Pairs of a skewed law, made known to this thread: exponential xi, eta that follows it in part. */
export function ownSamples(count: number, seed = 'own'): GivenSamples {
  const random = seedrandom(seed);
  const pairs = new Float64Array(2 * count);
  for (let j = 0; j < count; j++) {
    pairs[2 * j] = 2 - 1.5 * Math.log(1 - random());
    pairs[2 * j + 1] = 0.4 * pairs[2 * j] + random() - 0.7;
  }
  const samples = givenSamples(dataName(pairs), pairs);
  provideSamples(samples);
  return samples;
}
