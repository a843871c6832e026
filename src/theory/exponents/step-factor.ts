import type { NoiseTheory } from '../../models/noise/noise';

/**
 * The factor M = m + v z of one step, z of mean 0 and variance 1 where its law has these: Gaussian, or
 * the mean of `batchSize` fair signs times sqrt(batchSize), or one of a list of values. Written with m =
 * 1 + learningRate a dt and v = learningRate sigma_B sqrt(dt).
 */
export interface StepFactor {
  law: NoiseTheory['law'];
  m: number;
  /** m - 1, with the digits that m has no room for; m - 1 itself where left out. */
  pull?: number | undefined;
  v: number;
  batchSize: number;
  /** The law's own number: nu, alpha or a probability; undefined where it has none. */
  shape?: number | undefined;
  /** dataset and samples: values that z may take, equally likely; see `BatchLaw`. */
  values?: Float64Array | undefined;
  /** dataset and samples: see `BatchLaw`. */
  scatter?: number | undefined;
}

/** @throws Error for a factor of another law, or of a whole set: a fault of the program. */
export function valuesOf({ values }: StepFactor): Float64Array {
  if (!values) throw new Error('This factor has no values.');
  return values;
}

/** Mean of a function over the values of a factor. Throws as `valuesOf`. */
export function overValues(factor: StepFactor, f: (z: number) => number): number {
  const values = valuesOf(factor);
  let sum = 0;
  for (const z of values) sum += f(z);
  return sum / values.length;
}
