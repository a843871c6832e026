import { givenSamples } from './given-set';
import { hasSamples, MissingSamplesError, provideSamples } from './known-samples';
import { pairsFromSource } from './samples-source';

/**
 * Makes samples known on this thread that are kept elsewhere.
 * @throws MissingSamplesError where they are not kept.
 */
export async function loadSamples(names: readonly string[]): Promise<void> {
  for (const data of new Set(names)) {
    if (hasSamples(data)) continue;
    const pairs = await pairsFromSource(data);
    if (!pairs) throw new MissingSamplesError(data);
    provideSamples(givenSamples(data, pairs));
  }
}
