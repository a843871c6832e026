import type { DataSet } from './set-integers';
import type { Spec } from './spec';

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
