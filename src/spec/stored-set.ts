import type { Spec } from './spec';

/**
 * The stored set of samples that the noise law `dataset` draws minibatches from.
 *
 * Values are integers, so that sums over any minibatch are exact in any order and the sum over the
 * whole set is exactly 0: at batchSize = samples there is no noise left, bit for bit. xi_j = xi[j]
 * * xiUnit has mean 0 and variance 1, so has eta_j = eta[j] * etaUnit, and their correlation is
 * rho; all three over the set, not on average.
 */
export interface DataSet {
  /** Shape: i32[samples]. */
  xi: Int32Array;
  eta: Int32Array;
  /** Value of one unit; multiplied by it the variance over the set is 1 to float64. */
  xiUnit: number;
  etaUnit: number;
}

type Maker = (spec: Pick<Spec, 'noise' | 'ensemble'>) => DataSet;

let make: Maker | null = null;

/**
 * Told by data-set.ts, which whoever reads a spec from outside imports, and who asks theory of any
 * spec. The Watch page loads it after its first picture, its worker with the first run that has a
 * set.
 */
export function provideDataSets(maker: Maker): void {
  make = maker;
}

/** @throws Error where data-set.ts was not imported: a fault of the program. */
export function storedSetOf(spec: Parameters<Maker>[0]): DataSet {
  if (!make) throw new Error('What makes stored sets is not loaded.');
  return make(spec);
}

/** Largest |eta_j| over the set, in standard deviations. */
export function largestDeviation(spec: Parameters<Maker>[0]): number {
  const { eta, etaUnit } = storedSetOf(spec);
  let largest = 0;
  for (const value of eta) largest = Math.max(largest, Math.abs(value));
  return largest * etaUnit;
}
