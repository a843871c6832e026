import type { Refusal } from '../models/refusal';
import type { DataSet } from './set-integers';

/** Most pairs of a user's own. */
export const MOST_GIVEN = 65_536;

/**
 * Pairs (xi, eta) that a user gives, by which a spec names them in `noise.data`: a spec carries
 * their SHA-256, and they themselves are kept beside it.
 */
export interface GivenSamples {
  /** SHA-256 of the pairs, little-endian float64 in the order of the file; or "example". */
  readonly data: string;
  /** As they were given. Shape: f64[count][2]. */
  readonly pairs: Float64Array;
  readonly count: number;
  /** Of xi and of eta, over all pairs. */
  readonly mean: readonly [number, number];
  /** Root of the mean square about the mean. 0 where all are equal. */
  readonly deviation: readonly [number, number];
  /** Pearson's; 0 where all xi or all eta are equal. */
  readonly correlation: number;
  /** Whether eta is a line in xi, so that no other correlation can be made of them. */
  readonly line: boolean;
  /** A scale or a correlation that these pairs do not have; null where all is well. */
  refuses(noise: { sigma: number; tau: number; rho: number }): Refusal | null;
  /** The set that minibatches are drawn from, at any correlation. */
  set(rho: number): DataSet;
}

let find: ((data: string) => GivenSamples) | null = null;

/** Told by known-samples.ts, which comes with what makes stored sets. */
export function provideFinder(finder: (data: string) => GivenSamples): void {
  find = finder;
}

/**
 * Samples of a spec whose law takes a user's own; null for every other. Throws as `samplesNamed`,
 * and an Error where known-samples.ts was not imported: a fault of the program.
 */
export function givenSamplesOf({ noise }: { noise: object }): GivenSamples | null {
  if (!('data' in noise)) return null;
  if (!find) throw new Error('What finds samples is not loaded.');
  return find(String(noise.data));
}
