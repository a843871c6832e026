import { atan, cos, sin, tan } from '../../numerics/angles';
import { exp, log, power } from '../../numerics/elementary';
import {
  gaussLegendre,
  interpolationWeights,
  legendre,
  PANEL_ORDER,
} from '../numerics/gauss-legendre';
import { averageStep, type MomentumStep, signsOf } from './momentum-step';

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

/**
 * Directions r = x''/x' as angles: r = centre + width tan(angle), -pi/2 <= angle <= pi/2, with the
 * panels of the discretisation between neighbouring `edge`s.
 */
export interface Directions {
  centre: number;
  width: number;
  edge: number[];
}

/**
 * Angles in which the step without noise is a rotation (complex roots) or in which both real roots
 * lie at 45 degrees; where the noise is too weak to leave the larger root, a neighbourhood of that
 * root alone.
 */
export function directionsOf(step: MomentumStep): Directions {
  const { trace, determinant } = averageStep(step);
  const size = Math.abs(step.v);
  const discriminant = trace * trace - 4 * determinant;
  const half = Math.sqrt(Math.abs(discriminant)) / 2;
  const width = Math.max(half, size, power(size, 2 / 3));
  if (discriminant > 0) {
    const root = (trace + (trace < 0 ? -2 : 2) * half) / 2;
    const contraction = determinant / (root * root);
    const spread =
      (step.looksAhead ? size * Math.abs(root / step.m) : size) /
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
  const { looksAhead, m, v, beta } = step;
  const edge = Array.from({ length: 7 }, (_, i) => Math.PI * (i / 6 - 0.5));
  const cuts = looksAhead ? [0, beta / (1 + beta)] : [0];
  // Directions of the size of beta, which the step spreads over the circle, need panels of their
  // own.
  if (Math.abs(m) < 9 * Math.abs(v))
    for (let cut = beta / 3; cut < width / 9; cut *= 3) cuts.push(cut, -cut);
  for (const cut of cuts) edge.push(atan((cut - centre) / width));
  edge.sort((a, b) => a - b);
  return { centre, width, edge: edge.filter((angle, i) => i === 0 || angle - edge[i - 1] > 1e-9) };
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
  const { looksAhead, m, v, beta } = step;
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
    const ahead = (looksAhead ? 1 + beta : m + beta) - pull || 1e-150;
    const offset = looksAhead ? m * ahead : ahead;
    const scale = looksAhead ? v * ahead : v;
    const middle = (centre - offset) / scale;
    const turn = Math.abs(width / scale);
    const row = i * count;
    let mass = 0;
    let mean = 0;
    const add = (z: number, weight: number, panel: number) => {
      const next = looksAhead ? (m + v * z) * ahead : offset + v * z;
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
        const next = looksAhead ? (m + v * z) * ahead : offset + v * z;
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
export function lengthBeside(place: number): number {
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
export function solveOn(
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
  const caution = step.looksAhead && Math.abs(step.m / step.v) < 6 ? PANEL_ORDER : 1;
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
