import { atan, cos, sin, tan } from '../../numerics/angles';
import { exp, log, log1p, power } from '../../numerics/elementary';
import { fairCoins } from '../numerics/fair-coins';
import {
  gaussLegendre,
  interpolationWeights,
  legendre,
  PANEL_ORDER,
} from '../numerics/gauss-legendre';
import { findMinimum, findRoot } from '../numerics/roots';
import { factorExponent } from './lyapunov';

/**
 * One step of gradient descent with momentum, M = m + v z with z of mean 0 and variance 1, fresh in
 * every step:
 *
 *   heavy-ball   x'' = (M + beta) x' - beta x
 *   nesterov     x'' = M ((1 + beta) x' - beta x)
 */
export interface MomentumStep {
  method: 'heavy-ball' | 'nesterov';
  /** z is normal, or the mean of `batchSize` fair signs times sqrt(batchSize). */
  law: 'gaussian' | 'two-point';
  /** 1 + learningRate a dt, any sign. */
  m: number;
  /** m - 1, as in `StepFactor`. */
  pull?: number;
  /** learningRate sigma_B sqrt(dt), any sign. */
  v: number;
  /** 0 <= beta < 1. */
  beta: number;
  /** 1 to 65536; used by two-point noise only. */
  batchSize: number;
}

/**
 * Normal noise of this strength or more repels whatever the mean: E log |s + v Z| >= log v + E log
 * |Z| = 0.
 */
const SURELY_REPELLING = 1.8873646;

/** Most unknowns: with more, elimination takes seconds. */
const LARGEST_SYSTEM = 1000;
/**
 * Number of values of two-point noise up to which equal angles are tried, and most sweeps over
 * them.
 */
const FEW_SIGNS = 33;
const SWEEPS = 3000;
/**
 * Standard deviations beyond which normal noise is left out, 1e-17 of its mass, and 1e-9 where 1e-5
 * is enough.
 */
const REACH = 8.6;
const ROUGH_REACH = 6;
const ROUGH = 1e-5;
/** Longest piece of the normal law that one Gauss rule of 16 nodes takes in. */
const PIECE = 4.3;

/** The nodes of a panel, as a part of [-1, 1]. */
const PANEL = /* @__PURE__ */ gaussLegendre(PANEL_ORDER);
/** Rules for a longer and a shorter piece of the normal law. */
const NOISE = /* @__PURE__ */ gaussLegendre(16);
const SHORT_NOISE = /* @__PURE__ */ gaussLegendre(10);

/** Rows that read the two highest Legendre coefficients off the values at the panel's nodes. */
const HIGHEST = [PANEL_ORDER - 1, PANEL_ORDER - 2].map((degree) =>
  PANEL.node.map((x, i) => (degree + 0.5) * PANEL.weight[i] * legendre(degree, x).value),
);

/** Trace and determinant of the step without noise. */
function averageStep({ method, m, beta }: Omit<MomentumStep, 'v'>): {
  trace: number;
  determinant: number;
} {
  return method === 'heavy-ball'
    ? { trace: m + beta, determinant: beta }
    : { trace: m * (1 + beta), determinant: m * beta };
}

/**
 * log of the spectral radius of the step without noise, for real and complex roots r of r^2 - trace
 * r + determinant. Near 1 the larger root is 1 + excess with excess^2 + (2 - trace) excess + 1 - m
 * = 0: the logarithm keeps its digits.
 */
function noiselessExponent(step: Omit<MomentumStep, 'v'>): number {
  const { trace, determinant } = averageStep(step);
  const discriminant = trace * trace - 4 * determinant;
  if (discriminant < 0) return log(determinant) / 2;
  const root = Math.sqrt(discriminant);
  if (!(trace > 1)) return log((Math.abs(trace) + root) / 2);
  return log1p(
    trace > 2 ? (trace - 2 + root) / 2 : (2 * (step.pull ?? step.m - 1)) / (root + 2 - trace),
  );
}

/**
 * Directions r = x''/x' as angles: r = centre + width tan(angle), -pi/2 <= angle <= pi/2, with the
 * panels of the discretisation between neighbouring `edge`s.
 */
interface Directions {
  centre: number;
  width: number;
  edge: number[];
}

/**
 * Angles in which the step without noise is a rotation (complex roots) or in which both real roots
 * lie at 45 degrees; where the noise is too weak to leave the larger root, a neighbourhood of that
 * root alone.
 */
function directionsOf(step: MomentumStep): Directions {
  const { trace, determinant } = averageStep(step);
  const size = Math.abs(step.v);
  const discriminant = trace * trace - 4 * determinant;
  const half = Math.sqrt(Math.abs(discriminant)) / 2;
  const width = Math.max(half, size, power(size, 2 / 3));
  if (discriminant > 0) {
    const root = (trace + (trace < 0 ? -2 : 2) * half) / 2;
    const contraction = determinant / (root * root);
    const spread =
      (step.method === 'heavy-ball' ? size : size * Math.abs(root / step.m)) /
      Math.sqrt(1 - contraction * contraction);
    if (20 * spread < half) return withPanels(step, root, 8 * spread);
  }
  return withPanels(step, trace / 2, width);
}

/**
 * Six equal panels, cut where a vanishing factor of Nesterov's step makes the functions of
 * direction kink.
 */
function withPanels(step: MomentumStep, centre: number, width: number): Directions {
  const { method, m, v, beta } = step;
  const edge = Array.from({ length: 7 }, (_, i) => Math.PI * (i / 6 - 0.5));
  const cuts = method === 'nesterov' ? [0, beta / (1 + beta)] : [0];
  // Directions of the size of beta, which the step spreads over the circle, need panels of their
  // own.
  if (Math.abs(m) < 9 * Math.abs(v))
    for (let cut = beta / 3; cut < width / 9; cut *= 3) cuts.push(cut, -cut);
  for (const cut of cuts) edge.push(atan((cut - centre) / width));
  edge.sort((a, b) => a - b);
  return { centre, width, edge: edge.filter((angle, i) => i === 0 || angle - edge[i - 1] > 1e-9) };
}

/**
 * The noise as a list of values and weights, or null for the normal law, which is integrated panel
 * by panel.
 */
function signsOf({ law, batchSize }: MomentumStep): { value: number[]; weight: number[] } | null {
  if (law === 'gaussian') return null;
  const { first, probability } = fairCoins(batchSize, 1e-20);
  return {
    value: Array.from(probability, (_, i) => (2 * (first + i) - batchSize) / Math.sqrt(batchSize)),
    weight: Array.from(probability),
  };
}

/**
 * The mean of a function of the next direction as a matrix on its values at the nodes, and the mean
 * growth.
 */
interface Transition {
  /** Row i: weights of the function's values at the nodes, from node i. */
  matrix: Float64Array;
  /** Mean logarithm of the growth of the length of (x', x) in the step from node i. */
  growth: Float64Array;
}

function transitionOf(step: MomentumStep, directions: Directions, accuracy: number): Transition {
  const { centre, width, edge } = directions;
  const panels = edge.length - 1;
  const count = panels * PANEL_ORDER;
  const matrix = new Float64Array(count * count);
  const growth = new Float64Array(count);
  const signs = signsOf(step);
  const reach = accuracy < ROUGH ? REACH : ROUGH_REACH;
  const longRule = accuracy < ROUGH ? NOISE : SHORT_NOISE;
  const heavyBall = step.method === 'heavy-ball';
  const { m, v, beta } = step;
  const slope = edge.map((angle, k) =>
    k === 0
      ? Number.NEGATIVE_INFINITY
      : k === panels
        ? Number.POSITIVE_INFINITY
        : centre + width * tan(angle),
  );
  const share = new Float64Array(PANEL_ORDER);
  for (let i = 0; i < count; i++) {
    const home = Math.floor(i / PANEL_ORDER);
    const angle =
      (edge[home] * (1 - PANEL.node[i % PANEL_ORDER]) +
        edge[home + 1] * (1 + PANEL.node[i % PANEL_ORDER])) /
      2;
    const x = centre * cos(angle) + width * sin(angle) || 1e-150;
    const pull = (beta * cos(angle)) / x;
    // The next direction is offset + scale z.
    const ahead = (heavyBall ? m + beta : 1 + beta) - pull || 1e-150;
    const offset = heavyBall ? ahead : m * ahead;
    const scale = heavyBall ? v : v * ahead;
    const middle = (centre - offset) / scale;
    const turn = Math.abs(width / scale);
    const row = i * count;
    let mass = 0;
    let mean = 0;
    const add = (z: number, weight: number, panel: number) => {
      const next = heavyBall ? offset + v * z : (m + v * z) * ahead;
      const place = (next - centre) / width;
      const low = edge[panel];
      const high = edge[panel + 1];
      const at = (2 * atan(place) - low - high) / (high - low);
      interpolationWeights(at, share);
      const start = row + panel * PANEL_ORDER;
      for (let k = 0; k < PANEL_ORDER; k++) matrix[start + k] += weight * share[k];
      mass += weight;
      mean += weight * log(Math.abs(x) * lengthBeside(place));
    };
    if (signs) {
      for (let k = 0; k < signs.value.length; k++) {
        const z = signs.value[k];
        const next = heavyBall ? offset + v * z : (m + v * z) * ahead;
        add(z, signs.weight[k], panelOf(slope, next));
      }
    } else {
      for (let panel = 0; panel < panels; panel++) {
        const one = (slope[panel] - offset) / scale;
        const other = (slope[panel + 1] - offset) / scale;
        const low = Math.max(Math.min(one, other), -reach);
        const high = Math.min(Math.max(one, other), reach);
        if (!(high > low)) continue;
        // The angle of offset + scale z, and the growth, turn within `turn` of z = middle.
        for (let from = low; from < high; ) {
          const length = Math.min(PIECE, 3 * Math.max(from - middle, turn));
          // Below the middle pieces shrink towards it, and end there.
          const shrink =
            from < middle - turn ? Math.min(PIECE, Math.max((middle - from) * 0.75, turn)) : length;
          const to = from + shrink > high - 1e-3 * shrink ? high : from + shrink;
          const half = (to - from) / 2;
          const rule = half > 0.4 ? longRule : SHORT_NOISE;
          for (let k = 0; k < rule.node.length; k++) {
            const z = from + half * (1 + rule.node[k]);
            const weight = half * rule.weight[k] * exp((-z * z) / 2);
            if (weight > 1e-22) add(z, weight, panel);
          }
          from = to;
        }
      }
    }
    for (let j = row; j < row + count; j++) matrix[j] /= mass;
    growth[i] = mean / mass;
  }
  return { matrix, growth };
}

/** Length of (1, place), for a place of up to 1e300. */
function lengthBeside(place: number): number {
  return Math.abs(place) < 1e150 ? Math.sqrt(1 + place * place) : Math.abs(place);
}

/** Index of the interval of the rising `edge`s that contains x. */
function panelOf(edge: number[], x: number): number {
  let low = 0;
  let high = edge.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (x < edge[middle]) high = middle;
    else low = middle;
  }
  return low;
}

/**
 * Solves A x = right and A' y = left, A of `count` rows, by elimination with partial pivoting; A is
 * overwritten.
 */
function solveBoth(
  a: Float64Array,
  count: number,
  right: Float64Array,
  left: Float64Array,
): { x: Float64Array; y: Float64Array } {
  const order = new Int32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  for (let k = 0; k < count; k++) {
    let pivot = k;
    for (let i = k + 1; i < count; i++)
      if (Math.abs(a[i * count + k]) > Math.abs(a[pivot * count + k])) pivot = i;
    if (pivot !== k) {
      const one = a.slice(k * count, (k + 1) * count);
      a.copyWithin(k * count, pivot * count, (pivot + 1) * count);
      a.set(one, pivot * count);
      [order[k], order[pivot]] = [order[pivot], order[k]];
    }
    const top = k * count;
    const inverse = 1 / a[top + k];
    for (let i = k + 1; i < count; i++) {
      const at = i * count;
      const factor = a[at + k] * inverse;
      if (factor === 0) continue;
      a[at + k] = factor;
      for (let j = at + k + 1, above = top + k + 1; j < at + count; j++, above++)
        a[j] -= factor * a[above];
    }
  }
  const x = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    let sum = right[order[i]];
    for (let j = 0; j < i; j++) sum -= a[i * count + j] * x[j];
    x[i] = sum;
  }
  for (let i = count - 1; i >= 0; i--) {
    let sum = x[i];
    for (let j = i + 1; j < count; j++) sum -= a[i * count + j] * x[j];
    x[i] = sum / a[i * count + i];
  }
  const half = Float64Array.from(left);
  for (let i = 0; i < count; i++) {
    half[i] /= a[i * count + i];
    for (let j = i + 1; j < count; j++) half[j] -= a[i * count + j] * half[i];
  }
  for (let i = count - 1; i > 0; i--)
    for (let j = 0; j < i; j++) half[j] -= a[i * count + j] * half[i];
  const y = new Float64Array(count);
  for (let i = 0; i < count; i++) y[order[i]] = half[i];
  return { x, y };
}

/** The exponent on one mesh, and what each panel may contribute to its error. */
function solveOn(
  step: MomentumStep,
  directions: Directions,
  accuracy: number,
): { exponent: number; errors: Float64Array } {
  const { matrix, growth } = transitionOf(step, directions, accuracy);
  const panels = directions.edge.length - 1;
  const count = growth.length;
  // With K the matrix and u the mean over the nodes, (1 - K + 1 u) h = growth has u h = exponent:
  // the stationary law p, p K = p, applied to both sides gives u h = p growth. The same elimination
  // gives p.
  for (let i = 0; i < matrix.length; i++) matrix[i] = 1 / count - matrix[i];
  for (let i = 0; i < count; i++) matrix[i * count + i] += 1;
  const mean = new Float64Array(count).fill(1 / count);
  const { x: potential, y: law } = solveBoth(matrix, count, growth, mean);
  let exponent = 0;
  for (let i = 0; i < count; i++) exponent += potential[i] / count;
  // Where Nesterov's factor vanishes, coefficients fall off like a power: there are as many more as
  // the order.
  const caution = step.method === 'nesterov' && Math.abs(step.m / step.v) < 6 ? PANEL_ORDER : 1;
  const errors = new Float64Array(panels);
  for (let panel = 0; panel < panels; panel++) {
    let mass = 0;
    let tail = 0;
    for (let k = 0; k < PANEL_ORDER; k++) mass += Math.abs(law[panel * PANEL_ORDER + k]);
    for (const row of HIGHEST) {
      let sum = 0;
      for (let k = 0; k < PANEL_ORDER; k++) sum += row[k] * potential[panel * PANEL_ORDER + k];
      tail += Math.abs(sum);
    }
    errors[panel] = caution * mass * tail;
  }
  return { exponent, errors };
}

/**
 * The exponent by sweeps over `count` equal angles with linear interpolation, for signs that make
 * functions of the direction rough: the mean growth after k steps more, as a function of the
 * direction, tends to the exponent.
 */
function sweep(
  step: MomentumStep,
  signs: { value: number[]; weight: number[] },
  { centre, width }: Directions,
  count: number,
  accuracy: number,
): { exponent: number; error: number } {
  const { method, m, v, beta } = step;
  const atoms = signs.value.length;
  const index = new Int32Array(count * atoms);
  const share = new Float64Array(count * atoms);
  let growth = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const angle = Math.PI * ((i + 0.5) / count - 0.5);
    const y = cos(angle);
    const x = centre * y + width * sin(angle) || 1e-150;
    for (let k = 0; k < atoms; k++) {
      const factor = m + v * signs.value[k];
      const next =
        method === 'heavy-ball'
          ? factor + beta - (beta * y) / x
          : factor * (1 + beta - (beta * y) / x);
      const place = (next - centre) / width;
      growth[i] += signs.weight[k] * log(Math.abs(x) * lengthBeside(place));
      const at = (atan(place) / Math.PI + 0.5) * count - 0.5;
      const below = Math.floor(at);
      index[i * atoms + k] = (below + count) % count;
      share[i * atoms + k] = at - below;
    }
  }
  let other = new Float64Array(count);
  for (let round = 0; ; round++) {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (let i = 0; i < count; i++) {
      let mean = 0;
      for (let k = 0, at = i * atoms; k < atoms; k++, at++) {
        const j = index[at];
        const right = growth[j + 1 === count ? 0 : j + 1];
        mean += signs.weight[k] * (growth[j] + share[at] * (right - growth[j]));
      }
      // Half a step: alternating directions settle as well.
      mean = (mean + growth[i]) / 2;
      other[i] = mean;
      sum += mean;
      if (mean < low) low = mean;
      if (mean > high) high = mean;
    }
    [growth, other] = [other, growth];
    if (high - low < accuracy || round === SWEEPS)
      return { exponent: sum / count, error: high - low };
  }
}

/**
 * `momentumExponent` with an estimate of its absolute error, which is above `accuracy` where the
 * largest system was not enough. Arguments and errors thrown as there; the true error is below the
 * estimate in every case of tests/unit/theory/momentum.test.ts.
 */
export function momentumExponentWithError(
  step: MomentumStep,
  accuracy = 1e-6,
): { exponent: number; error: number } {
  const { law, m, v, beta, batchSize } = step;
  if (!(beta >= 0 && beta < 1)) throw new RangeError(`beta = ${beta} is not in 0 <= beta < 1`);
  if (beta === 0)
    return { exponent: factorExponent({ law, m, pull: step.pull, v, batchSize }), error: 1e-14 };
  if (v === 0) return { exponent: noiselessExponent(step), error: 1e-14 };
  const { trace, determinant } = averageStep(step);
  const rotation = 4 * determinant - trace * trace;
  const strength = (v * v) / rotation;
  if (rotation > 0 && strength < Math.max(3 * accuracy, 1e-8)) {
    // Weak noise on a rotation; where the rotation has order 2 or nearly so, a tenth of the shift
    // is missing.
    const share =
      step.method === 'heavy-ball' ? 1 / 2 : (trace * trace - 2 * determinant) / (4 * m * m);
    return { exponent: noiselessExponent(step) + strength * share, error: strength / 10 };
  }
  const signs = signsOf(step);
  if (step.method === 'nesterov' && signs?.value.some((z) => m + v * z === 0))
    return { exponent: Number.NEGATIVE_INFINITY, error: 0 };
  const fewSigns = signs !== null && signs.value.length <= FEW_SIGNS;
  const largest = fewSigns ? 160 : LARGEST_SYSTEM;
  const directions = directionsOf(step);
  for (;;) {
    const { exponent, errors } = solveOn(step, directions, accuracy);
    const error = errors.reduce((sum, one) => sum + one, 0);
    if (error < accuracy) return { exponent, error };
    const room = largest / PANEL_ORDER - errors.length;
    if (room < 1) {
      if (!fewSigns) return { exponent, error };
      break;
    }
    const share = accuracy / errors.length / 2;
    const worst = Array.from(errors, (one, panel) => ({ one, panel }))
      .filter(({ one }) => one > share)
      .sort((a, b) => b.one - a.one)
      .slice(0, room);
    const { edge } = directions;
    const middle = worst.map(({ panel }) => (edge[panel] + edge[panel + 1]) / 2);
    directions.edge = [...edge, ...middle].sort((a, b) => a - b);
  }
  const budget = accuracy < 1e-8 ? 19 : accuracy < 1e-6 ? 17 : 13;
  const count = 1 << Math.max(12, budget - 31 + Math.clz32(signs!.value.length * Math.SQRT2));
  const coarse = sweep(step, signs!, directions, count / 2, accuracy / 4);
  const fine = sweep(step, signs!, directions, count, accuracy / 4);
  return {
    exponent: fine.exponent,
    error: fine.error + 2 * Math.abs(fine.exponent - coarse.exponent),
  };
}

/**
 * Top Lyapunov exponent per step of gradient descent with momentum: the almost sure growth rate of
 * (x', x), negative where the steps trap. beta = 0 is `factorExponent`, v = 0 the logarithm of the
 * spectral radius; -Infinity where two steps in a row make the iterate vanish with positive
 * probability (Nesterov's step with a sign that makes M = 0).
 *
 * The direction x''/x' is a Markov chain on a circle. Its transition operator is discretised on
 * panels of ten Gauss nodes, halved where (share of the stationary law) x (roughness of the
 * potential) exceeds the error asked for. With few signs the potential can be a fractal; then up to
 * 2^18 equal angles and linear interpolation.
 *
 * @param accuracy  Absolute error asked for. Normal noise: reached down to 1e-9, measured differences a tenth of it
 *   (tests/unit/theory/momentum.test.ts); 1e-6 takes 5 to 50 ms, 1e-9 0.1 s; three to ten times as long for Nesterov's
 *   step with |v| > |m| / 4. Two-point noise with signs that do not contract: 3e-6 by default and 1e-7 when 1e-9 is
 *   asked for; five times as much where a sign makes M nearly 0 or the noise is larger than the step.
 * Throws RangeError for beta outside 0 <= beta < 1. Derived in docs/model.md, "Momentum"; Furstenberg (1963).
 */
export function momentumExponent(step: MomentumStep, accuracy = 1e-6): number {
  return momentumExponentWithError(step, accuracy).exponent;
}

/**
 * The v > 0 where `momentumExponent` changes sign, rising: none, one or two for normal noise.
 * Searched up to v = 1.8874 (heavy ball), above which normal noise always repels, and up to the
 * smaller of 1.8874 / beta, where the same is true, and 4 (1 + |m|) (Nesterov; for beta = 0 the
 * last place is 1.556 |m|); for signs up to (2 + |m|) min(3, sqrt(batchSize)). Two changes less
 * than a tenth of their place apart may be left out together, so dips of Nesterov's step with signs
 * may be missed. Error of a root: `accuracy` divided by the slope of the exponent; 1e-9 relative in
 * the reference cases (tests/unit/theory/momentum.test.ts). Takes 0.3 to 8 seconds, with Nesterov's
 * step and beta < 0.01 up to 30; a third of it for `accuracy` 1e-6. beta = 0 is searched in the
 * same way. Throws RangeError as `momentumExponent`.
 */
export function momentumThresholds(step: Omit<MomentumStep, 'v'>, accuracy = 1e-9): number[] {
  const { method, law, m, beta, batchSize } = step;
  const exponent = (v: number, error: number) => momentumExponent({ ...step, v }, error);
  const atRest = momentumExponent({ ...step, v: 0 });
  const high =
    law === 'two-point'
      ? (2 + Math.abs(m)) * Math.min(3, Math.sqrt(batchSize))
      : method === 'heavy-ball'
        ? SURELY_REPELLING
        : Math.min(SURELY_REPELLING / beta, 4 + 4 * Math.abs(m));
  let low = Math.min(1e-3, 1e-3 * high);
  if (atRest > 0) {
    // Small noise: exponent = atRest - v^2 / (2 gap^2).
    const { trace, determinant } = averageStep(step);
    const gap = Math.sqrt(Math.max(trace * trace - 4 * determinant, 0));
    low = Math.min(low, Math.max(0.3 * Math.sqrt(2 * atRest) * gap, 1e-9 * high));
  }
  const count = Math.ceil(log(high / low) / 0.1);
  const places = [0];
  const values = [atRest > 1e-15 ? atRest : -1];
  for (let i = 0; i <= count; i++) {
    places.push(low * power(high / low, i / count));
    values.push(exponent(places[i + 1], 1e-5));
  }
  const changes: [number, number][] = [];
  for (let i = 1; i < places.length; i++) {
    if (values[i - 1] > 0 !== values[i] > 0) changes.push([places[i - 1], places[i]]);
    else if (i > 1 && i + 1 < places.length) {
      // An extremum that comes near 0 without a change of sign between the places looked at.
      const sign = values[i] > 0 ? 1 : -1;
      const [before, here, after] = [values[i - 1] * sign, values[i] * sign, values[i + 1] * sign];
      const bend = before + after - 2 * here;
      if (!(here <= before && here < after && here < bend)) continue;
      const bottom = findMinimum((v) => sign * exponent(v, 1e-6), places[i - 1], places[i + 1]);
      if (sign * exponent(bottom, 1e-6) < 0)
        changes.push([places[i - 1], bottom], [bottom, places[i + 1]]);
    }
  }
  return changes.map(([from, to]) => {
    const rough = findRoot((v) => (v === 0 ? values[0] : exponent(v, 1e-6)), from, to, 1e-7);
    const fine = (v: number) => exponent(v, accuracy);
    for (const reach of [1e-6, 1e-4]) {
      const near = [rough * (1 - reach), rough * (1 + reach)];
      if (fine(near[0]) > 0 !== fine(near[1]) > 0) return findRoot(fine, near[0], near[1], 1e-13);
    }
    return rough;
  });
}

/**
 * The learning rate at which plain gradient descent moves as fast as momentum does in the long run:
 * learningRate / (1 - beta). To leading order, for learningRate a << (1 - beta)^2, noise of
 * strength sigma traps when a < effectiveLearningRate sigma^2 / 2. Derived in docs/model.md,
 * "Momentum".
 */
export function effectiveLearningRate(learningRate: number, beta: number): number {
  return learningRate / (1 - beta);
}
