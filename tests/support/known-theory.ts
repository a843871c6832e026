import type { Spec } from '../../src/spec/spec';
import { whyUnknown } from '../../src/theory/handles';
import { isKnown, type KnownTheory, theoryOf } from '../../src/theory/theory';

/**
 * As `theoryOf`, of a spec whose parts are known.
 * @throws Error for every other.
 */
export function knownTheoryOf(spec: Spec, step: number): KnownTheory & { sdeGrowthRate: number } {
  const theory = theoryOf(spec, step);
  if (!isKnown(theory)) throw new Error(whyUnknown(spec));
  const { sdeGrowthRate } = theory;
  if (sdeGrowthRate === null) throw new Error('The rate of the SDE is not known.');
  return { ...theory, sdeGrowthRate };
}
