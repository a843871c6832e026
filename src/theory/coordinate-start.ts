import { square } from '../numerics/elementary';
import type { Start } from '../spec/spec';
import { fitPanels, integratePanels } from './chebyshev-panels';
import type { Moments } from './moments';
import { normalCdf, normalPdf } from './special-functions';

/** The start law of one coordinate. */
export type CoordinateStart =
  | { kind: 'point'; x: number }
  | { kind: 'gaussian'; mean: number; standardDeviation: number }
  | { kind: 'uniform'; low: number; high: number };

export function startOf(start: Start, coordinate: number): CoordinateStart {
  if (start.kind === 'point') return { kind: 'point', x: start.x[coordinate] };
  if (start.kind === 'uniform')
    return { kind: 'uniform', low: start.low[coordinate], high: start.high[coordinate] };
  return {
    kind: 'gaussian',
    mean: start.mean[coordinate],
    standardDeviation: start.standardDeviation[coordinate],
  };
}

/** The start when it is one place, however it was written. */
export function startPoint(start: CoordinateStart): number | null {
  if (start.kind === 'point') return start.x;
  if (start.kind === 'gaussian') return start.standardDeviation === 0 ? start.mean : null;
  return start.low === start.high ? start.low : null;
}

/** E x and E x^2 at the start. */
export function momentsOfStart(start: CoordinateStart): Moments {
  if (start.kind === 'point') return { mean: start.x, second: square(start.x) };
  if (start.kind === 'gaussian') {
    const { mean, standardDeviation } = start;
    return { mean, second: square(mean) + square(standardDeviation) };
  }
  const { low, high } = start;
  return { mean: (low + high) / 2, second: (low * low + low * high + high * high) / 3 };
}

/** P(|x| > distance) at the start; distance >= 0. */
export function startsBeyond(start: CoordinateStart, distance: number): number {
  const point = startPoint(start);
  if (point !== null) return Math.abs(point) > distance ? 1 : 0;
  if (start.kind === 'gaussian') {
    const { mean, standardDeviation } = start;
    return (
      normalCdf((mean - distance) / standardDeviation) +
      normalCdf((-mean - distance) / standardDeviation)
    );
  }
  if (start.kind !== 'uniform') throw new Error('A start at a point has been dealt with.');
  const { low, high } = start;
  const inside = Math.max(0, Math.min(high, distance) - Math.max(low, -distance));
  return 1 - inside / (high - low);
}

/** Standard deviations beyond which no particle starts: probability 1e-19. */
const REACH = 9;

/** A kink or a dip no narrower than this share of the whole start is seen. */
const NARROWEST = 2 ** -40;

/**
 * Mean of f over a start that is spread out: Chebyshev panels, halved until they resolve f. Error
 * 1e-9 for 0 <= f <= 1 that is smooth but for ever finer scales towards `places`. Held by
 * tests/unit/theory/cell-escape.test.ts.
 */
export function startMean(
  f: (x: number) => number,
  start: Exclude<CoordinateStart, { kind: 'point' }>,
  places: readonly number[],
): number {
  const { centre, scale, low, high, density } =
    start.kind === 'gaussian'
      ? {
          centre: start.mean,
          scale: start.standardDeviation,
          low: -REACH,
          high: REACH,
          density: normalPdf,
        }
      : { centre: start.low, scale: start.high - start.low, low: 0, high: 1, density: () => 1 };
  const edges = new Set([low, high]);
  for (const place of places) {
    const at = (place - centre) / scale;
    if (at > low && at < high) edges.add(at);
    for (let way = high - low; way > NARROWEST * (high - low); way /= 2)
      for (const edge of [at - way, at + way]) if (edge > low && edge < high) edges.add(edge);
  }
  const panels = fitPanels(
    (z) => f(centre + scale * z) * density(z),
    [...edges].sort((a, b) => a - b),
    { relative: 1e-10, absolute: 1e-13 },
    () => NARROWEST,
  );
  return integratePanels(panels);
}
