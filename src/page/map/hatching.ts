import { wilsonInterval } from '../../experiment/interval';
import { isOutside } from '../../experiment/sweep/exact-agreement';
import { alike, comparisonOf } from './contrast';
import { isResponse, type Layer, type MapData, type ResponseLayer } from './map-data';
import type { Scales } from './map-scales';
import { responsePlace } from './response-scale';

/**
 * Which cells are hatched: those whose 95 % interval reaches further than `halfWidth` to each side,
 * or, in a map of differences, those whose interval holds 0; in a map of residuals those whose 99 %
 * interval misses the exact probability. Of responses those whose interval is longer than a share
 * of the scale, or has no end, and, of one side against another, those whose intervals overlap.
 * None where it is null.
 */
export type Hatch =
  | { halfWidth: number }
  | { zero: true }
  | { outside: true }
  | { ofScale: number }
  | { overlap: true }
  | null;

/** Whether a cell that has counts is hatched. */
export function hatchTest(
  data: MapData,
  layer: Layer,
  hatch: NonNullable<Hatch>,
  scales: Scales,
): (cell: number) => boolean {
  if (isResponse(layer)) return responseTest(data, layer, hatch, scales);
  const { kind, side } = layer;
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

function responseTest(
  data: MapData,
  layer: ResponseLayer,
  hatch: NonNullable<Hatch>,
  scales: Scales,
): (cell: number) => boolean {
  if ('overlap' in hatch) {
    const same = alike(comparisonOf(data.responses[layer.response]));
    return (cell) => {
      const [, low, high] = data.responseValues(layer, cell);
      return (low === null || low <= same) && (high === null || high >= same);
    };
  }
  const scale = scales[layer.kind];
  if (!('ofScale' in hatch) || !scale) return () => false;
  return (cell) => {
    const [, low, high] = data.responseValues(layer, cell);
    if (low === null || high === null) return true;
    return responsePlace(scale, high) - responsePlace(scale, low) > hatch.ofScale;
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
