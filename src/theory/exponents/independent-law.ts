import type { ChainsOnly, NoiseTheory } from '../../models/noise/noise';

/**
 * Law of noise z of mean 0 and variance 1 that every step draws afresh: normal, or the mean of
 * `batchSize` fair signs times sqrt(batchSize).
 */
export type IndependentLaw = 'gaussian' | 'two-point';

/** The law that methods with a memory take the noise for: a stored set for normal noise. */
const INDEPENDENT: Record<Exclude<NoiseTheory['law'], ChainsOnly | 'samples'>, IndependentLaw> = {
  gaussian: 'gaussian',
  'two-point': 'two-point',
  dataset: 'gaussian',
};

const CHAINS_ONLY: Record<ChainsOnly, true> = {
  uniform: true,
  laplace: true,
  'student-t': true,
  'alpha-stable': true,
  'unfair-coins': true,
  'chi-squared': true,
};

/** Whether theory knows a law of chains alone; samples beside. */
export function isChainsOnly(law: NoiseTheory['law']): law is ChainsOnly {
  return Object.hasOwn(CHAINS_ONLY, law);
}

/** @throws Error for a law that theory knows of chains alone: a fault of the program. */
export function independentLaw(law: NoiseTheory['law']): IndependentLaw {
  if (law === 'samples' || isChainsOnly(law))
    throw new Error(`Theory knows ${law} noise of chains alone.`);
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
