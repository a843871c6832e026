import { hypot, power, square } from '../../numerics/elementary';
import { geometricSum, stepPower } from '../laws/transient';
import { evaluatePanels, fitPanels } from '../numerics/chebyshev-panels';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { findRoot } from '../numerics/roots';
import { normalCdf, normalPdf } from '../numerics/special-functions';
import type { Surface } from './landscape';

/**
 * Coefficients of 1, x, x^2, x^3: the slope W'(x) of a well along x. Averages of a cubic over a
 * normal shift are exact, because every Taylor series below ends. Two wells when there are three
 * roots and the last entry is positive.
 */
export type Cubic = readonly [number, number, number, number];

/** f = stiffness y^2 + W(x), W(0) = floor: wells along x in a valley that y falls into. */
export interface Valley {
  slope: Cubic;
  floor: number;
  stiffness: number;
}

/** f = y^2 + x^4/4 - 5 x^3/6 - x^2/2 + 5 x/4 + 2: the right well is the deeper one. */
export const SKEWED_VALLEY: Valley = { slope: [1.25, -1, -2.5, 1], floor: 2, stiffness: 1 };

/** f = y^2 + (height/4) (u^2 - distance^2)^2, u = x - centre: equal wells at centre +- distance. */
export function symmetricValley(height: number, distance: number, centre: number): Valley {
  const gap = centre * centre - distance * distance;
  return {
    slope: [
      -height * centre * gap,
      height * (3 * centre * centre - distance * distance),
      -3 * height * centre,
      height,
    ],
    floor: (height / 4) * gap * gap,
    stiffness: 1,
  };
}

/** Value of the cubic at x. */
export function cubicValue([c0, c1, c2, c3]: Cubic, x: number): number {
  return ((c3 * x + c2) * x + c1) * x + c0;
}

/** E slope(x + shake Z), Z standard normal, as a cubic in x: slope + (shake^2/2) slope''. Exact. */
export function smoothedSlope([c0, c1, c2, c3]: Cubic, shake: number): Cubic {
  const variance = shake * shake;
  return [c0 + variance * c2, c1 + 3 * variance * c3, c2, c3];
}

/**
 * The valley averaged over normal shifts of standard deviation `shake` along x and y; 0: as it is.
 * Exact: E W(x + shake Z) = W + (shake^2/2) W'' + (shake^4/8) W''''. Held by
 * tests/unit/theory/double-well.test.ts against quadrature.
 */
export function smoothedValley({ slope, floor, stiffness }: Valley, shake: number): Surface {
  const averaged = smoothedSlope(slope, shake);
  const variance = shake * shake;
  const lift =
    floor + variance * (stiffness + slope[1] / 2) + (3 / 4) * variance * variance * slope[3];
  const [c0, c1, c2, c3] = averaged;
  return {
    value: (x, y) =>
      stiffness * y * y + lift + (((c3 / 4) * x + c2 / 3) * x + c1 / 2) * x * x + c0 * x,
    gradient: (x, y) => [cubicValue(averaged, x), 2 * stiffness * y],
  };
}

/** `SKEWED_VALLEY` averaged over normal shifts of standard deviation `shake`. */
export function smoothedDoubleWell(shake: number): Surface {
  return smoothedValley(SKEWED_VALLEY, shake);
}

/** `SKEWED_VALLEY` as a surface. */
export const DOUBLE_WELL: Surface = /* @__PURE__ */ smoothedDoubleWell(0);

/** Throws RangeError unless the well closes on both sides. */
function requireWell(slope: Cubic): void {
  if (!(slope[3] > 0))
    throw new RangeError(`the well must grow like x^4, not like ${slope[3]} x^4`);
}

/**
 * Real roots of a cubic with a positive last coefficient, rising; a double root once or not at all.
 */
function rootsOf(cubic: Cubic): number[] {
  const [c0, c1, c2, c3] = cubic;
  const bound = 1 + Math.max(Math.abs(c0), Math.abs(c1), Math.abs(c2)) / c3;
  const centre = -c2 / (3 * c3);
  const spread = centre * centre - c1 / (3 * c3);
  const turn = Math.sqrt(Math.max(0, spread));
  const ends = spread > 0 ? [-bound, centre - turn, centre + turn, bound] : [-bound, bound];
  const roots: number[] = [];
  for (let i = 1; i < ends.length; i++) {
    const [low, high] = [cubicValue(cubic, ends[i - 1]), cubicValue(cubic, ends[i])];
    if (low < 0 !== high < 0)
      roots.push(findRoot((x) => cubicValue(cubic, x), ends[i - 1], ends[i]));
  }
  return roots;
}

/**
 * Minima of the averaged well along x, from left to right, and the saddle between them, null when
 * there is only one minimum. shake = 0: of the well itself. Relative error 1e-14 away from
 * `criticalShake`. Throws RangeError unless slope[3] > 0. Held by
 * tests/unit/theory/double-well.test.ts.
 */
export function wellsAndSaddle(
  slope: Cubic,
  shake = 0,
): { minima: number[]; saddle: number | null } {
  requireWell(slope);
  const roots = rootsOf(smoothedSlope(slope, shake));
  return roots.length === 3
    ? { minima: [roots[0], roots[2]], saddle: roots[1] }
    : { minima: [roots[roots.length - 1]], saddle: null };
}

/**
 * Minimum of the averaged well that slow descent from `start` ends in; Infinity: from far right. A
 * start on the saddle stays there. Same errors and limits as `wellsAndSaddle`.
 */
export function attractor(slope: Cubic, shake: number, start = Number.POSITIVE_INFINITY): number {
  const { minima, saddle } = wellsAndSaddle(slope, shake);
  if (saddle === null) return minima[0];
  return start === saddle ? saddle : start < saddle ? minima[0] : minima[1];
}

/**
 * Shake above which the averaged well has only one minimum; null when it has but one without
 * shaking. About the inflection the averaged slope is c3 (u^3 + p u + q), where p grows by 3
 * shake^2 and q stays, and two roots merge at 4 p^3 + 27 q^2 = 0. Relative error 1e-14. Throws
 * RangeError unless slope[3] > 0. Held by tests/unit/theory/double-well.test.ts.
 */
export function criticalShake(slope: Cubic): number | null {
  requireWell(slope);
  const [, c1, c2, c3] = slope;
  const inflection = -c2 / (3 * c3);
  const p = c1 / c3 - 3 * inflection * inflection;
  const q = cubicValue(slope, inflection) / c3;
  const square = -p / 3 - power((q * q) / 4, 1 / 3);
  return square > 0 ? Math.sqrt(square) : null;
}

/**
 * One direction of the linear model: x <- x + h ((a + sigma xi) x + tau eta), corr(xi, eta) = rho.
 */
export interface LocalModel {
  a: number;
  sigma: number;
  tau: number;
  rho: number;
}

/**
 * The linear model of shaken descent near x, a root of `smoothedSlope`: a = -E W''(x + shake Z),
 * and sigma^2, tau^2 and rho sigma tau the variances and covariance of W'' and W' there. The two
 * noises are polynomials of Z, not normal. rho = 0 where either vanishes. Exact. Derived from the
 * Hermite series of W', whose terms have variances k!. Held by
 * tests/unit/theory/double-well.test.ts.
 */
export function localModel(slope: Cubic, shake: number, x: number): LocalModel {
  const [, c1, c2, c3] = slope;
  const second = 2 * c2 + 6 * c3 * x;
  const third = 6 * c3;
  // Coefficients of the first, second and third Hermite polynomial in W', and of the first and
  // second in W''.
  const tilt = shake * (c1 + (2 * c2 + 3 * c3 * x) * x + (third * shake * shake) / 2);
  const bend = (shake * shake * second) / 2;
  const twist = (shake * square(shake) * third) / 6;
  const sigma = hypot(shake * second, (shake * shake * third) / Math.SQRT2);
  const tau = hypot(hypot(tilt, Math.SQRT2 * bend), Math.sqrt(6) * twist);
  const covariance = shake * second * tilt + shake * shake * third * bend;
  const [averaged0, averaged1, averaged2, averaged3] = smoothedSlope(slope, shake);
  return {
    a: -cubicValue([averaged1, 2 * averaged2, 3 * averaged3, 0 * averaged0], x),
    sigma,
    tau,
    rho: sigma * tau === 0 ? 0 : covariance / (sigma * tau),
  };
}

/**
 * Mean and variance of y after `steps` steps y <- y - 2 stiffness learningRate (y + shake Z): the
 * law is normal. Exact, relative error 1e-13. Source: autoregressive process of order 1. Held by
 * tests/unit/theory/double-well.test.ts.
 */
export function acrossValley(
  stiffness: number,
  learningRate: number,
  shake: number,
  start: number,
  steps: number,
): { mean: number; variance: number } {
  const rate = 2 * stiffness * learningRate;
  return {
    mean: stepPower(1 - rate, steps, -rate) * start,
    variance: square(rate * shake) * geometricSum(1 - rate, steps, -rate),
  };
}

/**
 * The chain x <- x - learningRate W'(x + shake Z) with fresh standard normal Z in each of `steps`
 * steps.
 */
export interface ShakenDescent {
  slope: Cubic;
  learningRate: number;
  shake: number;
  start: number;
  steps: number;
}

/**
 * Normal deviations summed over: every 1/8 up to 7.75, which for analytic functions is exact to
 * 1e-14.
 */
const DEVIATIONS = /* @__PURE__ */ Array.from({ length: 125 }, (_, i) => (i - 62) / 8);
const DEVIATION_WEIGHTS = /* @__PURE__ */ DEVIATIONS.map((z) => normalPdf(z) / 8);

const WANTED = { relative: 1e-11, absolute: 1e-12 };
const WANTED_OF_JUMPS = { relative: 1e-8, absolute: 1e-8 };

/**
 * The stretch beyond which cubic forces throw the chain further out, to the other side, with every
 * step.
 */
function stretch({ slope, learningRate, shake, start }: ShakenDescent): [number, number] {
  const averaged = smoothedSlope(slope, shake);
  const centre = -slope[2] / (3 * slope[3]);
  const curvature = averaged[1] + averaged[2] * centre;
  const stable = Math.sqrt(Math.max(0, (2 / learningRate - curvature) / slope[3]));
  let used = Math.abs(start - centre);
  for (const root of rootsOf(averaged)) used = Math.max(used, Math.abs(root - centre));
  const size = Math.abs(shake);
  const reach = Math.max(used, Math.min(stable + 4 * size, 2 * used + 10 * size + 2));
  return [centre - reach, centre + reach];
}

/** E f(x + shake Z) over the normal Z, f smooth. */
function average(f: (x: number) => number, x: number, shake: number): number {
  let sum = 0;
  for (let i = 0; i < DEVIATIONS.length; i++)
    sum += DEVIATION_WEIGHTS[i] * f(x + shake * DEVIATIONS[i]);
  return sum;
}

const RULE = /* @__PURE__ */ gaussLegendre(16);

/**
 * E f(x + shake Z), f with square-root or milder singularities at `breaks`: Gauss-Legendre between,
 * stretched at the ends.
 */
function averageBetween(
  f: (x: number) => number,
  x: number,
  shake: number,
  breaks: number[],
): number {
  const last = DEVIATIONS[DEVIATIONS.length - 1];
  const ends = [-last, 0, last, ...breaks.map((place) => (place - x) / shake)]
    .filter((z) => Math.abs(z) <= last)
    .sort((p, q) => p - q);
  let sum = 0;
  for (let i = 1; i < ends.length; i++) {
    const pieces = Math.ceil((ends[i] - ends[i - 1]) / 2);
    const width = (ends[i] - ends[i - 1]) / pieces;
    for (let piece = 0; piece < pieces; piece++)
      for (let k = 0; k < RULE.node.length; k++) {
        const t = (1 + RULE.node[k]) / 2;
        const z = ends[i - 1] + width * (piece + t * t * (3 - 2 * t));
        sum += RULE.weight[k] * width * 3 * t * (1 - t) * normalPdf(z) * f(x + shake * z);
      }
  }
  return sum;
}

/** Steps after which singularities of E f(x_n) are too mild to be looked after. */
const ROUGH_STEPS = 6;

/**
 * Where E f(x_n) has singularities as a function of the start, when after one step less it has them
 * at `places`: where a turning point of W' lands on one of those.
 */
function singularBefore({ slope, learningRate }: ShakenDescent, places: number[]): number[] {
  const centre = -slope[2] / (3 * slope[3]);
  const turn = Math.sqrt(Math.max(0, centre * centre - slope[1] / (3 * slope[3])));
  const moves = [centre - turn, centre + turn].map((v) => learningRate * cubicValue(slope, v));
  const all = places.flatMap((place) => moves.map((move) => place + move)).sort((p, q) => p - q);
  return all.filter((place, i) => i === 0 || place - all[i - 1] > 1e-12 * Math.abs(place));
}

/** Where x + shake Z must be for the next step to land on one of these. */
function landingOn({ slope, learningRate }: ShakenDescent, x: number, places: number[]): number[] {
  return places.flatMap((place) =>
    rootsOf([slope[0] - (x - place) / learningRate, slope[1], slope[2], slope[3]]),
  );
}

/**
 * E f(x_n) over the chains that are not thrown out, backwards in time as a piecewise polynomial of
 * the start. `oneStep` is E f after one step; `jumps` are the places where f jumps.
 */
function backwards(
  descent: ShakenDescent,
  oneStep: (x: number) => number,
  jumps: number[],
): number {
  const { slope, learningRate, shake, start, steps } = descent;
  const [low, high] = stretch(descent);
  const even = Array.from({ length: 9 }, (_, i) => (i === 8 ? high : low + (i / 8) * (high - low)));
  // Nothing smooth changes faster than over the noise of a step.
  const noise = (x: number) => learningRate * localModel(slope, shake, x).tau;
  let current = oneStep;
  let singular = jumps;
  let old: number[] = [];
  const wanted = jumps.length > 0 ? WANTED_OF_JUMPS : WANTED;
  for (let n = 1; n < steps; n++) {
    const rough = n <= ROUGH_STEPS && jumps.length > 0;
    singular = rough ? singularBefore(descent, singular) : [];
    const inner = singular.filter((place) => place > low && place < high);
    // What is narrow now was narrow, or singular, one step later: pairs of old panels are the
    // widest new ones.
    const edges = [...new Set([...even, ...inner, ...old.filter((_, i) => i % 2 === 0)])].sort(
      (p, q) => p - q,
    );
    const panels = fitPanels(current, edges, wanted, (x) => noise(x) * (rough ? 0.01 : 0.25));
    old = panels.edges;
    const later = (shaken: number, x: number) => {
      const next = x - learningRate * cubicValue(slope, shaken);
      return next < low || next > high ? 0 : evaluatePanels(panels, next);
    };
    current = (x) =>
      rough
        ? averageBetween((shaken) => later(shaken, x), x, shake, landingOn(descent, x, inner))
        : average((shaken) => later(shaken, x), x, shake);
  }
  return current(start);
}

/** The end of `steps` steps without shaking. */
function unshaken({ slope, learningRate, start, steps }: ShakenDescent): number {
  let x = start;
  for (let n = 0; n < steps; n++) x -= learningRate * cubicValue(slope, x);
  return x;
}

/** E f(x_n) over all chains, those that are thrown out counting 0. */
function expectationWithin(descent: ShakenDescent, f: (x: number) => number): number {
  const { slope, learningRate, shake } = descent;
  const [low, high] = stretch(descent);
  const oneStep = (x: number) =>
    average(
      (shaken) => {
        const next = x - learningRate * cubicValue(slope, shaken);
        return next < low || next > high ? 0 : f(next);
      },
      x,
      shake,
    );
  return backwards(descent, oneStep, []);
}

/**
 * Probability that the chain has been thrown out: further than descent can come back from, so that
 * cubic forces throw it further with every step, to infinity. Below 1e-12 for shakes up to 1 at
 * learning rate 0.01 in the wells above, 3e-5 after a hundred steps for shake 2. Throws RangeError
 * unless slope[3] > 0.
 */
export function lostProbability(descent: ShakenDescent): number {
  requireWell(descent.slope);
  if (descent.steps === 0 || descent.shake === 0) return 0;
  return Math.max(0, 1 - expectationWithin(descent, () => 1));
}

/**
 * E f(x_n) of the shaken chain for a smooth bounded f, such as tanh, over the chains that are not
 * lost (`lostProbability`). No moments: cubic forces give x_n none that a simulation could see.
 * Absolute error 1e-10 while learningRate times the curvature of the wells is below 0.2. Throws
 * RangeError unless slope[3] > 0. Held by tests/unit/theory/double-well.test.ts.
 */
export function expectationAfter(descent: ShakenDescent, f: (x: number) => number): number {
  requireWell(descent.slope);
  if (descent.steps === 0 || descent.shake === 0) return f(unshaken(descent));
  return expectationWithin(descent, f) / (1 - lostProbability(descent));
}

/**
 * P(low < x_n < high) of the shaken chain over those not lost, low and high finite. The last step
 * in closed form, from the roots of cubics, then six steps with their singularities kept apart.
 * Absolute error 3e-6, in seconds. Limits, errors thrown and test as for `expectationAfter`.
 */
export function probabilityBetween(descent: ShakenDescent, low: number, high: number): number {
  requireWell(descent.slope);
  if (descent.steps === 0 || descent.shake === 0) {
    const x = unshaken(descent);
    return low < x && x < high ? 1 : 0;
  }
  const { slope, learningRate, shake } = descent;
  /**
   * P(x - learningRate W'(x + shake Z) < limit): W' above a level, to the right of one root or
   * three.
   */
  const below = (x: number, limit: number): number => {
    const level = (x - limit) / learningRate;
    const roots = rootsOf([slope[0] - level, slope[1], slope[2], slope[3]]);
    const beyond = roots.map((root) => normalCdf((x - root) / Math.abs(shake)));
    return roots.length === 3 ? beyond[0] - beyond[1] + beyond[2] : beyond[beyond.length - 1];
  };
  const found = backwards(descent, (x) => below(x, high) - below(x, low), [low, high]);
  return found / (1 - lostProbability(descent));
}
