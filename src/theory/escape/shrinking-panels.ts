import { exp, floorLog2, log, powerOfTwo } from '../../numerics/elementary';
import {
  CHEBYSHEV_ORDER,
  type ChebyshevPanels,
  panelAt,
  panelPlaces,
  placeWithin,
  seriesThrough,
} from '../numerics/chebyshev-panels';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { type Reduced, rateOf } from './escape-problem';
import { kernelOf, leaving, type StepKernel } from './step-kernel';

/** Normal deviations beyond this count as never happening: probability 6e-14. */
const REACH = 7.5;

/** Density of the standard normal law at its mean. */
const PEAK = 1 / Math.sqrt(2 * Math.PI);

/** What a panel leaves out that counts as nothing, in every step. */
const NOTHING = 1e-15;

/** Probability that starts near 0 may lose, all together. */
const LOST = 1e-11;

/** Narrowest panels at an end over `share`, in deviations of the noise of a step there. */
const NARROWEST = 4;

/**
 * Panels as wide as so many deviations are smooth over a deviation: the trapezoidal rule over the
 * whole line is exact to 1e-14 for them.
 */
const SMOOTH = 3;
const SPACING = 0.75;
const TRAPEZOID = /* @__PURE__ */ Array.from({ length: 21 }, (_, k) => {
  const z = SPACING * (k - 10);
  return { z, weight: SPACING * PEAK * exp(-0.5 * z * z) };
});

/** Elsewhere one rule takes the normal density over this many deviations, or next to nothing. */
const STRETCH = 3;
const RULE = /* @__PURE__ */ gaussLegendre(16);
const NARROW = 0.03;
const NARROW_RULE = /* @__PURE__ */ gaussLegendre(9);

/** A place towards which panels become narrower, and how narrow they are there. */
interface Narrowing {
  at: number;
  width: number;
  /**
   * How far a step carries particles out: what is sharp at the end is carried in by as much on the
   * way back, while it becomes wider like the root of the number of steps. 0 where it is not.
   */
  drift: number;
}

/**
 * P(|x_n| > radius for some 1 <= n <= steps) for a saddle whose steps shrink like 1/n: polynomials
 * on panels that narrow towards the ends. Steps are narrower than what is seen of them further
 * inside, where every panel may be as wide as `share` of its distance from the ends.
 *
 * @param share  Widest panel, over its distance from where panels are narrow. What is found with
 *   two of them tells the error.
 * @returns null where the noise vanishes inside other than at 0, and of other losses: there panels
 * would have to follow more places.
 */
export function shrinkingPanelEscape(
  problem: Reduced,
  share: number,
): ((x0: number) => number) | null {
  const { sigma, tau, rho, radius, steps, ridge } = problem;
  if (ridge) return null;
  const rate = rateOf(problem);
  const kernelAt = (n: number) => kernelOf(problem, rate(n), 0);
  const own = Math.abs(tau) * Math.sqrt((1 - rho) * (1 + rho));
  if (own === 0 && tau !== 0) return null;
  const inner: Narrowing[] = [];
  if (tau === 0) inner.push({ at: 0, width: radius * nearestToZero(problem, rate), drift: 0 });
  else if (sigma !== 0)
    inner.push({ at: (-rho * tau) / sigma, width: (share * own) / Math.abs(sigma), drift: 0 });
  const { even, low, high } = kernelAt(1);
  let later: Panels | null = null;
  let key = '';
  let edges: number[] = [];
  for (let n = steps; n > 1; n--) {
    const kernel = kernelAt(n);
    // Panels are made anew where the noise has doubled.
    const ends = (even ? [high] : [low, high]).map((at) => ({
      at,
      width: powerOfTwo(floorLog2(NARROWEST * share * kernel.deviation(at))),
      drift: Math.max(0, Math.abs(kernel.mean(at)) - Math.abs(at)),
    }));
    const wanted = ends.map(({ width }) => width).join(' ');
    if (wanted !== key) edges = narrowingEdges(low, high, [...ends, ...inner], share);
    key = wanted;
    later = new Panels(kernel, edges, later, tau === 0);
  }
  return (x0) => {
    if (steps === 0) return 0;
    return stepBack(kernelAt(1), later, even ? Math.abs(x0) : x0);
  };
}

/**
 * A share of the radius from which the chain without additive noise gets out with a probability of
 * at most LOST: by Doob's inequality for the p-th power of |x|, p = 2, 4, 6, 8.
 */
function nearestToZero({ a, sigma, steps }: Reduced, rate: (n: number) => number): number {
  const growth = [0, 0, 0, 0];
  for (let n = 1; n <= steps; n++) {
    const [m, v] = [1 + rate(n) * a, rate(n) * sigma];
    const [m2, v2] = [m * m, v * v];
    const moments = [
      m2 + v2,
      m2 * m2 + 6 * m2 * v2 + 3 * v2 * v2,
      m2 * m2 * m2 + 15 * m2 * m2 * v2 + 45 * m2 * v2 * v2 + 15 * v2 * v2 * v2,
      m2 * m2 * m2 * m2 +
        28 * m2 * m2 * m2 * v2 +
        210 * m2 * m2 * v2 * v2 +
        420 * m2 * v2 * v2 * v2 +
        105 * v2 * v2 * v2 * v2,
    ];
    for (const [k, moment] of moments.entries()) growth[k] += Math.max(0, log(moment));
  }
  return exp(Math.max(...growth.map((sum, k) => (log(LOST) - sum) / (2 * (k + 1)))));
}

/** Halves panels until each is narrow enough for its distance from every narrowing. */
function narrowingEdges(
  low: number,
  high: number,
  narrowings: readonly Narrowing[],
  share: number,
): number[] {
  const edges = [low];
  const halve = (from: number, to: number): void => {
    const narrow = narrowings.every(({ at, width, drift }) => {
      const distance = Math.max(0, from - at, at - to);
      const carried = drift > 0 ? width * Math.sqrt(distance / drift) : Number.POSITIVE_INFINITY;
      return to - from <= Math.max(width, Math.min(share * distance, carried));
    });
    const middle = (from + to) / 2;
    if (narrow || !(from < middle && middle < to)) edges.push(to);
    else {
      halve(from, middle);
      halve(middle, to);
    }
  };
  halve(low, high);
  return edges;
}

/** P(escape) from step n on, by what it is one step later. */
class Panels implements ChebyshevPanels {
  readonly coefficients: Float64Array;
  /** Of every panel: whether nothing escapes from it. */
  readonly empty: Uint8Array;

  /** @param fromZero  Nothing escapes from the panel at 0. */
  constructor(
    kernel: StepKernel,
    readonly edges: number[],
    later: Panels | null,
    fromZero: boolean,
  ) {
    const panels = edges.length - 1;
    this.coefficients = new Float64Array(panels * CHEBYSHEV_ORDER);
    this.empty = new Uint8Array(panels);
    const values = new Float64Array(CHEBYSHEV_ORDER);
    for (let panel = 0; panel < panels; panel++) {
      const [from, to] = [edges[panel], edges[panel + 1]];
      if (fromZero && from <= 0 && to >= 0) {
        this.empty[panel] = 1;
        continue;
      }
      let largest = 0;
      for (const [j, x] of panelPlaces(from, to).entries()) {
        values[j] = stepBack(kernel, later, x);
        largest = Math.max(largest, values[j]);
      }
      if (largest < NOTHING) this.empty[panel] = 1;
      else seriesThrough(values, this.coefficients, panel * CHEBYSHEV_ORDER);
    }
  }

  /** Whether these panels are at least as wide as that. */
  isSmooth(first: number, last: number, width: number): boolean {
    for (let panel = first; panel <= last; panel++)
      if (this.edges[panel + 1] - this.edges[panel] < width) return false;
    return true;
  }

  /** At a place of a panel, -1 to 1. */
  at(panel: number, place: number): number {
    const { coefficients } = this;
    if (this.empty[panel] === 1) return 0;
    const first = panel * CHEBYSHEV_ORDER;
    const twice = 2 * place;
    let [b, before] = [0, 0];
    for (let k = first + CHEBYSHEV_ORDER - 1; k > first; k--) {
      const next = coefficients[k] + twice * b - before;
      before = b;
      b = next;
    }
    return coefficients[first] + place * b - before;
  }
}

/** One step back from x: the tails outside, and what is inside one step later. */
function stepBack(kernel: StepKernel, later: Panels | null, x: number): number {
  const deviation = kernel.deviation(x);
  const mean = kernel.mean(x);
  const out = leaving(kernel, x);
  if (!later) return out;
  // For even kernels the other half of the axis is this half seen from the mirrored mean.
  const other = kernel.even ? insideOf(kernel, later, -mean, deviation) : 0;
  return out + insideOf(kernel, later, mean, deviation) + other;
}

function insideOf(
  { low, high }: StepKernel,
  later: Panels,
  mean: number,
  deviation: number,
): number {
  const { edges } = later;
  const [bottom, top] = [mean - REACH * deviation, mean + REACH * deviation];
  const [from, to] = [Math.max(low, bottom), Math.min(high, top)];
  if (!(from < to)) return 0;
  let panel = panelAt(edges, from);
  const last = panelAt(edges, to);
  let sum = 0;
  if (bottom >= low && top <= high && later.isSmooth(panel, last, SMOOTH * deviation)) {
    for (const { z, weight } of TRAPEZOID) {
      const next = mean + deviation * z;
      while (next > edges[panel + 1] && panel < last) panel++;
      sum += weight * later.at(panel, placeWithin(edges, panel, next));
    }
    return sum;
  }
  for (; panel <= last; panel++) {
    if (later.empty[panel] === 1) continue;
    const first = (Math.max(from, edges[panel]) - mean) / deviation;
    const end = (Math.min(to, edges[panel + 1]) - mean) / deviation;
    const begin = placeWithin(edges, panel, Math.max(from, edges[panel]));
    const slope = (2 * deviation) / (edges[panel + 1] - edges[panel]);
    const pieces = Math.ceil((end - first) / STRETCH);
    const half = (end - first) / (2 * pieces);
    const { node, weight } = half < NARROW ? NARROW_RULE : RULE;
    for (let piece = 0; piece < pieces; piece++)
      for (let i = 0; i < node.length; i++) {
        const way = half * (2 * piece + 1 + node[i]);
        const z = first + way;
        const mass = weight[i] * half * PEAK * exp(-0.5 * z * z);
        sum += mass * later.at(panel, begin + slope * way);
      }
  }
  return sum;
}
