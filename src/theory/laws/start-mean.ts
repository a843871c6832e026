import { fitPanels, integratePanels } from '../numerics/chebyshev-panels';
import { normalCdf, normalPdf } from '../numerics/special-functions';
import { type CoordinateStart, startPoint } from './coordinate-start';
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
