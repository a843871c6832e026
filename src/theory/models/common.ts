import type { KnownTheory } from '../model-theory';
/** What most of these have in common. */
export const BARE = {
  law: null,
  settled: true,
  relaxationTime: null,
  dtBias: null,
  tailIndex: null,
} satisfies Partial<KnownTheory>;

/**
 * Sign of a rate; critical where no more than rounding is left of the `parts` that it is the
 * difference of.
 */
export function verdictOf(rate: number, parts = 0): KnownTheory['verdict'] {
  if (rate === 0 || Math.abs(rate) <= 1e-12 * parts) return 'critical';
  return rate > 0 ? 'escapes' : 'trapped';
}

/**
 * Minibatches of a stored set exclude each other within an epoch: laws of independent steps are
 * wider than theirs.
 */
export const DEPENDENT =
  'Minibatches without replacement cancel each other over an epoch: the law is narrower than that of independent ones, and has no closed form.';
