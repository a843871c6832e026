import { wilsonInterval } from '../../experiment/interval';
import { isOutside } from '../../experiment/sweep/exact-agreement';
import type { Layer, MapData } from './map-data';

/**
 * Which cells are hatched: those whose 95 % interval reaches further than `halfWidth` to each side,
 * or, in a map of differences, those whose interval holds 0; in a map of residuals those whose 99 %
 * interval misses the exact probability. None where it is null.
 */
export type Hatch = { halfWidth: number } | { zero: true } | { outside: true } | null;

/** Whether a cell that has counts is hatched. */
export function hatchTest(
  data: MapData,
  { kind, side }: Layer,
  hatch: NonNullable<Hatch>,
): (cell: number) => boolean {
  if (kind === 'difference')
    return (cell) => {
      const { low, high } = data.differenceAt(side, cell);
      return 'halfWidth' in hatch ? (high - low) / 2 > hatch.halfWidth : low <= 0 && high >= 0;
    };
  const { escaped, particles } = data.tallies;
  if (kind === 'residual')
    return (cell) => isOutside(escaped[side][cell], particles[cell], data.exact[side][cell]);
  if (!('halfWidth' in hatch)) return () => false;
  // The interval is widest at n/2 and narrows to both sides: a count says it, once it is known for
  // n.
  const firstWide = new Map<number, number>();
  let n = 0;
  let first = 0;
  return (cell) => {
    if (particles[cell] !== n) {
      n = particles[cell];
      first = firstWide.get(n) ?? firstWideCount(n, hatch.halfWidth);
      firstWide.set(n, first);
    }
    const count = escaped[side][cell];
    return Math.min(count, n - count) >= first;
  };
}

/**
 * The smallest count up to n/2 whose 95 % interval is wider than a half-width to each side;
 * infinite where there is none.
 */
function firstWideCount(n: number, halfWidth: number): number {
  const isWide = (count: number) => {
    const { low, high } = wilsonInterval(count, n);
    return (high - low) / 2 > halfWidth;
  };
  let below = -1;
  let wide = Math.floor(n / 2);
  if (!isWide(wide)) return Number.POSITIVE_INFINITY;
  while (wide - below > 1) {
    const middle = (below + wide) >> 1;
    if (isWide(middle)) wide = middle;
    else below = middle;
  }
  return wide;
}
