import { exp, log, log1p, power } from '../../numerics/elementary';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { integrate } from '../numerics/quadrature';

/**
 * A law of the noise z of a step by its density: what exponents, tails and probabilities of escape
 * are made from.
 */
export interface NoiseDensity {
  /** Whether z and -z have the same law. */
  symmetric: boolean;
  /** Ends of the support, which may be infinite. */
  low: number;
  high: number;
  density(z: number): number;
  /** P(z' < z), with a small relative error where it is small. */
  below(z: number): number;
  /** P(z' > z), likewise. */
  above(z: number): number;
  /** Places inside the support where the density or its slope jumps. */
  kinks: readonly number[];
  /**
   * The density falls like exp(logSize) |z|^(-index - 1) on both sides; null where it falls faster.
   */
  heavy: { index: number; logSize: number } | null;
  /** Places that panels of a quadrature begin and end at, rising, of the variable of `place`. */
  edges: readonly number[];
  /** The variable in which the density is smooth to the ends of its support. */
  place(t: number): number;
  variable(z: number): number;
  /** Density of that variable. */
  weight(t: number): number;
}

/** A density whose own variable is z. */
export function inPlace(own: Omit<NoiseDensity, 'place' | 'variable' | 'weight'>): NoiseDensity {
  return { ...own, place: (t) => t, variable: (z) => z, weight: own.density };
}

/** 0, rising halves of octaves from 2^`first` on, quarters of 4^k beyond 2^10, and their opposites. */
export function bothWays(first: number, last: number): number[] {
  const up = [0];
  for (let k = first; k < Math.min(last, 10); k++) up.push(octave(k), 1.5 * octave(k));
  for (let k = Math.min(last, 10); k <= last; k += 2) up.push(octave(k));
  return [
    ...up
      .slice(1)
      .reverse()
      .map((edge) => -edge),
    ...up,
  ];
}

/** Octaves up to where the mass is 2^-40, and further so that weak noise is larger than 1 there. */
export function lastOctave(index: number): number {
  return 2 * Math.ceil((40 / index + 24) / 2);
}

function octave(k: number): number {
  return power(2, k);
}

const RULE = /* @__PURE__ */ gaussLegendre(16);

/** Nodes of a quadrature over the law: panels one behind the other, 16 nodes each. */
interface Nodes {
  edges: readonly number[];
  z: Float64Array;
  weight: Float64Array;
}

const tables = new WeakMap<NoiseDensity, Nodes>();

function nodesOf(law: NoiseDensity): Nodes {
  const known = tables.get(law);
  if (known) return known;
  const { edges } = law;
  const count = (edges.length - 1) * RULE.node.length;
  const nodes: Nodes = { edges, z: new Float64Array(count), weight: new Float64Array(count) };
  for (let panel = 0, at = 0; panel < edges.length - 1; panel++) {
    const half = (edges[panel + 1] - edges[panel]) / 2;
    for (let i = 0; i < RULE.node.length; i++, at++) {
      const t = edges[panel] + half * (1 + RULE.node[i]);
      nodes.z[at] = law.place(t);
      nodes.weight[at] = half * RULE.weight[i] * law.weight(t);
    }
  }
  tables.set(law, nodes);
  return nodes;
}

/**
 * E g(z). g is smooth but at `special`, where it may be like ln |z - special|: around it panels are
 * integrated by a rule that bears it. Beyond the last panels of a heavy law is a mass
 * of 2^-40.
 */
function expected(law: NoiseDensity, g: (z: number) => number, special: number): number {
  const { edges, z, weight } = nodesOf(law);
  const at = law.variable(special);
  const over = (low: number, high: number) =>
    low < high ? integrate((t) => law.weight(t) * g(law.place(t)), low, high) : 0;
  let sum = 0;
  for (let panel = 0; panel < edges.length - 1; panel++) {
    const [low, high] = [edges[panel], edges[panel + 1]];
    if (at > low - (high - low) && at < high + (high - low)) {
      const middle = Math.min(Math.max(at, low), high);
      sum += over(low, middle) + over(middle, high);
      continue;
    }
    const end = (panel + 1) * RULE.node.length;
    for (let i = panel * RULE.node.length; i < end; i++) sum += weight[i] * g(z[i]);
  }
  return sum;
}

/** The factor M = m + v z of a step, v != 0. */
export interface DensityFactor {
  m: number;
  /** m - 1. */
  pull: number;
  v: number;
}

/**
 * log |M|, with the digits that it has near M = 1. Rounding may put a node of a quadrature on M = 0,
 * where it has next to no weight.
 */
function logFactor({ m, pull, v }: DensityFactor): (z: number) => number {
  return (z) => {
    const rest = pull + v * z;
    if (rest > -0.5) return log1p(rest);
    const size = Math.abs(m + v * z);
    return size === 0 ? ROUNDED : log(size);
  };
}

/** Of what rounding leaves of a difference. */
const ROUNDED = -37;

/** E log |M|. Absolute error 1e-12. */
export function expectedLog(law: NoiseDensity, factor: DensityFactor): number {
  return expected(law, logFactor(factor), -factor.m / factor.v);
}

/** Var log |M|. Absolute error 1e-10. */
export function varianceOfLog(law: NoiseDensity, factor: DensityFactor): number {
  const logOf = logFactor(factor);
  const mean = expectedLog(law, factor);
  return expected(law, (z) => (logOf(z) - mean) * (logOf(z) - mean), -factor.m / factor.v);
}

/** P(M < 0). */
export function probabilityBelowZero(law: NoiseDensity, { m, v }: DensityFactor): number {
  return v > 0 ? law.below(-m / v) : law.above(-m / v);
}

/**
 * log E |M|^k, k > 0; infinite where there is no such moment. Of laws that fall faster than a power
 * for k up to `MOST_MOMENT`.
 */
export function logMomentOf(law: NoiseDensity, factor: DensityFactor, k: number): number {
  const { m, v } = factor;
  const { heavy } = law;
  if (heavy && k >= heavy.index) return Number.POSITIVE_INFINITY;
  const logOf = logFactor(factor);
  const { z, weight } = nodesOf(law);
  let top = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < z.length; i++)
    if (weight[i] > 0) top = Math.max(top, k * logOf(z[i]) + log(weight[i]));
  let sum = expected(law, (at) => exp(k * logOf(at) - top), -m / v);
  if (heavy) {
    // Beyond the last panel |M| is |v z|.
    const { edges } = law;
    const far = edges[edges.length - 1];
    const { index, logSize } = heavy;
    const logMass = logSize - index * log(far);
    sum += (2 * exp(logMass + k * log(Math.abs(v) * far) - top)) / (index - k);
  }
  return top + log(sum);
}

/** Largest power whose moment the panels of light laws resolve. */
export const MOST_MOMENT = 200;
