import { asinh, exp, sinh, square } from '../../numerics/elementary';
import { fairCoins } from '../numerics/fair-coins';
import { gaussLegendre, interpolationWeights, PANEL_ORDER } from '../numerics/gauss-legendre';
import { logAbsolute, lyapunovExponentGaussian } from './lyapunov';

/** The nodes of a panel, and a rule for a longer piece of the normal law. */
const PANEL = /* @__PURE__ */ gaussLegendre(PANEL_ORDER);
const NOISE = /* @__PURE__ */ gaussLegendre(16);
/**
 * Standard deviations beyond which normal noise is left out, and the longest piece for one Gauss
 * rule.
 */
const REACH = 7;
const PIECE = 3.5;
/** Panels reach to |y| = exp(FAR) times where |G| = 1: there log |G| is log |y| to 1e-8. */
const FAR = 20;
const MOST_WANDERED = 400;
/** Shares of the law that are left out. */
const LEAST_SHARE = 1e-11;
/** Narrowest panels, where functions are least smooth. */
const NARROWEST = 1e-6;

/** One inner step of SVRG: y <- (1 + pull + v z) y + pull, y = G - 1; see `CorrectedStep`. */
export interface InnerStep {
  pull: number;
  /** Above 0. */
  v: number;
  /** Values of z with their probabilities; null where z is normal, or nearly. */
  atoms: readonly Atom[] | null;
  /**
   * atoms null: fair signs that z is the scaled mean of, so many that its density is the normal one
   * times 1 + kurtosis / 24 (z^4 - 6 z^2 + 3); 0 for normal noise.
   */
  signs: number;
}

/** A value of z, and its probability. */
interface Atom {
  z: number;
  probability: number;
}

/** Values of the mean of so many fair signs, times its square root. */
export function meanSignValues(batchSize: number): Atom[] {
  const { first, probability } = fairCoins(batchSize, 1e-18);
  return Array.from(probability, (one, i) => ({
    z: (2 * (first + i) - batchSize) / Math.sqrt(batchSize),
    probability: one,
  }));
}

/**
 * E log |m + v z| where z is normal, or has the kurtosis of the mean of so many signs: with g(d) = E
 * log |Z + d| the kurtosis adds a 24th of itself times g''''(d), and g'' = 1 - d g'. Error of what
 * it adds 1e-4 / signs.
 */
export function densityExponent(m: number, v: number, signs: number, pull = m - 1): number {
  const normal = lyapunovExponentGaussian(m, v, pull);
  if (signs === 0 || v === 0) return normal;
  const d = Math.abs(m / v);
  if (d > 8) {
    const r = square(v / m);
    return normal + (r * r * (1 + r * (10 + r * 105))) / (2 * signs);
  }
  const slope = (g: (h: number) => number) => (g(1e-3) - g(-1e-3)) / 2e-3;
  const first = slope((h) => lyapunovExponentGaussian(d + h, 1));
  const second = 1 - d * first;
  const third = -first - d * second;
  return normal - (-2 * second - d * third) / (12 * signs);
}

/** E log |1 + y'| of one step from y. */
export function lastStep({ pull, v, atoms, signs }: InnerStep, y: number): number {
  const offset = pull + (1 + pull) * y;
  if (!atoms) return densityExponent(1 + offset, v * y, signs, offset);
  let sum = 0;
  for (const { z, probability } of atoms)
    sum += probability * logAbsolute(1 + offset + v * z * y, offset + v * z * y);
  return sum;
}

/** Whether y keeps the sign of pull: every factor is positive, up to 3e-12. */
export function keepsSign({ pull, v, atoms }: InnerStep): boolean {
  const reach = atoms ? atoms[atoms.length - 1].z : REACH;
  return 1 + pull > reach * v;
}

/** Places in asinh(y / |pull|), the panels' edges rising. */
function panelEdges(step: InnerStep, count: number, width: number): number[] {
  const { pull, v } = step;
  const scale = Math.abs(pull);
  const one = asinh(1 / scale);
  // How far log |y| may wander by noise.
  const far = one + FAR + Math.min(MOST_WANDERED, 6 * Math.min(v, 1) * Math.sqrt(count));
  const oneSign = keepsSign(step);
  const low = oneSign ? (pull > 0 ? asinh(1) : -far) : -far;
  const high = oneSign && pull < 0 ? -asinh(1) : far;
  const rough = step.atoms !== null && low < -one;
  const poles = Math.min(10, 8 * v * Math.sqrt(Math.min(count, 100)));
  // Around G = 0, y = -1, log |G| is rounded by one step's noise only; far out the mean is smooth.
  const edge: number[] = [];
  for (let x = low; x < high - width / 2; ) {
    edge.push(x);
    const out = Math.min(Math.abs(x), Math.abs(x + 2 * width)) - one;
    // Signs leave poles about G = 0, as many to a unit as noise is small.
    const fine = rough && Math.abs(x + one) < poles ? Math.min(1, v) : 1;
    x += fine * width * (out > 60 ? 8 : out > 30 ? 5 : out > 12 ? 3 : out > 3 ? 2 : 1);
  }
  edge.push(high);
  const refine = (centre: number, finest: number) => {
    for (let d = width; d > Math.max(finest, NARROWEST); d /= 2) edge.push(centre - d, centre + d);
    edge.push(centre);
  };
  if (low < -one) refine(-one, (v * width) / 4);
  // From y = 0 a step leads to pull, where log |G| may be far from smooth.
  if (!oneSign && Math.abs(1 + pull) < v * scale) refine(0, Math.abs(1 + pull) / (4 * v * scale));
  const sorted = edge.filter((x) => x >= low && x <= high).sort((a, b) => a - b);
  return sorted.filter((x, i) => i === 0 || x - sorted[i - 1] > NARROWEST / 10);
}

/** The mean after some steps, as a sparse matrix on the values of a function at nodes. */
interface MeanMatrix {
  /** Blocks of ten weights that belong to each row, and where they begin. */
  rowStart: Int32Array;
  /** Column of the first weight of each block. */
  column: Int32Array;
  weight: Float64Array;
  /** Added to each row. */
  constant: Float64Array;
}

/** The mean after one step. */
export interface EpochOperator extends MeanMatrix {
  /** y of each node; the matrix has one row more, that of y = pull. */
  level: Float64Array;
}

/**
 * Functions of y that grow like log |y| are kept by their values on panels of ten Gauss nodes in
 * asinh(y / |pull|). Of normal noise the mean is integrated panel by panel; of signs it is a sum.
 */
export function epochOperator(step: InnerStep, count: number, width: number): EpochOperator {
  const { pull, v, atoms, signs } = step;
  const kurtosis = signs > 0 ? -2 / signs : 0;
  const m = 1 + pull;
  const scale = Math.abs(pull);
  const edge = panelEdges(step, count, width);
  const panels = edge.length - 1;
  const nodes = panels * PANEL_ORDER;
  const place = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    const panel = Math.floor(i / PANEL_ORDER);
    const t = PANEL.node[i % PANEL_ORDER];
    place[i] = (edge[panel] * (1 - t) + edge[panel + 1] * (1 + t)) / 2;
  }
  const level = place.map((x) => scale * sinh(x) || 1e-300);
  const border = edge.map((x) => scale * sinh(x));
  const constant = new Float64Array(nodes + 1);
  const rowStart = new Int32Array(nodes + 2);
  const home: number[] = [];
  const weights: number[] = [];
  const share = new Float64Array(PANEL_ORDER);
  const block = new Float64Array(PANEL_ORDER);
  /** Adds the mean's share of one place, `next` in asinh, to the block of a panel. */
  const visit = (row: number, panel: number, next: number, weight: number) => {
    const own = Math.min(Math.max(panel, 0), panels - 1);
    if (own !== panel) {
      // Outside: the value at the nearest place, and the distance in log |y|.
      const end = panel < 0 ? 0 : PANEL_ORDER - 1;
      block[end] += weight;
      constant[row] += weight * (Math.abs(next) - Math.abs(place[own * PANEL_ORDER + end]));
      return;
    }
    const width = edge[own + 1] - edge[own];
    interpolationWeights((2 * next - edge[own] - edge[own + 1]) / width, share);
    for (let j = 0; j < PANEL_ORDER; j++) block[j] += weight * share[j];
  };
  const finish = (panel: number) => {
    home.push(Math.min(Math.max(panel, 0), panels - 1) * PANEL_ORDER);
    for (let j = 0; j < PANEL_ORDER; j++) weights.push(block[j]);
    block.fill(0);
  };
  const panelOf = (x: number) => {
    if (x < edge[0]) return -1;
    if (x > edge[panels]) return panels;
    let [low, high] = [0, panels - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (edge[middle] <= x) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const mass = new Float64Array(nodes + 1);
  for (let i = 0; i <= nodes; i++) {
    const y = i === nodes ? pull : level[i];
    const offset = m * y + pull;
    const slope = v * y;
    if (atoms) {
      for (const { z, probability } of atoms) {
        const next = asinh((offset + slope * z) / scale);
        const panel = panelOf(next);
        visit(i, panel, next, probability);
        finish(panel);
        mass[i] += probability;
      }
      rowStart[i + 1] = home.length;
      continue;
    }
    const reached = [offset - REACH * Math.abs(slope), offset + REACH * Math.abs(slope)];
    const last = panelOf(asinh(reached[1] / scale));
    for (let panel = panelOf(asinh(reached[0] / scale)); panel <= last; panel++) {
      const one = panel < 0 ? Number.NEGATIVE_INFINITY : border[panel];
      const other = panel < panels ? border[panel + 1] : Number.POSITIVE_INFINITY;
      const ends = [(one - offset) / slope, (other - offset) / slope];
      const low = Math.max(Math.min(ends[0], ends[1]), -REACH);
      const high = Math.min(Math.max(ends[0], ends[1]), REACH);
      if (!(high - low > LEAST_SHARE)) continue;
      const pieces = Math.ceil((high - low) / PIECE);
      const half = (high - low) / pieces / 2;
      const rule = half > 0.5 ? NOISE : PANEL;
      let own = 0;
      for (let k = 0; k < pieces * rule.node.length; k++) {
        const at = k % rule.node.length;
        const z = low + half * (2 * Math.floor(k / rule.node.length) + 1 + rule.node[at]);
        const bent = 1 + (kurtosis / 24) * (z * z * (z * z - 6) + 3);
        const weight = half * rule.weight[at] * exp((-z * z) / 2) * bent;
        if (Math.abs(weight) < LEAST_SHARE * half) continue;
        own += weight;
        visit(i, panel, asinh((offset + slope * z) / scale), weight);
      }
      if (own === 0) continue;
      mass[i] += own;
      finish(panel);
    }
    rowStart[i + 1] = home.length;
  }
  const weight = Float64Array.from(weights);
  for (let i = 0; i <= nodes; i++) {
    constant[i] /= mass[i];
    for (let j = rowStart[i] * PANEL_ORDER; j < rowStart[i + 1] * PANEL_ORDER; j++)
      weight[j] /= mass[i];
  }
  return { level, rowStart, column: Int32Array.from(home), weight, constant };
}

function rowOf(matrix: MeanMatrix, value: Float64Array, i: number): number {
  const { rowStart, column, weight, constant } = matrix;
  let sum = constant[i];
  for (let b = rowStart[i], k = b * PANEL_ORDER; b < rowStart[i + 1]; b++) {
    const from = column[b];
    for (let j = 0; j < PANEL_ORDER; j++, k++) sum += weight[k] * value[from + j];
  }
  return sum;
}

/** The mean after twice as many steps, for the rows of nodes. */
function twice(matrix: MeanMatrix, nodes: number): MeanMatrix {
  const { rowStart, column, weight } = matrix;
  const row = new Float64Array(nodes);
  const used = new Uint8Array(nodes / PANEL_ORDER);
  const start = new Int32Array(nodes + 1);
  const columns: number[] = [];
  const weights: number[] = [];
  const constant = new Float64Array(nodes);
  for (let i = 0; i < nodes; i++) {
    constant[i] = rowOf(matrix, matrix.constant, i);
    for (let b = rowStart[i]; b < rowStart[i + 1]; b++)
      for (let j = 0; j < PANEL_ORDER; j++) {
        const share = weight[b * PANEL_ORDER + j];
        const through = column[b] + j;
        if (Math.abs(share) < NEGLIGIBLE) continue;
        for (let c = rowStart[through]; c < rowStart[through + 1]; c++) {
          const from = column[c];
          used[from / PANEL_ORDER] = 1;
          for (let k = 0; k < PANEL_ORDER; k++)
            row[from + k] += share * weight[c * PANEL_ORDER + k];
        }
      }
    for (let panel = 0; panel < used.length; panel++) {
      if (!used[panel]) continue;
      used[panel] = 0;
      const own = row.subarray(panel * PANEL_ORDER, (panel + 1) * PANEL_ORDER);
      if (own.some((one) => Math.abs(one) > NEGLIGIBLE)) {
        columns.push(panel * PANEL_ORDER);
        weights.push(...own);
      }
      own.fill(0);
    }
    start[i + 1] = columns.length;
  }
  return {
    rowStart: start,
    column: Int32Array.from(columns),
    weight: Float64Array.from(weights),
    constant,
  };
}

/** Weights that no mean sees. */
const NEGLIGIBLE = 1e-14;

/** A number, and how far it may be off. */
export interface Measured {
  value: number;
  error: number;
}

/** Multiplications after which an epoch is followed no more. */
const MOST_WORK = 1e8;
/** Strides over which the approach to the end is looked at, and after which one is doubled. */
const WINDOW = 8;
const STRIDES = 64;

/**
 * E log |G| after `count` >= 3 steps: f_1 is `lastStep`, f_(k + 1)(y) = E f_k(y'), up to f_(count -
 * 1)(pull). The matrix is squared after every 64 strides while that saves work. Once the loop has
 * settled, each step adds max(0, `inside`), the exponent of a factor: then the rest is added at
 * once, and `error` bounds what that leaves out.
 */
export function carriedBack(
  step: InnerStep,
  count: number,
  { operator, inside, tolerance }: { operator: EpochOperator; inside: number; tolerance: number },
): Measured {
  const nodes = operator.level.length;
  let value = operator.level.map((y) => lastStep(step, y));
  let other = new Float64Array(nodes);
  let matrix: MeanMatrix = operator;
  let stride = 1;
  let now = rowOf(operator, value, nodes);
  let excess: number[] = [];
  const each = Math.max(0, inside);
  for (let steps = 3, work = 0; steps < count; work += matrix.weight.length) {
    for (let i = 0; i < nodes; i++) other[i] = rowOf(matrix, value, i);
    [value, other] = [other, value];
    steps += stride;
    const before = now;
    now = rowOf(operator, value, nodes);
    excess.push(Math.abs(now - before - stride * each));
    const left = (count - steps) / stride;
    const most = Math.max(...excess.slice(-WINDOW));
    const earlier = Math.max(...excess.slice(-2 * WINDOW, -WINDOW));
    const shrinks = excess.length >= 2 * WINDOW && most < earlier;
    const sum = shrinks ? (2 * WINDOW * most) / (1 - most / earlier) : Number.POSITIVE_INFINITY;
    const rest = Math.min(left * most, sum);
    if (excess.length >= 3 * WINDOW && rest < tolerance)
      return { value: now + left * stride * each, error: rest };
    if (work > MOST_WORK)
      return { value: now + left * (stride * each + most / 2), error: (left * most) / 2 };
    // Strides of twice the length have to end at the last step.
    if (excess.length < STRIDES || left < STRIDES || left % 2 > 0) continue;
    const next = matrix.weight.length / nodes < left / 4 ? twice(matrix, nodes) : null;
    excess = [];
    if (!next || next.weight.length > 1.9 * matrix.weight.length) continue;
    matrix = next;
    stride *= 2;
  }
  return { value: now, error: 0 };
}
