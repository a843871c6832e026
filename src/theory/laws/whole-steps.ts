import { asinh, cosh, exp, log, sinh } from '../../numerics/elementary';
import { factorExponent } from '../exponents/lyapunov';
import type { StepFactor } from '../exponents/step-factor';
import { lawParts } from '../later-parts';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { remembered } from '../numerics/remembered';
import { normalCdf } from '../numerics/special-functions';
import { continuousLaw, type Law, shortNumber, type WholeStepsLaw } from './distribution';
import { normalLaw } from './normal-law';
import { logAbsoluteMoment, tailIndex } from './tail-index';

/** Nodes of a panel, and its width in standard deviations of ln |x| in one step. */
const ORDER = 12;
const DEVIATIONS = 4;
const RULE = /* @__PURE__ */ gaussLegendre(ORDER);

/** Widest panel, in u. */
const WIDEST = 2;

/** Tail index that is taken for a tail that falls faster than any power. */
const NO_TAIL = 1e3;

/** Most panels: beyond, the matrix takes too long. */
const MOST_PANELS = 50;

/**
 * Length in u of the tail on panels: until its mass has fallen by so many powers of e, or it is a
 * power law to rounding. What follows is taken for one until its mass has fallen by END powers.
 */
const TAIL = 9;
const LONGEST_TAIL = 20;
const END = 16;

/** Normal deviations beyond which nothing counts: probability 1e-23. */
const FARTHEST = 10;

/** Quantiles that a law keeps: whether a run has settled is asked with every reading. */
const MOST_QUANTILES = 100;

/** Of the sums. */
const ROUNDING = 1e-12;

/** Largest error of a law that is drawn. */
const MOST_ERROR = 1e-3;

/**
 * Stationary law of x' = m x + v z x + w (rho z + sqrt(1 - rho^2) z2) for normal z and z2: the
 * fixed point p(x') = integral of p(x) N(x'; m x, V(x)) dx with V(x) = v^2 x^2 + 2 rho v w x + w^2.
 *
 * In u = asinh((x + mu) / c), in which the noise has nearly constant width, p is kept at the nodes
 * of Gauss-Legendre panels; beyond the last ones it is a power law with Kesten's index. The law is
 * then a mixture of normal laws, one for every node. Its error is the difference from the same
 * with a third fewer panels of a shorter range, and the difference of the
 * masses beyond its ends; at most 1e-3, commonly 1e-6
 * (tests/unit/theory/whole-steps.test.ts).
 *
 * Exactly normal where v = 0. null where the steps do not trap, noise is not normal, w = 0, |rho| =
 * 1 with both noises (the density is singular), or the error would exceed 1e-3. Takes 10 to 100 ms, and none when asked
 * again. Source of the tail: Kesten (1973), Acta Math. 131, 207.
 */
export function stationaryWholeSteps(
  factor: StepFactor,
  additive: number,
  rho: number,
): WholeStepsLaw | null {
  const { law, m, v } = factor;
  if (lawParts(law) || additive === 0 || !(factorExponent(factor) < 0)) return null;
  if (v === 0) {
    const deviation = Math.abs(additive) / Math.sqrt((1 - m) * (1 + m));
    return { law: normalLaw(0, deviation, 'stationary', true), gap: -log(Math.abs(m)) };
  }
  if (!(Math.abs(rho) < 1)) return null;
  const found = remembered('whole steps', [m, v, additive, rho], () => {
    // Beyond any index that matters the tail is none.
    const kappa = Math.min(NO_TAIL, tailIndex(factor) ?? NO_TAIL);
    const step = { m, v, w: additive, rho, kappa };
    const coarse = solved(step, 1.25 * DEVIATIONS, 0.8);
    const fine = solved(step, DEVIATIONS, 1);
    if (!coarse || !fine) return null;
    const error = largestDifference(fine, coarse) + fine.lopsided + ROUNDING;
    if (!(error <= MOST_ERROR)) return null;
    return { step, mixture: fine, error, gap: gapOf(factor, kappa) };
  });
  if (!found) return null;
  // A law keeps its quantiles.
  const own = laws.get(found) ?? lawOf(found.step, found.mixture, found.error);
  laws.set(found, own);
  return { law: own, gap: found.gap };
}

const laws = new WeakMap<object, Law>();

interface Step {
  m: number;
  v: number;
  w: number;
  rho: number;
  kappa: number;
}

/** A mixture of normal laws. Shape of each: f64[nodes]. */
interface Mixture {
  weight: Float64Array;
  mean: Float64Array;
  deviation: Float64Array;
  /**
   * Difference of the masses beyond the two ends. The true one falls faster with |x| than the mass
   * does, so that it is no larger.
   */
  lopsided: number;
  /** Where most of the mass is, and its width. */
  location: number;
  scale: number;
}

/** The fixed point on panels of this width, and a share of the tail; null where it takes too many. */
function solved(step: Step, deviations: number, share: number): Mixture | null {
  const { m, v, w, rho, kappa } = step;
  const mu = (rho * w) / v;
  const c = (Math.abs(w) * Math.sqrt((1 - rho) * (1 + rho))) / v;
  // Until the tail begins the law is no wider than one without multiplicative noise.
  const core = (6 * Math.abs(w)) / Math.sqrt(Math.max(0.05, (1 - m) * (1 + m)));
  const tail = share * Math.min(TAIL / kappa, LONGEST_TAIL);
  const end = tail + asinh((core + Math.abs(mu)) / c);
  const width = Math.min(WIDEST, (deviations * v) / Math.max(Math.abs(m), 1));
  // Without correlation both sides are alike: the unknowns are those of u > 0.
  const even = rho === 0;
  const panels = Math.ceil(((even ? 1 : 2) * end) / width);
  if (panels > (even ? MOST_PANELS / 2 : MOST_PANELS)) return null;
  const own = nodes(even ? 0 : -end, end, panels);
  const sources = sourcesOf(own, end, width, kappa, even);
  const n = own.u.length;
  const x = own.u.map((u) => c * sinh(u) - mu);
  const slope = own.u.map((u) => c * cosh(u));
  // A step leaves the density as it is, and its mass is 1.
  const matrix = Array.from({ length: n }, () => new Float64Array(n));
  const mass = new Float64Array(n);
  for (const { u, weight, column } of sources) {
    const centre = m * (c * sinh(u) - mu);
    const deviation = v * c * cosh(u);
    const scale = weight / (deviation * Math.sqrt(2 * Math.PI));
    for (let row = 0; row < n; row++) {
      const z = (x[row] - centre) / deviation;
      if (Math.abs(z) < FARTHEST) matrix[row][column] += scale * slope[row] * exp(-0.5 * z * z);
    }
    mass[column] += weight;
  }
  for (let row = 0; row < n; row++)
    for (let column = 0; column < n; column++)
      matrix[row][column] = (row === column ? 1 : 0) - matrix[row][column] + mass[column];
  const density = solve(matrix, new Float64Array(n).fill(1));
  return mixtureOf(step, sources, density, { c, mu, end });
}

/** A place that particles come from: its density is that of an unknown, or a share of it. */
interface Source {
  u: number;
  /** Times the density of node `column` it is the mass. */
  weight: number;
  column: number;
}

/** Those of the nodes and, beyond the ends, of a density that falls like exp(-kappa |u|). */
function sourcesOf(own: Nodes, end: number, width: number, kappa: number, even: boolean): Source[] {
  const far = END / kappa;
  const beyond = nodes(end, end + far, Math.ceil(far / width));
  const sources: Source[] = Array.from(own.u, (u, column) => ({
    u,
    weight: own.weight[column],
    column,
  }));
  const last = own.u.length - 1;
  for (let j = 0; j < beyond.u.length; j++) {
    const u = beyond.u[j];
    const weight = beyond.weight[j] * exp(-kappa * (u - own.u[last]));
    sources.push({ u, weight, column: last });
    if (!even) sources.push({ u: -u, weight, column: 0 });
  }
  return even ? sources.flatMap((source) => [source, { ...source, u: -source.u }]) : sources;
}

function mixtureOf(
  { m, v }: Step,
  sources: readonly Source[],
  density: Float64Array,
  { c, mu, end }: { c: number; mu: number; end: number },
): Mixture {
  const parts = sources
    .map(({ u, weight, column }) => ({ u, weight: weight * density[column] }))
    .sort((a, b) => a.u - b.u);
  const place = (u: number) => c * sinh(u) - mu;
  let sum = 0;
  let odd = 0;
  const quartiles = [0, 0, 0];
  for (const { u, weight } of parts) {
    sum += weight;
    for (let i = 0; i < 3; i++) if (sum < (i + 1) / 4) quartiles[i] = u;
    if (Math.abs(u) > end) odd += Math.sign(u) * weight;
  }
  const [low, middle, high] = quartiles.map(place);
  return {
    weight: Float64Array.from(parts, ({ weight }) => weight),
    mean: Float64Array.from(parts, ({ u }) => m * place(u)),
    deviation: Float64Array.from(parts, ({ u }) => v * c * cosh(u)),
    lopsided: Math.abs(odd),
    location: middle,
    scale: Math.max(c, high - low),
  };
}

interface Nodes {
  u: Float64Array;
  weight: Float64Array;
}

function nodes(low: number, high: number, panels: number): Nodes {
  const u = new Float64Array(panels * ORDER);
  const weight = new Float64Array(panels * ORDER);
  const half = (high - low) / panels / 2;
  for (let panel = 0; panel < panels; panel++)
    for (let i = 0; i < ORDER; i++) {
      u[panel * ORDER + i] = low + (2 * panel + 1 + RULE.node[i]) * half;
      weight[panel * ORDER + i] = RULE.weight[i] * half;
    }
  return { u, weight };
}

/** Solves a system by elimination with row exchanges. Both are changed. */
function solve(matrix: Float64Array[], right: Float64Array): Float64Array {
  const n = right.length;
  for (let k = 0; k < n; k++) {
    let best = k;
    for (let i = k + 1; i < n; i++)
      if (Math.abs(matrix[i][k]) > Math.abs(matrix[best][k])) best = i;
    [matrix[k], matrix[best]] = [matrix[best], matrix[k]];
    [right[k], right[best]] = [right[best], right[k]];
    const pivot = matrix[k];
    for (let i = k + 1; i < n; i++) {
      const row = matrix[i];
      const factor = row[k] / pivot[k];
      if (factor === 0) continue;
      for (let j = k + 1; j < n; j++) row[j] -= factor * pivot[j];
      right[i] -= factor * right[k];
    }
  }
  for (let k = n - 1; k >= 0; k--) {
    const row = matrix[k];
    let sum = right[k];
    for (let j = k + 1; j < n; j++) sum -= row[j] * right[j];
    right[k] = sum / row[k];
  }
  return right;
}

/** Of two distribution functions, at places in all parts of both. */
function largestDifference(one: Mixture, other: Mixture): number {
  let largest = 0;
  for (let i = -60; i <= 60; i++) {
    const x = one.location + one.scale * sinh(i / 6);
    largest = Math.max(largest, Math.abs(share(one, x, 1) - share(other, x, 1)));
  }
  return largest;
}

/** P(X <= x), or P(X > x) with side -1. */
function share({ weight, mean, deviation }: Mixture, x: number, side: 1 | -1): number {
  let sum = 0;
  for (let j = 0; j < weight.length; j++) {
    const z = (side * (x - mean[j])) / deviation[j];
    if (z > FARTHEST) sum += weight[j];
    else if (z > -FARTHEST) sum += weight[j] * normalCdf(z);
  }
  return sum;
}

function pdf({ weight, mean, deviation }: Mixture, x: number): number {
  let sum = 0;
  for (let j = 0; j < weight.length; j++) {
    const z = (x - mean[j]) / deviation[j];
    if (Math.abs(z) < FARTHEST) sum += (weight[j] / deviation[j]) * exp(-0.5 * z * z);
  }
  return sum / Math.sqrt(2 * Math.PI);
}

function lawOf({ m, v, w, rho, kappa }: Step, mixture: Mixture, error: number): Law {
  const law = continuousLaw({
    name: 'whole-steps',
    title: `Law of whole steps, tail exponent ${shortNumber(kappa)}`,
    kind: 'stationary',
    exact: false,
    parameters: { factor: m, spread: v, additive: w, rho, tailExponent: kappa },
    mean: kappa > 1 ? 0 : null,
    variance: kappa > 2 ? (w * w) / (1 - m * m - v * v) : null,
    tailExponent: kappa,
    lower: (x) => Math.min(1, share(mixture, x, 1)),
    upper: (x) => Math.min(1, share(mixture, x, -1)),
    pdf: (x) => pdf(mixture, x),
    location: mixture.location,
    scale: mixture.scale,
  });
  const quantiles = new Map<number, number>();
  const quantile = (p: number) => {
    const found = quantiles.get(p) ?? law.quantile(p);
    if (quantiles.size < MOST_QUANTILES) quantiles.set(p, found);
    return found;
  };
  return { ...law, quantile, bounded: true, error };
}

/**
 * How fast the law is reached: moments of order j below half of the tail index shrink like (E
 * M^j)^n, all else like the least E |M|^k, 0 < k < kappa.
 */
function gapOf(factor: StepFactor, kappa: number): number {
  const { m, v } = factor;
  // log E |M|^k is convex in k, and 0 at both ends.
  let [low, high] = [0, Math.min(kappa, 20)];
  const golden = (Math.sqrt(5) - 1) / 2;
  for (let turn = 0; turn < 30; turn++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (logAbsoluteMoment(factor, a) < logAbsoluteMoment(factor, b)) high = b;
    else low = a;
  }
  const best = (low + high) / 2;
  const rates = [logAbsoluteMoment(factor, best)];
  if (best > 1 && m !== 0) rates.push(log(Math.abs(m)));
  if (best > 2) rates.push(log(m * m + v * v));
  return -Math.max(...rates);
}
