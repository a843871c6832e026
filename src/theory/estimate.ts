/**
 * How a number of theory is known: by an exact routine, within a bound, by a limit outside which
 * nothing is promised, or not at all.
 */
export type Basis = 'exact' | 'bounded' | 'limit' | 'unknown';

export const BASES = ['unknown', 'exact', 'bounded', 'limit'] as const satisfies readonly Basis[];

/** A number of theory, and how it is known. */
export interface Estimate {
  /** May be infinite. */
  value: number;
  basis: Exclude<Basis, 'unknown'>;
  /**
   * Absolute. exact: a bound of the rounding and of the quadrature, far below what a run resolves.
   * bounded: the truth is within this distance of the value, or, where it is sampled, within this
   * distance, five standard errors. limit: an estimate of the distance to the truth, which nobody
   * has bounded.
   */
  error: number;
  /** limit: one phrase that names it, such as "small steps"; left out otherwise. */
  limit?: string;
}

/** A number that an exact routine gives, with a bound of its rounding. */
export function exactly(value: number, error = 0): Estimate {
  return { value, basis: 'exact', error };
}

/** A number within `error` of the truth. */
export function boundedBy(value: number, error: number): Estimate {
  return { value, basis: 'bounded', error };
}

/** A number that holds in a limit, which one phrase names. */
export function inTheLimit(limit: string, value: number, error: number): Estimate {
  return { value, basis: 'limit', error, limit };
}
