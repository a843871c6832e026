import type { NoiseTheory } from '../../models/noise/noise';

/**
 * Law of noise z of mean 0 and variance 1 that every step draws afresh: normal, or the mean of
 * `batchSize` fair signs times sqrt(batchSize).
 */
export type IndependentLaw = 'gaussian' | 'two-point';

/** The law that methods with a memory take the noise for: a stored set for normal noise. */
const INDEPENDENT: Record<NoiseTheory['law'], IndependentLaw> = {
  gaussian: 'gaussian',
  'two-point': 'two-point',
  dataset: 'gaussian',
};

export function independentLaw(law: NoiseTheory['law']): IndependentLaw {
  return INDEPENDENT[law];
}

const SIGNS: Record<IndependentLaw, (batchSize: number) => number | null> = {
  gaussian: () => null,
  'two-point': (batchSize) => batchSize,
};

/** Number of fair signs whose mean z is, times its root; null where z is normal. */
export function signsIn({
  law,
  batchSize,
}: {
  law: IndependentLaw;
  batchSize: number;
}): number | null {
  return SIGNS[law](batchSize);
}
