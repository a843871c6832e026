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
/** Width of panels about G = 0 in deviations of weak noise, where signs leave poles. */
const DENSE = 4;

/** One inner step of SVRG: y <- (1 + pull + v z) y + pull, y = G - 1; see `CorrectedStep`. */
export interface InnerStep {
  pull: number;
  /** Above 0. */
  v: number;
  /** Values of z with their probabilities; null where z is normal, or nearly. */
  atoms: readonly NoiseValue[] | null;
  /**
   * atoms null: fair signs that z is the scaled mean of, so many that its density is the normal one
   * times 1 + kurtosis / 24 (z^4 - 6 z^2 + 3); 0 for normal noise.
   */
  signs: number;
}

/** A value of z, and its probability. */
export interface NoiseValue {
  z: number;
  probability: number;
}

/** Values of the mean of so many fair signs, times its square root. */
export function meanSignValues(batchSize: number): NoiseValue[] {
  const { first, probability } = fairCoins(batchSize, 1e-18);
  return Array.from(probability, (one, i) => ({
    z: (2 * (first + i) - batchSize) / Math.sqrt(batchSize),
    probability: one,
  }));
}

/**
 * E log |m + v z| where z is normal, or has the kurtosis of the mean of so many signs: with g(d) =
 * E log |Z + d| the kurtosis adds a 24th of itself times g''''(d), and g'' = 1 - d g'. Error of
 * what it adds 1e-4 / signs.
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

/**
 * Places in asinh(y / |pull|), the panels' edges rising.
 * @param shift  Share of a panel by which all but the ends are moved, from 0 up to 1.
 */
function panelEdges(step: InnerStep, count: number, width: number, shift: number): number[] {
  const { pull, v } = step;
  const scale = Math.abs(pull);
  const one = asinh(1 / scale);
  // How far log |y| may wander by noise.
  const far = one + FAR + Math.min(MOST_WANDERED, 6 * Math.min(v, 1) * Math.sqrt(count));
  const oneSign = keepsSign(step);
  const low = oneSign ? (pull > 0 ? asinh(1) : -far) : -far;
  const high = oneSign && pull < 0 ? -asinh(1) : far;
  // Of signs the mean has a pole for every ending, about G = 0, y = -1, as dense as noise is weak;
  // far out it is smooth.
  const poles = step.atoms ? 8 * v * Math.sqrt(Math.min(count, 1 / scale)) : 0;
  const edge = shift > 0 ? [low] : [];
  for (let x = low + shift * width; x < high - width / 2; ) {
    edge.push(x);
    const out = Math.min(Math.abs(x), Math.abs(x + 2 * width)) - one;
    const fine = Math.abs(x + one) < poles ? Math.min(1, DENSE * v) : 1;
    x += fine * width * (out > 60 ? 8 : out > 30 ? 5 : out > 12 ? 3 : out > 3 ? 2 : 1);
  }
  edge.push(high);
  const refine = (centre: number, finest: number) => {
    for (let d = width; d > Math.max(finest, NARROWEST); d /= 2) edge.push(centre - d, centre + d);
    edge.push(centre);
  };
  // Around G = 0 log |G| is rounded by one step's noise only.
  if (!step.atoms && low < -one) refine(-one, (v * width) / 4);
  // From y = 0 a step leads to pull, where log |G| may be far from smooth.
  if (!oneSign && Math.abs(1 + pull) < v * scale) refine(0, Math.abs(1 + pull) / (4 * v * scale));
  const sorted = edge.filter((x) => x >= low && x <= high).sort((a, b) => a - b);
  return sorted.filter((x, i) => i === 0 || x - sorted[i - 1] > NARROWEST / 10);
}

/** The mean after some steps, as a sparse matrix on the values of a function at nodes. */
export interface MeanMatrix {
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
  /** y of each node; the matrix has one row more, the mean over where an epoch begins. */
  level: Float64Array;
  /** Steps of an epoch before those that this row begins. */
  begun: number;
}

/** Where an epoch may be after its first steps, and with what probability. */
export interface Beginning {
  steps: number;
  /** Shape of each: [places]. */
  y: Float64Array;
  probability: Float64Array;
}

/**
 * Functions of y that grow like log |y| are kept by their values on panels of ten Gauss nodes in
 * asinh(y / |pull|). Of normal noise the mean is integrated panel by panel; of signs it is a sum.
 */
export function epochOperator(
  step: InnerStep,
  count: number,
  width: number,
  shift = 0,
  beginning: Beginning | null = null,
): EpochOperator {
  const { pull, v, atoms, signs } = step;
  const kurtosis = signs > 0 ? -2 / signs : 0;
  const m = 1 + pull;
  const scale = Math.abs(pull);
  const edge = panelEdges(step, count, width, shift);
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
  /** The mean over the places of a beginning, which may be on any panel. */
  const visitBeginning = ({ y, probability }: Beginning) => {
    const all = new Float64Array(nodes);
    for (let i = 0; i < y.length; i++) {
      const place = asinh(y[i] / scale);
      const panel = panelOf(place);
      visit(nodes, panel, place, probability[i]);
      const first = Math.min(Math.max(panel, 0), panels - 1) * PANEL_ORDER;
      for (let j = 0; j < PANEL_ORDER; j++) all[first + j] += block[j];
      block.fill(0);
      mass[nodes] += probability[i];
    }
    for (let panel = 0; panel < panels; panel++) {
      block.set(all.subarray(panel * PANEL_ORDER, (panel + 1) * PANEL_ORDER));
      if (block.some((one) => one !== 0)) finish(panel);
    }
    rowStart[nodes + 1] = home.length;
  };
  for (let i = 0; i <= nodes; i++) {
    if (i === nodes && beginning) {
      visitBeginning(beginning);
      break;
    }
    const y = i === nodes ? pull : level[i];
    const offset = m * y + pull;
    const slope = v * y;
    if (atoms) {
      for (const { z, probability } of atoms) {
        if (probability < LEAST_SHARE) continue;
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
  const begun = beginning ? beginning.steps : 2;
  return { level, rowStart, column: Int32Array.from(home), weight, constant, begun };
}
