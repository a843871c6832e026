import type { Response, ResponseValue } from '../../spec/response';

/**
 * How side A is compared with another in a response: numbers that are positive and run over
 * decades, times and distances, by A's over the other's; shares, places and exponents by A's less
 * the other's.
 */
export type Comparison = 'ratio' | 'difference';

export function comparisonOf({ kind }: Response): Comparison {
  switch (kind) {
    case 'escapeTime':
    case 'absX':
      return 'ratio';
    case 'x':
    case 'shareAbove':
    case 'tailIndex':
      return 'difference';
    default:
      return kind satisfies never;
  }
}

/**
 * A's response against that of another side. The ends follow from the two 95 % intervals, which
 * both hold with at least 90 % however the sides depend on each other (Bonferroni). Null where a
 * side has no value or, in a ratio, where one is 0; an end is null where an end of a side is not
 * known, or 0 below a ratio.
 */
export function contrastOf(
  comparison: Comparison,
  [a, aLow, aHigh]: ResponseValue,
  [b, bLow, bHigh]: ResponseValue,
): ResponseValue {
  const of = (one: number | null, other: number | null) => {
    if (one === null || other === null) return null;
    if (comparison === 'difference') return one - other;
    return other > 0 ? one / other : null;
  };
  const value = comparison === 'ratio' && a === 0 ? null : of(a, b);
  return value === null ? [null, null, null] : [value, of(aLow, bHigh), of(aHigh, bLow)];
}

/** The value of two sides that do not differ. */
export function alike(comparison: Comparison): 0 | 1 {
  return comparison === 'ratio' ? 1 : 0;
}
