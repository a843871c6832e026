import { exp, hypot, log, powerOfTwo } from '../../numerics/elementary';
import {
  CHEBYSHEV_ORDER,
  type ChebyshevPanels,
  fitPanels,
  joinPanels,
  panelAt,
  panelPlaces,
  placeWithin,
  resolves,
  seriesThrough,
  zeroOn,
} from '../numerics/chebyshev-panels';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { normalCdf } from '../numerics/special-functions';
import type { EscapeProblem } from './escape-problem';
import { MOST_PLACES, twoPointEscape } from './two-point-escape';

/** Law of x' given x inside (low, high), what is outside having escaped. */
interface Kernel {
  low: number;
  high: number;
  mean(x: number): number;
  /** Standard deviation, >= 0. */
  deviation(x: number): number;
  /** The law of -x' from -x is that of x' from x: then x stands for |x|, 0 <= x <= high. */
  even: boolean;
}

/** What new panels leave out. Rounding errors are smaller still. */
const WANTED = { relative: 1e-13, absolute: 1e-18 };

/** What old panels may leave out before they are halved: more, or every step would halve some. */
const TOLERATED = { relative: 1e-11, absolute: 1e-16 };

/** Normal deviations beyond this count as never happening: probability 1e-19. */
const REACH = 9;

/**
 * Panels narrower than this many standard deviations carry nothing: they stand around places
 * without noise.
 */
const NEGLIGIBLE = 1e-15;

/**
 * Panels with less of the noise's mass than this are left out of a step, as is what lies beyond
 * REACH.
 */
const NO_MASS = 1e-20;

/**
 * Widest stretch, in standard deviations, over which one quadrature rule takes the normal density.
 */
const STRETCH = 3;

/**
 * Step after which panels are first joined, and again after twice as many; the share that must go
 * to make up for a new matrix.
 */
const FIRST_LOOK = 16;
const FEWER = 0.85;

/** Density of the standard normal law at its mean. */
const PEAK = 1 / Math.sqrt(2 * Math.PI);

/**
 * Exact for the degree of a panel times what the normal density does over a stretch, and over next
 * to nothing.
 */
const RULE = /* @__PURE__ */ gaussLegendre(16);
const NARROW_RULE = /* @__PURE__ */ gaussLegendre(9);
const NARROW = 0.03;

/**
 * P(|x_n| > radius for some 1 <= n <= steps): each step is looked at after it is made, the start is
 * not. Exact for the chain itself, without the limit of small steps.
 *
 * Gaussian noise: the probability as a function of the start, n steps before the end, is a
 * polynomial on panels that halve themselves until they resolve it; each step back takes the exact
 * normal tail outside and quadrature inside. Error below 1e-9 of the result plus 1e-13, also where
 * the noise vanishes inside (|rho| = 1, tau = 0); about 0.1 s for a hundred steps and for a
 * thousand, 0.3 s for 10,000 small ones, but seconds for a thousand without additive noise.
 * Two-point noise, and `mostPlaces`: see `twoPointEscape`. Held by
 * tests/unit/theory/escape-oracle.test.ts.
 *
 * Throws RangeError for numbers that make no problem, and when two-point noise leads to too many
 * places. Source: Chapman-Kolmogorov equation backwards in time; panels as in Trefethen (2013),
 * cited at chebyshev-panels.ts.
 */
export function chainEscapeProbability(problem: EscapeProblem, mostPlaces = MOST_PLACES): number {
  const { law, sigma, tau, radius, steps, loss = 'saddle' } = problem;
  const rate = rateOf(problem);
  if (sigma !== 0 || tau !== 0) {
    if (law === 'gaussian') return gaussianEscape(problem)(problem.x0);
    requireProblem(problem);
    return twoPointEscape(problem, rate, mostPlaces);
  }
  requireProblem(problem);
  let x = problem.x0;
  for (let n = 1; n <= steps; n++) {
    const next = x + rate(n) * problem.a * (loss === 'saddle' ? x : Math.sign(x));
    if (Math.abs(next) > radius) return 1;
    if (next === x) return 0;
    x = next;
  }
  return 0;
}

function rateOf({ schedule, learningRate }: EscapeProblem): (n: number) => number {
  return (n) => (schedule === 'inverse-time' ? learningRate / n : learningRate);
}

/**
 * `chainEscapeProbability` of Gaussian noise, sigma or tau not 0, as a function of the start x0, of
 * which the problem's own is not used: what is costly is done once for all starts. Errors and
 * errors thrown as there.
 */
export function gaussianEscape(problem: Omit<EscapeProblem, 'law' | 'x0'>): (x0: number) => number {
  const { batchSize = 1, loss = 'saddle', schedule = 'constant', a, rho, steps } = problem;
  const whole = { ...problem, law: 'gaussian', x0: 0 } as const;
  requireProblem(whole);
  const rate = rateOf(whole);
  const noise = {
    sigma: problem.sigma / Math.sqrt(batchSize),
    tau: problem.tau / Math.sqrt(batchSize),
  };
  const reduced = { ...whole, ...noise, loss };
  // Without additive noise of its own the saddle multiplies x + mu: measured from there, no digits
  // are lost.
  const multiplies = loss === 'saddle' && a === 0 && Math.abs(rho) === 1 && noise.sigma !== 0;
  const shift = multiplies ? (rho * noise.tau) / noise.sigma : 0;
  const kernelAt = (n: number) => kernelOf(reduced, rate(n), shift);
  const { even, low, high } = kernelAt(1);
  const inner = specialPlaces(reduced, shift, rate).filter((x) => x > low && x < high);
  const edges = [low, ...[...new Set(inner)].sort((p, q) => p - q), high];
  // P(escaped) as it is seen after the first step that has noise, by the number of that step.
  const known = new Map<number, ChebyshevPanels>();
  const afterStep = (n: number): ChebyshevPanels => {
    const found =
      known.get(n) ??
      (schedule === 'constant'
        ? sameStepEscape(kernelAt(n), edges, steps - n)
        : changingStepEscape(kernelAt, edges, n, steps));
    known.set(n, found);
    return found;
  };
  return (x0) => {
    let x = even ? Math.abs(x0) : x0 + shift;
    // A start without noise moves on as it must.
    for (let n = 1; n <= steps; n++) {
      const kernel = kernelAt(n);
      if (kernel.deviation(x) > 0)
        return Math.min(1, Math.max(0, stepBack(kernel, afterStep(n), x)));
      const next = kernel.mean(x);
      if (leaving(kernel, next, 0) === 1) return 1;
      if (next === x) return 0;
      x = kernel.even ? Math.abs(next) : next;
    }
    return 0;
  };
}

function requireProblem(problem: EscapeProblem): void {
  const { a, sigma, tau, rho, learningRate, batchSize = 1, x0, radius, steps } = problem;
  if (![a, sigma, tau, rho, learningRate, x0, radius].every(Number.isFinite))
    throw new RangeError('every number of an escape problem must be finite');
  if (!(Math.abs(rho) <= 1)) throw new RangeError(`rho must lie between -1 and 1, not ${rho}`);
  if (!(radius > 0)) throw new RangeError(`radius must be positive, not ${radius}`);
  if (!(Number.isInteger(steps) && steps >= 0))
    throw new RangeError(`steps must be a whole number from 0 on, not ${steps}`);
  if (!(Number.isInteger(batchSize) && batchSize >= 1))
    throw new RangeError(`batchSize must be a whole number from 1 on, not ${batchSize}`);
}

/** The problem with the noise of a whole batch. */
type Reduced = Required<Pick<EscapeProblem, 'loss'>> & EscapeProblem;

/** One step at learning rate h, in x + shift. */
function kernelOf({ a, sigma, tau, rho, radius, loss }: Reduced, h: number, shift: number): Kernel {
  const own = tau * Math.sqrt((1 - rho) * (1 + rho));
  const size = Math.abs(h);
  const even = shift === 0 && rho * sigma * tau === 0;
  const high = radius + shift;
  const low = even ? 0 : shift - radius;
  if (loss === 'relu-saddle') {
    // As at 0, without multiplicative noise, only where a start says so.
    const deviation = (sign: number) => size * hypot(sigma * sign + rho * tau, own);
    const sides = [deviation(-1), size * Math.abs(tau), deviation(1)];
    return {
      low,
      high,
      even,
      mean: (x) => x + h * a * Math.sign(x),
      deviation: (x) => sides[1 + Math.sign(x)],
    };
  }
  const factor = 1 + h * a;
  const offset = shift === 0 ? rho * tau : 0;
  return {
    low,
    high,
    even,
    mean: (x) => factor * x,
    deviation: (x) => size * hypot(sigma * x + offset, shift === 0 ? own : 0),
  };
}

/** Places inside where the probability may not be smooth, or smooth on ever smaller scales only. */
function specialPlaces(problem: Reduced, shift: number, rate: (n: number) => number): number[] {
  const { a, sigma, tau, rho, radius, steps, loss } = problem;
  if (loss === 'saddle') {
    if (sigma === 0) return [];
    if (tau !== 0 && shift === 0) return [(-rho * tau) / sigma];
    return [0, ...octaves(problem, Math.abs(shift) + radius)];
  }
  const places = [0];
  // On a side without noise jumps move on from step to step: from the radius when a > 0, from 0
  // when a < 0.
  for (const side of [-1, 1]) {
    if (a === 0 || kernelOf(problem, 1, 0).deviation(side) > 0) continue;
    for (let first = 1; first <= steps; first++) {
      // Jumps that begin with step `first` stand, before step n <= first, at the sum of the moves
      // n..first away.
      let moved = 0;
      for (let n = first; n >= 1; n--) {
        moved += Math.abs(rate(n) * a);
        if (moved >= radius) break;
        places.push(side * (a > 0 ? radius - moved : moved));
      }
      if (rate(1) === rate(2) && first < steps) first = steps - 1;
    }
  }
  return places;
}

/**
 * Powers of 1/2 of the radius, where every step multiplies x by M = m + v z: down to where the
 * steps can carry particles, in log |x| the drift and 8 standard deviations. Only saves halving.
 */
function octaves({ a, sigma, learningRate, steps }: Reduced, far: number): number[] {
  const factor = Math.abs(1 + learningRate * a);
  const v = Math.abs(learningRate * sigma);
  const spread = 8 * Math.min(1.1, v / factor) * Math.sqrt(steps);
  const drift = steps * Math.max(0, log(hypot(factor, v)));
  const count = Math.min(300, Math.ceil((spread + drift) / Math.LN2));
  return Array.from(
    { length: 2 * count },
    (_, i) => (i % 2 === 0 ? far : -far) * powerOfTwo(-(1 + (i >> 1))),
  );
}

/** P(x' outside), from the smaller tails. */
function leaving({ high, low, even }: Kernel, mean: number, deviation: number): number {
  const bottom = even ? -high : low;
  if (deviation === 0) return mean > high || mean < bottom ? 1 : 0;
  return normalCdf((bottom - mean) / deviation) + normalCdf((mean - high) / deviation);
}

/** Points of a quadrature over x' inside: places on panels and their probabilities. */
class Points {
  readonly panel: number[] = [];
  readonly place: number[] = [];
  readonly weight: number[] = [];

  add(panel: number, place: number, weight: number): void {
    this.panel.push(panel);
    this.place.push(place);
    this.weight.push(weight);
  }

  clear(): void {
    this.panel.length = 0;
    this.place.length = 0;
    this.weight.length = 0;
  }
}

/** Puts the points for a step from x in place of those in `points`. */
function placePoints(kernel: Kernel, x: number, edges: number[], points: Points): void {
  points.clear();
  const deviation = kernel.deviation(x);
  const centre = kernel.mean(x);
  if (deviation === 0) {
    const landing = kernel.even ? Math.abs(centre) : centre;
    if (landing < kernel.low || landing > kernel.high) return;
    const panel = panelAt(edges, landing);
    points.add(panel, placeWithin(edges, panel, landing), 1);
    return;
  }
  // For even kernels the other half of the axis is this half seen from the mirrored mean.
  for (const mean of kernel.even ? [centre, -centre] : [centre]) {
    const from = Math.max(kernel.low, mean - REACH * deviation);
    const to = Math.min(kernel.high, mean + REACH * deviation);
    if (!(from < to)) continue;
    for (let panel = panelAt(edges, from); panel < edges.length - 1 && edges[panel] < to; panel++) {
      const left = Math.max(from, edges[panel]);
      const right = Math.min(to, edges[panel + 1]);
      const first = (left - mean) / deviation;
      const last = (right - mean) / deviation;
      if (last - first < NEGLIGIBLE) continue;
      // Without additive noise all octaves down to 0 are within reach, of next to no mass.
      const nearest = first > 0 ? first : Math.min(0, last);
      if ((last - first) * exp(-0.5 * nearest * nearest) < NO_MASS) continue;
      const begin = placeWithin(edges, panel, left);
      const slope = (placeWithin(edges, panel, right) - begin) / (last - first);
      const pieces = Math.max(1, Math.ceil((last - first) / STRETCH));
      const half = (last - first) / (2 * pieces);
      const { node, weight } = half < NARROW ? NARROW_RULE : RULE;
      for (let piece = 0; piece < pieces; piece++) {
        const middle = (2 * piece + 1) * half;
        for (let i = 0; i < node.length; i++) {
          const way = middle + half * node[i];
          const z = first + way;
          points.add(panel, begin + slope * way, weight[i] * half * PEAK * exp(-0.5 * z * z));
        }
      }
    }
  }
}

const ORDER = CHEBYSHEV_ORDER;
const shared = new Points();

/** One step back: P(escaped) at x when `later` is P(escaped) one step later. */
function stepBack(kernel: Kernel, later: ChebyshevPanels, x: number): number {
  const { edges, coefficients } = later;
  placePoints(kernel, x, edges, shared);
  const { panel, place, weight } = shared;
  let sum = leaving(kernel, kernel.mean(x), kernel.deviation(x));
  for (let i = 0; i < panel.length; i++) {
    // Clenshaw's recurrence for the series of the panel.
    const first = panel[i] * ORDER;
    const twice = 2 * place[i];
    let b = 0;
    let before = 0;
    for (let k = first + ORDER - 1; k > first; k--) {
      const next = coefficients[k] + twice * b - before;
      before = b;
      b = next;
    }
    sum += weight[i] * (coefficients[first] + place[i] * b - before);
  }
  return sum;
}

/** No feature is narrower than a good part of the noise that made it. */
function finestOf(kernel: Kernel): (x: number) => number {
  return (x) => 1e-3 * kernel.deviation(x);
}

/** Escape in steps `first` + 1 to `last`, which differ: new panels for every step. */
function changingStepEscape(
  kernelAt: (n: number) => Kernel,
  edges: number[],
  first: number,
  last: number,
): ChebyshevPanels {
  let later = zeroOn(edges);
  for (let n = last; n > first; n--) {
    const kernel = kernelAt(n);
    const known = later;
    later = fitPanels((x) => stepBack(kernel, known, x), edges, WANTED, finestOf(kernel));
  }
  return later;
}

/**
 * Escape in so many steps that are the same: once the panels stay as they are, a step back is a
 * product with a matrix.
 */
function sameStepEscape(kernel: Kernel, edges: number[], steps: number): ChebyshevPanels {
  let later = zeroOn(edges);
  let matrix: StepMatrix | null = null;
  let look = FIRST_LOOK;
  for (let n = 1; n <= steps; n++) {
    if (n === look && steps - n > FIRST_LOOK) {
      // What was sharp in the first steps is smooth by now.
      look *= 2;
      const coarser = joinPanels(later, WANTED, edges);
      if (coarser.edges.length < FEWER * later.edges.length) {
        later = coarser;
        matrix = new StepMatrix(kernel, later.edges);
      }
    }
    const known: ChebyshevPanels = later;
    if (matrix) {
      const next = matrix.apply(known);
      if (isResolved(next)) {
        later = next;
        continue;
      }
    }
    later = fitPanels((x) => stepBack(kernel, known, x), known.edges, WANTED, finestOf(kernel));
    if (later.edges.length !== known.edges.length) matrix = null;
    else matrix ??= new StepMatrix(kernel, later.edges);
  }
  return later;
}

function isResolved({ coefficients }: ChebyshevPanels): boolean {
  for (let first = 0; first < coefficients.length; first += CHEBYSHEV_ORDER)
    if (!resolves(coefficients, first, TOLERATED)) return false;
  return true;
}

/**
 * One step back on fixed panels: values = leaving + rows coefficients. Rows hold only the panels
 * within reach, one after another in one array.
 */
class StepMatrix {
  readonly #edges: number[];
  readonly #leaving: Float64Array;
  /**
   * First coefficient that row i takes, and where its entries begin; row i ends where row i + 1
   * begins.
   */
  readonly #from: Int32Array;
  readonly #begin: Int32Array;
  readonly #entries: Float64Array;

  constructor(kernel: Kernel, edges: number[]) {
    const count = (edges.length - 1) * CHEBYSHEV_ORDER;
    this.#edges = edges;
    this.#leaving = new Float64Array(count);
    this.#from = new Int32Array(count);
    this.#begin = new Int32Array(count + 1);
    const rows: Float64Array[] = [];
    const row = new Float64Array(count);
    for (let i = 0; i < edges.length - 1; i++)
      for (const x of panelPlaces(edges[i], edges[i + 1])) {
        placePoints(kernel, x, edges, shared);
        const { panel, place, weight } = shared;
        let [first, last] = [edges.length, -1];
        for (let q = 0; q < panel.length; q++) {
          first = Math.min(first, panel[q]);
          last = Math.max(last, panel[q]);
          let before = weight[q] * place[q];
          let now = weight[q];
          const twice = 2 * place[q];
          const end = (panel[q] + 1) * ORDER;
          for (let k = end - ORDER; k < end; k++) {
            row[k] += now;
            const next = twice * now - before;
            before = now;
            now = next;
          }
        }
        const from = last < 0 ? 0 : first * CHEBYSHEV_ORDER;
        const to = (last + 1) * CHEBYSHEV_ORDER;
        const at = rows.length;
        this.#leaving[at] = leaving(kernel, kernel.mean(x), kernel.deviation(x));
        this.#from[at] = from;
        this.#begin[at + 1] = this.#begin[at] + to - from;
        rows.push(row.slice(from, to));
        row.fill(0);
      }
    this.#entries = new Float64Array(this.#begin[count]);
    rows.forEach((own, i) => {
      this.#entries.set(own, this.#begin[i]);
    });
  }

  apply({ coefficients }: ChebyshevPanels): ChebyshevPanels {
    const values = new Float64Array(CHEBYSHEV_ORDER);
    const next = new Float64Array(coefficients.length);
    const entries = this.#entries;
    const begin = this.#begin;
    const from = this.#from;
    for (let i = 0; i < coefficients.length; i++) {
      const end = begin[i + 1];
      let [first, second, third, fourth] = [this.#leaving[i], 0, 0, 0];
      // Rows are whole panels long; four sums go four times as fast as one that waits for itself.
      for (let k = begin[i], c = from[i]; k < end; k += 4, c += 4) {
        first += entries[k] * coefficients[c];
        second += entries[k + 1] * coefficients[c + 1];
        third += entries[k + 2] * coefficients[c + 2];
        fourth += entries[k + 3] * coefficients[c + 3];
      }
      values[i % CHEBYSHEV_ORDER] = first + second + (third + fourth);
      if (i % CHEBYSHEV_ORDER === CHEBYSHEV_ORDER - 1)
        seriesThrough(values, next, i + 1 - CHEBYSHEV_ORDER);
    }
    return { edges: this.#edges, coefficients: next };
  }
}
