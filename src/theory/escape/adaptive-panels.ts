import { exp } from '../../numerics/elementary';
import type { NoiseDensity } from '../noise/noise-density';
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
import { leaving, type StepKernel } from './step-kernel';

/** What new panels leave out. Rounding errors are smaller still. */
const WANTED = { relative: 1e-13, absolute: 1e-18 };

/** What old panels may leave out before they are halved: more, or every step would halve some. */
const TOLERATED = { relative: 1e-11, absolute: 1e-16 };

/** The same of noise that is not normal, whose probabilities are known to some 1e-8 anyway. */
const WANTED_OF_OTHERS = { relative: 1e-10, absolute: 1e-14 };
const TOLERATED_OF_OTHERS = { relative: 1e-9, absolute: 1e-13 };

function wantedOf({ noise }: StepKernel) {
  return noise ? WANTED_OF_OTHERS : WANTED;
}

function toleratedOf({ noise }: StepKernel) {
  return noise ? TOLERATED_OF_OTHERS : TOLERATED;
}

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
function placePoints(kernel: StepKernel, x: number, edges: number[], points: Points): void {
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
  if (kernel.noise) {
    placeNoise(kernel, kernel.noise(x), { centre, deviation }, edges, points);
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

/**
 * The same for noise of another density: on each panel between the edges of its own quadrature, in
 * the variable in which it is smooth.
 */
function placeNoise(
  kernel: StepKernel,
  noise: NoiseDensity,
  { centre, deviation }: { centre: number; deviation: number },
  edges: number[],
  points: Points,
): void {
  for (const side of kernel.even ? [1, -1] : [1]) {
    // x' = centre + deviation z; on the other half of the axis its opposite.
    const zAt = (x: number) => (side * x - centre) / deviation;
    for (let panel = 0; panel < edges.length - 1; panel++) {
      const [first, last] = [zAt(edges[panel]), zAt(edges[panel + 1])];
      const low = Math.max(noise.low, Math.min(first, last));
      const high = Math.min(noise.high, Math.max(first, last));
      if (!(high - low > NEGLIGIBLE)) continue;
      const ends = [noise.variable(low), noise.variable(high)].sort((p, q) => p - q);
      const cuts = [ends[0], ...noise.edges.filter((t) => t > ends[0] && t < ends[1]), ends[1]];
      for (let i = 1; i < cuts.length; i++) {
        const half = (cuts[i] - cuts[i - 1]) / 2;
        const { node, weight } = RULE;
        for (let k = 0; k < node.length; k++) {
          const t = cuts[i - 1] + half * (1 + node[k]);
          const mass = weight[k] * half * noise.weight(t);
          if (mass < NO_MASS) continue;
          const x = side * (centre + deviation * noise.place(t));
          points.add(panel, placeWithin(edges, panel, x), mass);
        }
      }
    }
  }
}

const ORDER = CHEBYSHEV_ORDER;
const shared = new Points();

/** One step back: P(escaped) at x when `later` is P(escaped) one step later. */
export function stepBack(kernel: StepKernel, later: ChebyshevPanels, x: number): number {
  const { edges, coefficients } = later;
  placePoints(kernel, x, edges, shared);
  const { panel, place, weight } = shared;
  let sum = leaving(kernel, x);
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

/**
 * No feature is narrower than a good part of the noise that made it, but for the kinks that other
 * densities leave: there a panel's width is what limits the error.
 */
function finestOf(kernel: StepKernel): (x: number) => number {
  const share = kernel.noise ? 1e-2 : 1e-3;
  return (x) => share * kernel.deviation(x);
}

/** Escape in steps `first` + 1 to `last`, which differ: new panels for every step. */
export function changingStepEscape(
  kernelAt: (n: number) => StepKernel,
  edges: number[],
  first: number,
  last: number,
): ChebyshevPanels {
  let later = zeroOn(edges);
  for (let n = last; n > first; n--) {
    const kernel = kernelAt(n);
    const known = later;
    later = fitPanels((x) => stepBack(kernel, known, x), edges, wantedOf(kernel), finestOf(kernel));
  }
  return later;
}

/**
 * Escape in so many steps that are the same: once the panels stay as they are, a step back is a
 * product with a matrix.
 */
export function sameStepEscape(
  kernel: StepKernel,
  edges: number[],
  steps: number,
): ChebyshevPanels {
  let later = zeroOn(edges);
  let matrix: StepMatrix | null = null;
  let look = FIRST_LOOK;
  for (let n = 1; n <= steps; n++) {
    if (n === look && steps - n > FIRST_LOOK) {
      // What was sharp in the first steps is smooth by now.
      look *= 2;
      const coarser = joinPanels(later, wantedOf(kernel), edges);
      if (coarser.edges.length < FEWER * later.edges.length) {
        later = coarser;
        matrix = new StepMatrix(kernel, later.edges);
      }
    }
    const known: ChebyshevPanels = later;
    if (matrix) {
      const next = matrix.apply(known);
      if (isResolved(next, kernel)) {
        later = next;
        continue;
      }
    }
    later = fitPanels(
      (x) => stepBack(kernel, known, x),
      known.edges,
      wantedOf(kernel),
      finestOf(kernel),
    );
    if (later.edges.length !== known.edges.length) matrix = null;
    else matrix ??= new StepMatrix(kernel, later.edges);
  }
  return later;
}

/** Whether new panels would be the same, but for those of other noise that are as narrow as may be. */
function isResolved({ edges, coefficients }: ChebyshevPanels, kernel: StepKernel): boolean {
  const tolerated = toleratedOf(kernel);
  const finest = finestOf(kernel);
  for (let panel = 0; panel < edges.length - 1; panel++) {
    if (resolves(coefficients, panel * CHEBYSHEV_ORDER, tolerated)) continue;
    const [low, high] = [edges[panel], edges[panel + 1]];
    if (!kernel.noise || high - low > finest((low + high) / 2)) return false;
  }
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

  constructor(kernel: StepKernel, edges: number[]) {
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
        this.#leaving[at] = leaving(kernel, x);
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
