import type { Spec } from '../spec/spec';

/** Loads what makes the stored set of a spec, which few specs have. */
export async function loadStoredSets(specs: readonly Spec[]): Promise<void> {
  if (specs.some(({ noise }) => 'samples' in noise)) await import('../spec/data-set');
}
