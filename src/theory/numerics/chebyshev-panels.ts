/**
 * Functions on an interval as polynomials of degree 15 on panels: Chebyshev series, and panels
 * halved until they resolve what they carry. Values come from Chebyshev's points, so ends of panels
 * are never asked for. Source: Trefethen (2013), Approximation Theory and Approximation Practice,
 * chapters 3, 8 and 19.
 */

import { cos } from '../../numerics/angles';

/** Coefficients, and points, of one panel. */
export const CHEBYSHEV_ORDER = 16;

/** Panels beyond which no more are halved. */
const MOST_PANELS = 20_000;

/** The places of a panel as cosines, from its upper end to its lower. */
const PLACES = /* @__PURE__ */ Array.from({ length: CHEBYSHEV_ORDER }, (_, j) =>
  cos((Math.PI * (j + 0.5)) / CHEBYSHEV_ORDER),
);

/** Row k: weights that give coefficient k from the values. */
const TRANSFORM = /* @__PURE__ */ PLACES.map((_, k) =>
  PLACES.map(
    (_, j) =>
      ((k === 0 ? 1 : 2) / CHEBYSHEV_ORDER) * cos((Math.PI * k * (j + 0.5)) / CHEBYSHEV_ORDER),
  ),
);

/**
 * Panel i is [edges[i], edges[i + 1]] and owns coefficients [i PANEL_ORDER, (i + 1) PANEL_ORDER).
 */
export interface ChebyshevPanels {
  /** Rising, at least two. */
  edges: number[];
  coefficients: Float64Array;
}

/** The zero function. */
export function zeroOn(edges: number[]): ChebyshevPanels {
  return { edges, coefficients: new Float64Array((edges.length - 1) * CHEBYSHEV_ORDER) };
}

/** Places in [low, high] whose values determine a panel. */
export function panelPlaces(low: number, high: number): number[] {
  return PLACES.map((t) => (low + high) / 2 + ((high - low) / 2) * t);
}

/** Index of the panel that x lies in; the first or last for x outside. */
export function panelAt(edges: number[], x: number): number {
  let low = 0;
  let high = edges.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (edges[middle] <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Place of x within its panel, -1 to 1; an x outside goes to the nearer end. */
export function placeWithin(edges: number[], panel: number, x: number): number {
  const low = edges[panel];
  const high = edges[panel + 1];
  return Math.max(-1, Math.min(1, (x - low - (high - x)) / (high - low)));
}

/**
 * Value at x, constant beyond the ends. Rounding errors only: 1e-15 times the largest value of the
 * panel.
 */
export function evaluatePanels({ edges, coefficients }: ChebyshevPanels, x: number): number {
  const panel = panelAt(edges, x);
  const twice = 2 * placeWithin(edges, panel, x);
  const first = panel * CHEBYSHEV_ORDER;
  let b = 0;
  let before = 0;
  for (let k = first + CHEBYSHEV_ORDER - 1; k > first; k--) {
    const next = coefficients[k] + twice * b - before;
    before = b;
    b = next;
  }
  return coefficients[first] + (twice / 2) * b - before;
}

/**
 * Writes the series through these values, taken at `panelPlaces`, to coefficients from index
 * `first` on.
 */
export function seriesThrough(
  values: ArrayLike<number>,
  coefficients: Float64Array,
  first = 0,
): void {
  for (let k = 0; k < CHEBYSHEV_ORDER; k++) {
    const row = TRANSFORM[k];
    let sum = 0;
    for (let j = 0; j < CHEBYSHEV_ORDER; j++) sum += row[j] * values[j];
    coefficients[first + k] = sum;
  }
}

/** How much of a panel may be missing: `relative` times its largest coefficient plus `absolute`. */
export interface Resolution {
  relative: number;
  absolute: number;
}

/**
 * Whether the last two coefficients of the panel from index `first` on are below what may be
 * missing.
 */
export function resolves(coefficients: Float64Array, first: number, wanted: Resolution): boolean {
  let largest = 0;
  for (let k = first; k < first + CHEBYSHEV_ORDER; k++)
    largest = Math.max(largest, Math.abs(coefficients[k]));
  const last = first + CHEBYSHEV_ORDER - 1;
  const tail = Math.max(Math.abs(coefficients[last]), Math.abs(coefficients[last - 1]));
  return tail <= wanted.relative * largest + wanted.absolute;
}

/**
 * f on panels: those between `edges`, halved where `resolves` says no. A panel narrower than
 * finest(middle) is not halved, nor one that rounding cannot halve. Jumps of f have to stand among
 * the edges, and bells narrower than an eighth of a panel may be overlooked. Held by
 * tests/unit/theory/chebyshev-panels.test.ts to the resolution asked for.
 */
export function fitPanels(
  f: (x: number) => number,
  edges: number[],
  wanted: Resolution,
  finest: (x: number) => number,
): ChebyshevPanels {
  const found: number[] = [edges[0]];
  const series: Float64Array[] = [];
  const waiting = edges.slice(1).reverse();
  let low = edges[0];
  while (waiting.length > 0) {
    const high = waiting[waiting.length - 1];
    const own = new Float64Array(CHEBYSHEV_ORDER);
    seriesThrough(panelPlaces(low, high).map(f), own);
    const middle = low + (high - low) / 2;
    const divisible = middle - low > 1e-14 * Math.max(Math.abs(low), Math.abs(high));
    if (
      divisible &&
      high - low > finest(middle) &&
      series.length + waiting.length < MOST_PANELS &&
      !resolves(own, 0, wanted)
    ) {
      waiting.push(middle);
      continue;
    }
    series.push(own);
    found.push(high);
    low = high;
    waiting.pop();
  }
  const coefficients = new Float64Array(series.length * CHEBYSHEV_ORDER);
  series.forEach((own, i) => {
    coefficients.set(own, i * CHEBYSHEV_ORDER);
  });
  return { edges: found, coefficients };
}

/**
 * The same function on fewer panels: neighbours are joined where one polynomial takes the values of
 * both to `wanted`. Adds up to twice what may be missing to the error of `panels`.
 * @param keep  Edges that stay, as where the function is not smooth.
 */
export function joinPanels(
  panels: ChebyshevPanels,
  wanted: Resolution,
  keep: readonly number[],
): ChebyshevPanels {
  const kept = new Set(keep);
  let found = panels;
  for (;;) {
    const edges: number[] = [found.edges[0]];
    const series: Float64Array[] = [];
    for (let i = 0; i < found.edges.length - 1; ) {
      const joined =
        i + 2 < found.edges.length && !kept.has(found.edges[i + 1])
          ? joinedPair(found, i, wanted)
          : null;
      series.push(
        joined ?? found.coefficients.slice(i * CHEBYSHEV_ORDER, (i + 1) * CHEBYSHEV_ORDER),
      );
      i += joined ? 2 : 1;
      edges.push(found.edges[i]);
    }
    if (edges.length === found.edges.length) return found;
    const coefficients = new Float64Array(series.length * CHEBYSHEV_ORDER);
    series.forEach((own, i) => {
      coefficients.set(own, i * CHEBYSHEV_ORDER);
    });
    found = { edges, coefficients };
  }
}

/** Panels i and i + 1 as one; null where it would not take their values. */
function joinedPair(panels: ChebyshevPanels, i: number, wanted: Resolution): Float64Array | null {
  const [low, middle, high] = panels.edges.slice(i, i + 3);
  const own = new Float64Array(CHEBYSHEV_ORDER);
  seriesThrough(
    panelPlaces(low, high).map((x) => evaluatePanels(panels, x)),
    own,
  );
  if (!resolves(own, 0, wanted)) return null;
  const joined = { edges: [low, high], coefficients: own };
  const largest = own.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const most = 2 * (wanted.relative * largest + wanted.absolute);
  for (const x of [...panelPlaces(low, middle), ...panelPlaces(middle, high)])
    if (!(Math.abs(evaluatePanels(panels, x) - evaluatePanels(joined, x)) <= most)) return null;
  return own;
}

/**
 * Integral over all panels: of Chebyshev's polynomial of even degree k over [-1, 1] it is 2 / (1 -
 * k^2), of odd degree 0.
 */
export function integratePanels({ edges, coefficients }: ChebyshevPanels): number {
  let sum = 0;
  for (let i = 0; i < edges.length - 1; i++) {
    let own = 0;
    for (let k = 0; k < CHEBYSHEV_ORDER; k += 2)
      own += (2 * coefficients[i * CHEBYSHEV_ORDER + k]) / (1 - k * k);
    sum += (own * (edges[i + 1] - edges[i])) / 2;
  }
  return sum;
}
