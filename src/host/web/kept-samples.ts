import type { GivenSamples } from '../../spec/given-samples';
import { givenSamples } from '../../spec/given-set';
import { hasSamples, provideSamples } from '../../spec/known-samples';
import { Database } from './database';

/** Pairs by their name: the page keeps them, and its workers and later visits find them. */
const database = new Database<Float64Array>('saddlescape-samples', 'pairs');

/** null where they are not kept, and where the browser keeps nothing. */
export async function keptPairs(data: string): Promise<Float64Array | null> {
  return (await database.get(data).catch(() => null)) ?? null;
}

/** @returns Whether the browser keeps them. */
export async function keepSamples({ data, pairs }: GivenSamples): Promise<boolean> {
  return database.set(data, pairs).then(
    () => true,
    () => false,
  );
}

/** Makes samples known on this thread where they are kept. */
export async function takeKeptSamples(data: string): Promise<void> {
  if (hasSamples(data)) return;
  const pairs = await keptPairs(data);
  if (pairs) provideSamples(givenSamples(data, pairs));
}

/** The same of all samples that a link, or the JSON of specs, names. */
export async function takeSamplesNamedIn(text: string): Promise<void> {
  for (const [, data] of text.matchAll(/\bdata"?[=:]"?([\da-f]{64})/g)) await takeKeptSamples(data);
}
