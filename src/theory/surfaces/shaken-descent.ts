import { square } from '../../numerics/elementary';
import { geometricSum, stepPower } from '../laws/transient';
import { evaluatePanels, fitPanels } from '../numerics/chebyshev-panels';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { remembered } from '../numerics/remembered';
import { normalCdf, normalPdf } from '../numerics/special-functions';
import {
  type Cubic,
  cubicValue,
  localModel,
  requireWell,
  rootsOf,
  smoothedSlope,
} from './double-well';

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
  return remembered('chains thrown out', descent, () =>
    Math.max(0, 1 - expectationWithin(descent, () => 1)),
  );
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
