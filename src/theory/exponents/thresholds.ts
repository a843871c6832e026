import { LARGEST_MAGNITUDE } from '../../models/field';
import { exp, log1p } from '../../numerics/elementary';
import { effectiveRates } from '../../spec/rates';
import { betaOf, type Spec } from '../../spec/spec';
import { knownHandles } from '../handles';
import { lawParts } from '../later-parts';
import type { SigmaThresholds } from '../model-theory';
import { findMinimum, findRoot } from '../numerics/roots';
import type { IndependentLaw } from './independent-law';
import { lyapunovExponentGaussian } from './lyapunov';

/**
 * The ratio v / |m| at which E log |1 + v/m Z| is lowest: 1 / (sqrt 2 y), y the maximum of Dawson's
 * function.
 */
export const STICKIEST_RATIO = 0.7651520803227094;

/** -E log |1 + STICKIEST_RATIO Z|: no Gaussian noise can trap when log |m| is above it. */
export const LARGEST_TRAPPED_LOG_FACTOR = 0.24535706422688078;

/**
 * The largest learningRate a dt that Gaussian noise of any strength can trap:
 * exp(LARGEST_TRAPPED_LOG_FACTOR) - 1 = 0.278... Derived in docs/theory.md, "Thresholds".
 */
export const LARGEST_TRAPPED_GAUSSIAN_STEP = 0.2780775875261037;

/**
 * The positive ratio v / |m| at which E log |1 + v/m Z| is 0 again: above it Gaussian noise repels
 * from every minimum.
 */
const REPELLING_RATIO = 1.5560364780546876;

/**
 * Distance, as a share of the place, within which changes of sign are not told apart: two that are
 * nearer than twice this cancel and are left out. An engine's 32-bit numbers and a slider cannot
 * hit anything finer.
 */
export const BLUR = 5e-7;

/**
 * All v > 0 with E log |m + v Z| = 0 for Gaussian Z, rising: none, one or two. The steps trap
 * between the two, or below the only one. Relative error 1e-12 + 1e-16 / log^2 |m|
 * (tests/unit/theory/thresholds.test.ts).
 */
export function gaussianThresholds(m: number, pull = m - 1): number[] {
  const size = Math.abs(m);
  if (size === 0) return [exp(-lyapunovExponentGaussian(0, 1))];
  const exponent = (ratio: number) => lyapunovExponentGaussian(m, size * ratio, pull);
  if (!(exponent(STICKIEST_RATIO) < 0)) return [];
  const roots: number[] = [];
  // Little noise pulls by half its square.
  const push = exponent(0);
  if (push > LEAST_PUSH)
    roots.push(size * firstFall(exponent, Math.sqrt(2 * push), STICKIEST_RATIO));
  let high = REPELLING_RATIO;
  while (!(exponent(high) >= 0)) high *= 2;
  roots.push(size * findRoot(exponent, STICKIEST_RATIO, high));
  return withoutClosePair(roots);
}

/**
 * A push below the normal numbers is none: the square of the noise that would hold it has no
 * digits.
 */
export const LEAST_PUSH = 2 ** -1021;

/**
 * Root of an exponent that is positive at 0 and falls to `most`, where it is not; near `guess`
 * where that is small.
 */
export function firstFall(exponent: (v: number) => number, guess: number, most: number): number {
  let low = exponent(guess / 2) > 0 ? Math.min(most, guess / 2) : 0;
  let high = Math.min(most, 2 * guess);
  while (high < most && exponent(high) > 0) {
    low = high;
    high = Math.min(most, 2 * high);
  }
  return findRoot(exponent, low, high);
}

/** Two roots nearer than can be told apart are none. */
export function withoutClosePair(roots: number[]): number[] {
  return roots.length === 2 && !(roots[1] > roots[0] * (1 + 2 * BLUR)) ? [] : roots;
}

/**
 * Thresholds of a linear direction of slope a whose noise a share `left` of sigma is in a step's.
 * @param roots  The v > 0, the noise of a step's factor, where its exponent changes sign.
 */
export function sigmaAt(spec: Spec, a: number, roots: (pull: number) => number[]): SigmaThresholds {
  const { learningRate } = spec.optimizer;
  // What a unit of sigma, the noise of one sample, adds to v, and what is left of it in a batch.
  const unit = learningRate * Math.sqrt(spec.time.dt);
  const left = batchShare(spec);
  // Full gradients and the whole of a stored set have no noise.
  if (left === 0) return { sde: null, steps: [] };
  return {
    sde: a >= 0 ? Math.sqrt((2 * a * (1 - betaOf(spec))) / learningRate) / left : null,
    steps: roots(learningRate * a * spec.time.dt)
      .map((v) => v / (unit * left))
      .filter((sigma) => sigma <= LARGEST_MAGNITUDE),
  };
}

/** Standard deviation of a minibatch's noise, as a share of that of one sample. */
function batchShare(spec: Spec): number {
  const { multiplicative } = effectiveRates({ ...spec, noise: { ...spec.noise, sigma: 1 } }, 0);
  return multiplicative / Math.sqrt(spec.time.dt);
}

/**
 * The lowest root of an exponent that is positive at v = 0, looked for in steps of a tenth; none up
 * to `high`.
 */
export function lowestRoot(exponent: (v: number) => number, low: number, high: number): number[] {
  let from = low;
  if (!(exponent(from) > 0)) return [];
  while (from < high) {
    const to = Math.min(high, from * 1.1);
    if (exponent(to) < 0) return [findRoot(exponent, from, to, 1e-6 * to)];
    from = to * (1 + 1e-12);
  }
  return [];
}

/** Steps in v of a search for changes of sign, as a factor. */
const SEARCHED = 1.25;

/**
 * The v > 0, rising, where an exponent of m + v z changes sign, told apart where they are a quarter
 * apart: from noise too weak to change the sign that it has without any, to noise that escapes.
 */
export function firstChangesOfSign(
  exponent: (v: number) => number,
  m: number,
  pull: number,
): number[] {
  const size = Math.abs(m) || 1;
  const still = m > 0.5 ? pull : size - 1;
  let low = 1e-3 * size;
  // Little noise adds little to the exponent.
  while (low > 1e-150 && exponent(low) > 0 !== still > 0 && still !== 0) low /= 16;
  const roots: number[] = [];
  let sign = exponent(low) > 0;
  for (let v = low; v < 1e6 * size; ) {
    const next = v * SEARCHED;
    const now = exponent(next) > 0;
    if (now !== sign) roots.push(findRoot(exponent, v, next, 1e-12));
    sign = now;
    v = next;
    if (sign && v > 50 * size) break;
  }
  return withoutClosePair(roots);
}

/** The places where the exponent of independent steps changes sign; see `chainThresholds`. */
export function factorRoots(spec: Spec, pull: number): number[] {
  const m = 1 + pull;
  const other = lawParts(knownHandles(spec).noise.law);
  return other ? other.roots(spec, m, pull) : gaussianThresholds(m, pull);
}

/** The learning rates low < h < high at which noise traps. */
export interface LearningRateWindow {
  low: number;
  high: number;
}

/**
 * The learning rates h at which the steps x <- x + h (a + xi) x trap, xi of standard deviation
 * sigma: the first window, from the lowest; null where no h traps. Infinite upper end where every
 * larger h traps too.
 *
 *   two-point, sigma > a > 0     2a/(sigma^2 - a^2) < h < (a + sqrt(2 sigma^2 - a^2))/(sigma^2 - a^2)
 *   Gaussian, a > 0              roots of the exponent; none unless sigma > 3.047 a
 *   a <= 0                       from 0
 *
 * Any signs of a and sigma. With time.dt = d: a d and sigma sqrt(d) here. Relative error 1e-12
 * (tests/unit/theory/thresholds.test.ts). Derived in docs/theory.md, "Thresholds".
 */
export function learningRateWindow(
  law: IndependentLaw,
  a: number,
  sigma: number,
): LearningRateWindow | null {
  const size = Math.abs(sigma);
  if (size === 0) return a < 0 ? { low: 0, high: -2 / a } : null;
  return WINDOWS[law](a, size);
}

/** |m^2 - v^2| < 1 with m = 1 + h a, v = h sigma. */
function twoPointWindow(a: number, sigma: number): LearningRateWindow | null {
  const gain = (sigma - a) * (sigma + a);
  if (a > 0 && gain <= 0) return null;
  const low = a > 0 ? (2 * a) / gain : 0;
  // Upper end, either side of |...| < 1: m^2 - v^2 back above 1 (a < 0, sigma < |a|), or below -1.
  const ends: number[] = [];
  if (a < 0 && gain < 0) ends.push((2 * a) / gain);
  const square = 2 * sigma * sigma - a * a;
  if (square >= 0) {
    // gain h^2 - 2 a h - 2 = 0, in the form that survives gain = 0.
    const root = Math.sqrt(square);
    if (root - a > 0) ends.push(2 / (root - a));
  }
  return { low, high: Math.min(Number.POSITIVE_INFINITY, ...ends.filter((h) => h > low)) };
}

function gaussianWindow(a: number, sigma: number): LearningRateWindow | null {
  const exponent = (h: number) => lyapunovExponentGaussian(1 + h * a, h * sigma, h * a);
  if (a === 0) return { low: 0, high: REPELLING_RATIO / sigma };
  if (a > 0) {
    // In the ratio s = v / m the exponent is E log |1 + s Z| - log(1 - s a / sigma), and it falls,
    // then rises.
    const rateAt = (s: number) => s / (sigma - a * s);
    const inRatio = (s: number) => lyapunovExponentGaussian(1, s) - log1p((-s * a) / sigma);
    const most = Math.min(sigma / a, REPELLING_RATIO);
    const best = findMinimum(inRatio, 0, most);
    if (!(inRatio(best) < 0)) return null;
    const first = Math.min(a / sigma, best / 2);
    return {
      low: rateAt(findRoot(inRatio, first, best)),
      high: rateAt(findRoot(inRatio, best, most === REPELLING_RATIO ? most : most * (1 - 1e-12))),
    };
  }
  // a < 0: trapped from 0 on; the first change of sign, looked for on a fine geometric grid.
  const unit = 1 / Math.max(-a, sigma);
  let low = 1e-3 * unit;
  for (let i = 0; i < 2000; i++) {
    const high = low * 1.01;
    if (exponent(high) >= 0) return { low: 0, high: findRoot(exponent, low, high) };
    low = high;
  }
  return { low: 0, high: Number.POSITIVE_INFINITY };
}

const WINDOWS: Record<IndependentLaw, typeof gaussianWindow> = {
  gaussian: gaussianWindow,
  'two-point': twoPointWindow,
};
