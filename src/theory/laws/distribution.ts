import { log, sinh } from '../../numerics/elementary';
import type { Axis } from '../../spec/spec';
import { findRoot } from '../numerics/roots';

/**
 * The probability law of one coordinate, in closed form. Probabilities are float64; bounds stand at
 * the makers.
 */
export interface Law {
  /** Which family. */
  name: LawName;
  /** For people: "Student t, 0.5 degrees of freedom". */
  title: string;
  /** Of x after some number of steps, or of x in the long run. */
  kind: 'stationary' | 'transient';
  /**
   * true: law of the simulated chain itself. false: a limit law (small steps, or many steps), as
   * the title says.
   */
  exact: boolean;
  /** Not exact, but within `error` of the chain's own law. */
  bounded?: true;
  /**
   * Largest difference between its distribution function and that of the chain: a bound where exact
   * or bounded, an estimate else. Left out where whoever made the law does not know it.
   */
  error?: number;
  /** Spelled out: degreesOfFreedom, location, scale, shape, ... */
  parameters: Record<string, number>;
  /** P(X <= x); right-continuous for laws with atoms. */
  cdf(x: number): number;
  /** P(X < x); equals cdf where there is no atom. */
  cdfBefore(x: number): number;
  /** P(X > x), not computed as 1 - cdf: keeps its digits in the upper tail. */
  survival(x: number): number;
  /** P(X >= x). */
  survivalFrom(x: number): number;
  /** Density; null for laws with atoms. */
  pdf(x: number): number | null;
  /** Smallest x with cdf(x) >= p, for 0 <= p <= 1; NaN outside. */
  quantile(p: number): number;
  /** null where it does not exist. */
  mean: number | null;
  /** Null where it does not exist. */
  variance: number | null;
  /** alpha in P(|X| > r) ~ r^-alpha for laws with power-law tails, else null. */
  tailExponent: number | null;
}

/** The law that a chain of whole steps settles at, and how fast. */
export interface WholeStepsLaw {
  law: Law;
  /** Logarithm by which the distance from it shrinks in a step, > 0. */
  gap: number;
}

/** Families of laws. */
export type LawName =
  | 'student-t'
  | 'pearson-iv'
  | 'inverse-gamma'
  | 'normal'
  | 'uniform'
  | 'log-normal'
  | 'coin-tree'
  | 'lattice'
  | 'ridge'
  | 'point-mass'
  | 'whole-steps';

type Label = Pick<
  Law,
  | 'name'
  | 'title'
  | 'kind'
  | 'exact'
  | 'bounded'
  | 'error'
  | 'parameters'
  | 'mean'
  | 'variance'
  | 'tailExponent'
>;

/** What a continuous law has to say for itself. */
export interface ContinuousParts extends Label {
  /** P(X <= x). */
  lower(x: number): number;
  /** P(X > x). */
  upper(x: number): number;
  pdf(x: number): number;
  /** Where most of the mass is: only guides the search for quantiles. scale > 0. */
  location: number;
  scale: number;
  support?: [number, number];
  /** Closed form for 0 < p < 1; left out: looked for. */
  quantile?(p: number): number;
}

/**
 * Law with a density. Quantiles: Brent's method on the logarithm of the smaller tail in asinh((x -
 * location) / scale), relative error of the tail probability below 1e-12
 * (tests/unit/theory/distribution.test.ts).
 */
export function continuousLaw(parts: ContinuousParts): Law {
  const { lower, upper, location, scale, support, quantile: closed, ...label } = parts;
  const [from, to] = support ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  const at = (u: number) => location + scale * sinh(u);
  const quantile = (p: number): number => {
    if (!(p >= 0 && p <= 1)) return Number.NaN;
    if (p === 0) return from;
    if (p === 1) return to;
    if (closed) return closed(p);
    const miss =
      p <= 0.5 ? (u: number) => log(lower(at(u)) / p) : (u: number) => log((1 - p) / upper(at(u)));
    if (miss(-709) >= 0) return from;
    if (miss(709) <= 0) return to;
    const u = findRoot(miss, -709, 709, 1e-15, 1e-16);
    return Math.abs(u) < 1e-15 ? location : at(u);
  };
  return { ...label, cdf: lower, cdfBefore: lower, survival: upper, survivalFrom: upper, quantile };
}

/**
 * Law of finitely many atoms, given in rising order. An argument within `tolerance + 1e-12 |x|` of
 * an atom counts as equal to it, because atoms carry rounding errors and questions like P(|x| <=
 * x0) are asked exactly there.
 */
export function atomicLaw(
  label: Label,
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  tolerance = 0,
): Law {
  const size = values.length;
  const below = new Float64Array(size + 1);
  const above = new Float64Array(size + 1);
  for (let i = 0; i < size; i++) below[i + 1] = below[i] + weights[i];
  for (let i = size - 1; i >= 0; i--) above[i] = above[i + 1] + weights[i];
  /** Number of atoms below the limit. */
  const rank = (limit: number) => {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (values[middle] <= limit) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const slack = (x: number) => tolerance + 1e-12 * Math.abs(x);
  const upTo = (x: number) => (x === Number.POSITIVE_INFINITY ? size : rank(x + slack(x)));
  const before = (x: number) =>
    x === Number.NEGATIVE_INFINITY ? 0 : rank(x - slack(x) - Number.MIN_VALUE);
  return {
    ...label,
    cdf: (x) => Math.min(1, below[upTo(x)]),
    cdfBefore: (x) => Math.min(1, below[before(x)]),
    survival: (x) => Math.min(1, above[upTo(x)]),
    survivalFrom: (x) => Math.min(1, above[before(x)]),
    pdf: () => null,
    quantile: (p) => {
      if (!(p >= 0 && p <= 1)) return Number.NaN;
      let low = 0;
      let high = size - 1;
      while (low < high) {
        const middle = (low + high) >> 1;
        // Sums of probabilities carry rounding errors; a median must not fall past its atom.
        if (below[middle + 1] >= p - 1e-13 && below[middle + 1] > 0) high = middle;
        else low = middle + 1;
      }
      return values[low];
    },
  };
}

/** All mass at one place. */
export function pointMass(value: number, kind: Law['kind'], exact: boolean): Law {
  return atomicLaw(
    {
      name: 'point-mass',
      title: `All mass at ${shortNumber(value)}`,
      kind,
      exact,
      parameters: { location: value },
      mean: value,
      variance: 0,
      tailExponent: null,
    },
    [value],
    [1],
  );
}

/** Four significant digits, for titles. */
export function shortNumber(x: number): string {
  return String(Number(x.toPrecision(4)));
}

/** P(|X| <= r), the law on the log-abs axis; 0 for r < 0. Absolute error that of the law. */
export function absoluteCdf(law: Law, r: number): number {
  return r < 0 ? 0 : clip(1 - law.survival(r) - law.cdfBefore(-r), law.cdf(r) - law.cdfBefore(-r));
}

/** P(|X| < r); 0 for r <= 0. */
export function absoluteCdfBefore(law: Law, r: number): number {
  return r <= 0 ? 0 : clip(1 - law.survivalFrom(r) - law.cdf(-r), law.cdfBefore(r) - law.cdf(-r));
}

/**
 * Of two ways to the same probability: the first has fewer rounding errors near 1, the second near
 * 0.
 */
function clip(nearOne: number, nearZero: number): number {
  return Math.min(1, Math.max(0, nearZero < 0.5 ? nearZero : nearOne));
}

/**
 * Probability of each histogram bin [edges[i], edges[i + 1]), of what lies below the first edge
 * (`below`) and at or above the last (`above`). On the log-abs axis the value is |x| and the edges
 * are positive. Each bin keeps its relative digits in both tails. The numbers sum to 1 within 1e-12
 * (tests/unit/theory/distribution.test.ts).
 *
 * @param edges  Rising; at least two.
 */
export function binProbabilities(
  law: Law,
  edges: ArrayLike<number>,
  axis: Axis,
): { below: number; bins: Float64Array; above: number } {
  const last = edges.length - 1;
  const right = slices(edges, law.cdfBefore, law.survivalFrom);
  if (axis !== 'log-abs')
    return { below: law.cdfBefore(edges[0]), bins: right, above: law.survivalFrom(edges[last]) };
  // On the left the roles turn round: -x lies in [e, f) when -f < x <= -e.
  const left = slices(
    edges,
    (r) => law.survival(-r),
    (r) => law.cdf(-r),
  );
  for (let i = 0; i < last; i++) right[i] += left[i];
  return {
    below: absoluteCdfBefore(law, edges[0]),
    bins: right,
    above: law.survivalFrom(edges[last]) + law.cdf(-edges[last]),
  };
}

/** Differences of a distribution function over the edges, each from its smaller tail. */
function slices(
  edges: ArrayLike<number>,
  lower: (x: number) => number,
  upper: (x: number) => number,
): Float64Array {
  const bins = new Float64Array(edges.length - 1);
  // The upper tail is asked for only where the lower one has passed a half: one evaluation an edge
  // for most laws.
  let low = lower(edges[0]);
  let high = low > 0.25 ? upper(edges[0]) : 1;
  for (let i = 0; i < bins.length; i++) {
    const nextLow = lower(edges[i + 1]);
    const nextHigh = nextLow > 0.25 ? upper(edges[i + 1]) : 1;
    bins[i] = Math.max(0, nextLow <= 0.5 || low <= 0.25 ? nextLow - low : high - nextHigh);
    low = nextLow;
    high = nextHigh;
  }
  return bins;
}

/** P(low <= X < high), from the tail in which it loses fewer digits. low <= high. */
export function intervalProbability(law: Law, low: number, high: number): number {
  return slices([low, high], law.cdfBefore, law.survivalFrom)[0];
}
