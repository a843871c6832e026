import type { Spec } from '../spec/spec';

/** Loads what makes the stored set of a spec, and a user's own pairs, which few specs have. */
export async function loadStoredSets(specs: readonly Spec[]): Promise<void> {
  const own = specs.flatMap(({ noise }) => ('data' in noise ? [noise.data] : []));
  if (own.length === 0 && !specs.some(({ noise }) => 'samples' in noise)) return;
  await import('../spec/data-set');
  const { loadSamples } = await import('../spec/load-samples');
  await loadSamples(own);
}
