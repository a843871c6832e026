import type { NoiseTheory } from '../../models/noise/noise';

/**
 * The factor M = m + v z of one step, z of mean 0 and variance 1: Gaussian, or the mean of
 * `batchSize` fair signs times sqrt(batchSize), or one of a stored set of values. Written with m =
 * 1 + learningRate a dt and v = learningRate sigma_B sqrt(dt).
 */
export interface StepFactor {
  law: NoiseTheory['law'];
  m: number;
  /** m - 1, with the digits that m has no room for; m - 1 itself where left out. */
  pull?: number | undefined;
  v: number;
  batchSize: number;
  /** dataset: values that z may take, equally likely; see `BatchLaw`. */
  values?: Float64Array | undefined;
  /** dataset: see `BatchLaw`. */
  scatter?: number | undefined;
}
