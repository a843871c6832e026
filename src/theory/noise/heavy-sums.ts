import { asinh, cosh, exp, log, sinh } from '../../numerics/elementary';
import { type ChebyshevPanels, evaluatePanels, fitPanels } from '../numerics/chebyshev-panels';
import { gaussLegendre } from '../numerics/gauss-legendre';

/**
 * Law of a sum of independent numbers of one symmetric law whose density falls like a power. It is
 * kept as the logarithm of its density, so that a thin tail has as many digits as the middle.
 */
export interface HeavySum {
  /** The density is analytic in s, |Im s| < pi / 2, where y = unit sinh s. */
  unit: number;
  /** ln f at y >= 0. */
  logDensity(y: number): number;
  /** Ends of panels, from 0 on, over each of which Gauss's rule in s takes the density. */
  ends: number[];
}

/** Of a sum: ln f by s, up to the place `far`. */
export interface SumPanels {
  unit: number;
  far: number;
  panels: ChebyshevPanels;
}

const RULE = /* @__PURE__ */ gaussLegendre(16);

/**
 * Of a panel of Gauss's rule: its most width in s, which keeps the places where the other number is
 * 0 away from it; the most that ln f changes on it; and the most that it bends over half of it.
 */
const WIDEST = 2;
const MOST_CHANGE = 14;
const MOST_BEND = 0.25;

/** Ends of panels from 0 to `far`. */
export function panelEnds(logDensity: (y: number) => number, unit: number, far: number): number[] {
  const ends = [0];
  const last = asinh(far / unit);
  let width = WIDEST;
  for (let s = 0; s < last; s = Math.min(last, s + width)) {
    width = Math.min(2 * width, WIDEST);
    for (; ; width /= 2) {
      const end = Math.min(last, s + width);
      const at = [0, 1, 2, 3, 4].map((k) => logDensity(unit * sinh(s + (k / 4) * (end - s))));
      const bends = [1, 2, 3].map((k) => Math.abs(at[k - 1] - 2 * at[k] + at[k + 1]));
      if (Math.abs(at[4] - at[0]) < MOST_CHANGE && Math.max(...bends) < MOST_BEND) break;
    }
    ends.push(s + width < last ? unit * sinh(s + width) : far);
  }
  return ends;
}

/** Calls `take` with the nodes of one panel, in s of this unit, and ln of their mass. */
function placeNodes(
  { unit, logDensity }: HeavySum,
  low: number,
  high: number,
  take: (y: number, logMass: number) => void,
): void {
  const first = asinh(low / unit);
  const half = (asinh(high / unit) - first) / 2;
  for (const [k, node] of RULE.node.entries()) {
    const s = first + half * (1 + node);
    const y = unit * sinh(s);
    take(y, logDensity(y) + log(RULE.weight[k] * half * unit * cosh(s)));
  }
}

/** P(low < y < high). */
export function massBetween(law: HeavySum, low: number, high: number): number {
  let sum = 0;
  placeNodes(law, low, high, (_, logMass) => {
    sum += exp(logMass);
  });
  return sum;
}

/** Nodes of a law on panels, and in a unit, that serve another one too. */
interface Nodes {
  law: HeavySum;
  ends: number[];
  y: number[];
  logMass: number[];
}

function nodesOn(law: HeavySum, ends: number[]): Nodes {
  const nodes: Nodes = { law, ends, y: [], logMass: [] };
  for (let i = 1; i < ends.length; i++) addNodes(nodes, ends[i - 1], ends[i]);
  return nodes;
}

function addNodes({ law, y, logMass }: Nodes, low: number, high: number): void {
  placeNodes(law, low, high, (at, mass) => {
    y.push(at);
    logMass.push(mass);
  });
}

/** Panels that take less than the whole by this factor, in ln, count as none. */
const NO_PART = -44;

/** A rise of the largest term, in ln, from which on the sum is scaled anew. */
const RISE = 20;

/** ln of a sum of positive terms, by panels. */
class LogSum {
  #top = Number.NEGATIVE_INFINITY;
  #sum = 0;

  /** Adds the terms of the panel whose first node is `first`. */
  add({ y, logMass }: Nodes, first: number, other: (y: number) => number): void {
    const last = first + RULE.node.length - 1;
    const at = (k: number) => logMass[k] + other(y[k]);
    const most = Math.max(at(first), at((first + last) >> 1), at(last));
    if (most - this.#top < NO_PART) return;
    if (most > this.#top + RISE) {
      this.#sum *= exp(this.#top - most);
      this.#top = most;
    }
    for (let k = first; k <= last; k++) this.#sum += exp(at(k) - this.#top);
  }

  value(): number {
    return this.#top + log(this.#sum);
  }
}

/** Adds to ln of the density at z what comes where the one number is nearer to 0 than the other. */
function addNearer(sum: LogSum, one: Nodes, { logDensity }: HeavySum, z: number): void {
  const { law, ends } = one;
  for (let panel = 0; panel < ends.length - 1; panel++) {
    const first = panel * RULE.node.length;
    sum.add(one, first, (y) => logDensity(z + y));
    if (ends[panel + 1] <= z / 2) sum.add(one, first, (y) => logDensity(z - y));
    else if (ends[panel] < z / 2) {
      const part: Nodes = { law, ends, y: [], logMass: [] };
      addNodes(part, ends[panel], z / 2);
      sum.add(part, 0, (y) => logDensity(z - y));
    }
  }
}

/** Two panels narrower than this share of their distance from 0 are as good as one. */
const NARROW = 1.05;

function joinedEnds(one: number[], other: number[]): number[] {
  const all = [...one, ...other].sort((p, q) => p - q);
  const last = all[all.length - 1];
  const kept = all.filter((end, i) => i === 0 || end > NARROW * all[i - 1]);
  return kept[kept.length - 1] === last ? kept : [...kept, last];
}

/** Width of the first panels of ln f, in s where they matter and far out. */
const FIRST_WIDTH = { near: 0.75, far: 8 };

/** Narrowest panels of ln f: in s, and in widths of the law's middle. */
const FINEST = { share: 0.0025, ofMiddle: 0.1 };

/**
 * The sum of two independent sums: the integral of the product of their densities, all parts of
 * which are positive, so that errors of ln f add up and digits are lost nowhere.
 * @param unit    Of the result.
 * @param far     Where its last panel ends.
 * @param middle  Width of its middle.
 * @param error   Wanted, of ln f.
 */
export function addSums(
  one: HeavySum,
  other: HeavySum,
  { unit, far, middle, error }: Record<'unit' | 'far' | 'middle' | 'error', number>,
): SumPanels {
  const last = asinh(far / unit);
  const edges = new Set([0, last]);
  for (let k = 1; k <= 8; k++) edges.add(asinh((k * middle) / unit));
  for (let s = FIRST_WIDTH.near; s < last; s += s < 3 ? FIRST_WIDTH.near : FIRST_WIDTH.far)
    edges.add(s);
  const same = one === other;
  const ends = same ? one.ends : joinedEnds(one.ends, other.ends);
  // What is smooth in s of the smaller unit is so in the larger one's places, not the other way.
  const finer = Math.min(one.unit, other.unit);
  const nodes = nodesOn({ ...one, unit: finer }, ends);
  const others = same ? nodes : nodesOn({ ...other, unit: finer }, ends);
  const logDensity = (z: number): number => {
    const sum = new LogSum();
    addNearer(sum, nodes, other, z);
    if (same) return sum.value() + Math.LN2;
    addNearer(sum, others, one, z);
    return sum.value();
  };
  const panels = fitPanels(
    (s) => logDensity(unit * sinh(s)),
    [...edges].filter((s) => s <= last).sort((p, q) => p - q),
    { relative: 1e-15, absolute: error },
    (s) => Math.max(FINEST.share, FINEST.ofMiddle * Math.min(1, middle / (unit * cosh(s)))),
  );
  return { unit, far, panels };
}

/** A sum by its panels; beyond the last the density falls like |y|^(-index - 1). */
export function sumOfPanels({ unit, far, panels }: SumPanels, index: number): HeavySum {
  const atFar = evaluatePanels(panels, asinh(far / unit));
  const logFar = log(far);
  const logDensity = (y: number) =>
    y < far ? evaluatePanels(panels, asinh(y / unit)) : atFar - (index + 1) * (log(y) - logFar);
  return { unit, logDensity, ends: panelEnds(logDensity, unit, far) };
}
