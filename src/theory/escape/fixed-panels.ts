import { asinh, exp, power, sinh } from '../../numerics/elementary';
import { gaussLegendre } from '../numerics/gauss-legendre';
import type { Reduced } from './escape-problem';
import { leaving, type StepKernel } from './step-kernel';

/** Normal deviations beyond this count as never happening: probability 6e-14. */
const REACH = 7.5;

/** Widest panel, in deviations of the noise there and in logarithms of them. */
const WIDTH = { deviations: 4, log: 1.4 };

/** Error of survival that counts as none. */
const REST = 1e-11;

const PEAK = 1 / Math.sqrt(2 * Math.PI);

/** x by a coordinate in which the noise is one wide: deviation(x) = dx/dy. */
interface Scale {
  of(x: number): number;
  at(y: number): number;
  /** dx/dy. */
  slope(x: number): number;
  /** Widest panel that resolves the noise. */
  width: number;
  /** x where the noise jumps. */
  jumps: number[];
}

/** Null where the noise vanishes inside. */
function scaleOf(problem: Reduced, kernel: StepKernel): Scale | null {
  const { a, sigma, tau, rho, ridge, learningRate: h } = problem;
  if (ridge || sigma === 0) {
    // Panels serve both sides.
    const sides = [
      kernel.deviation(1),
      kernel.even ? Number.POSITIVE_INFINITY : kernel.deviation(-1),
    ];
    const least = Math.min(...sides);
    if (!(least > 0)) return null;
    return {
      of: (x) => x / least,
      at: (y) => y * least,
      slope: () => least,
      width: WIDTH.deviations,
      jumps: ridge && !kernel.even ? [0] : [],
    };
  }
  const own = Math.abs(h * tau) * Math.sqrt((1 - rho) * (1 + rho));
  if (own === 0) return null;
  const v = h * sigma;
  const offset = h * rho * tau;
  const of = (x: number) => asinh((v * x + offset) / own) / v;
  return {
    of,
    at: (y) => (own * sinh(v * y) - offset) / v,
    slope: kernel.deviation,
    width: Math.min(WIDTH.deviations / Math.max(1, Math.abs(1 + h * a)), WIDTH.log / Math.abs(v)),
    jumps: [],
  };
}

/** Places and weights of a quadrature over x, panel after panel of `order` places each. */
interface Nodes {
  x: Float64Array;
  weight: Float64Array;
  /** Panel of an x, from 0. */
  panelOf(x: number): number;
  panels: number;
  order: number;
}

function nodesOf(
  scale: Scale,
  { low, high }: StepKernel,
  order: number,
  most: number,
): Nodes | null {
  const edges = [low, ...scale.jumps, high].map(scale.of);
  const counts = edges.slice(1).map((end, i) => Math.ceil((end - edges[i]) / scale.width));
  const panels = counts.reduce((sum, count) => sum + count, 0);
  if (!(panels <= most)) return null;
  const { node, weight } = gaussLegendre(order);
  const nodes = { x: new Float64Array(panels * order), weight: new Float64Array(panels * order) };
  let at = 0;
  for (const [i, count] of counts.entries()) {
    const half = (edges[i + 1] - edges[i]) / (2 * count);
    for (let panel = 0; panel < count; panel++)
      for (let k = 0; k < order; k++) {
        const x = scale.at(edges[i] + half * (2 * panel + 1 + node[k]));
        nodes.x[at] = x;
        nodes.weight[at++] = half * weight[k] * scale.slope(x);
      }
  }
  const panelOf = (x: number) => {
    const y = scale.of(x);
    let first = 0;
    for (const [i, count] of counts.entries()) {
      if (y < edges[i + 1] || i === counts.length - 1) {
        const share = (y - edges[i]) / (edges[i + 1] - edges[i]);
        return first + Math.max(0, Math.min(count - 1, Math.floor(share * count)));
      }
      first += count;
    }
    return panels - 1;
  };
  return { ...nodes, panelOf, panels, order };
}

/** Writes the row of a step from x to `into` from index `begin` on; says where it stands. */
function rowOf(
  kernel: StepKernel,
  { x: places, weight, panelOf, order }: Nodes,
  x: number,
  into: number[],
): { from: number; to: number } {
  const s = kernel.deviation(x);
  const mean = kernel.mean(x);
  const centre = kernel.even ? Math.abs(mean) : mean;
  const from = order * panelOf(Math.max(kernel.low, centre - REACH * s));
  const to = order * (panelOf(Math.min(kernel.high, centre + REACH * s)) + 1);
  const scale = PEAK / s;
  for (let j = from; j < to; j++) {
    const z = (places[j] - centre) / s;
    let density = exp(-0.5 * z * z);
    if (kernel.even) {
      const mirrored = (places[j] + centre) / s;
      density += exp(-0.5 * mirrored * mirrored);
    }
    into.push(weight[j] * scale * density);
  }
  return { from, to };
}

/**
 * @returns null where there would be too many panels, or the noise vanishes inside.
 */
export function fixedPanelEscape(
  problem: Reduced,
  kernel: StepKernel,
  order: number,
  most: { panels: number; work: number },
): ((x0: number) => number) | null {
  const scale = scaleOf(problem, kernel);
  const nodes = scale && nodesOf(scale, kernel, order, most.panels);
  if (!nodes) return null;
  const { steps } = problem;
  const count = nodes.x.length;
  const leave = (x: number) => leaving(kernel, x);
  const out = new Float64Array(count);
  const from = new Int32Array(count);
  const begin = new Int32Array(count + 1);
  const list: number[] = [];
  for (let i = 0; i < count; i++) {
    out[i] = leave(nodes.x[i]);
    from[i] = rowOf(kernel, nodes, nodes.x[i], list).from;
    begin[i + 1] = list.length;
  }
  if (list.length * steps > most.work) return null;
  const entries = Float64Array.from(list);
  let now = steps > 1 ? out : new Float64Array(count);
  for (let n = 2; n < steps; n++) {
    const next = new Float64Array(count);
    for (let i = 0; i < count; i++) {
      const end = begin[i + 1];
      let [first, second, third, fourth] = [out[i], 0, 0, 0];
      for (let e = begin[i], c = from[i]; e < end; e += 4, c += 4) {
        first += entries[e] * now[c];
        second += entries[e + 1] * now[c + 1];
        third += entries[e + 2] * now[c + 2];
        fourth += entries[e + 3] * now[c + 3];
      }
      next[i] = first + second + (third + fourth);
    }
    const rest = n % 16 === 0 ? restOf(now, next, steps - 1 - n) : null;
    now = next;
    if (rest !== null) {
      for (let i = 0; i < count; i++) now[i] = 1 - (1 - now[i]) * rest;
      break;
    }
  }
  return (x0) => {
    if (steps === 0) return 0;
    const x = kernel.even ? Math.abs(x0) : x0;
    const row: number[] = [];
    const first = rowOf(kernel, nodes, x, row).from;
    let sum = leave(x);
    for (const [j, entry] of row.entries()) sum += entry * now[first + j];
    return sum;
  };
}

/**
 * The factor by which survival falls in the `left` steps that remain, where one step multiplies it
 * by one factor up to rests of which all steps make no more than REST: no step makes a rest larger.
 * Null where it does not.
 */
function restOf(before: Float64Array, after: Float64Array, left: number): number | null {
  const most = before.reduce((at, escaped, i) => (escaped < before[at] ? i : at), 0);
  const stays = 1 - before[most];
  if (!(stays > 0)) return 1;
  const factor = (1 - after[most]) / stays;
  for (let i = 0; i < before.length; i++)
    if (!(Math.abs(1 - after[i] - factor * (1 - before[i])) * left <= REST)) return null;
  return power(factor, left);
}
