import { hasModelsOf } from '../../../models/registry';
import type { Spec } from '../../../spec/spec';

/**
 * Loads what is known of the kinds of a spec, where this worker began without them, and its samples.
 */
export async function loadKinds(spec: Spec): Promise<void> {
  if (!hasModelsOf(spec)) await import('../../../models/all-models');
  if (!('data' in spec.noise)) return;
  await import('../../../spec/data-set');
  const { takeKeptSamples } = await import('../../../host/web/kept-samples');
  await takeKeptSamples(spec.noise.data);
}
