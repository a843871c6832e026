import type { Spec } from '../spec/spec';
import { lyapunovExponentGaussian, lyapunovExponentTwoPoint, stepFactor } from './lyapunov';
import { findMinimum, findRoot } from './roots';

/** The ratio v / |m| at which E log |1 + v/m Z| is lowest: 1 / (sqrt 2 y), y the maximum of Dawson's function. */
export const STICKIEST_RATIO = 0.7651520803227094;

/** -E log |1 + STICKIEST_RATIO Z|: no Gaussian noise can trap when log |m| is above it. */
export const LARGEST_TRAPPED_LOG_FACTOR = 0.24535706422688078;

/**
 * The largest learningRate a dt that Gaussian noise of any strength can trap:
 * exp(LARGEST_TRAPPED_LOG_FACTOR) - 1 = 0.278... Derived in docs/model.md, "Thresholds".
 */
export const LARGEST_TRAPPED_GAUSSIAN_STEP = 0.2780775875261037;

/** The positive ratio v / |m| at which E log |1 + v/m Z| is 0 again: above it Gaussian noise repels from every minimum. */
const REPELLING_RATIO = 1.5560364780546876;

/**
 * All v > 0 with E log |m + v Z| = 0 for Gaussian Z, rising: none, one or two. The steps trap between the two, or
 * below the only one. Relative error 1e-12 + 1e-16 / log^2 |m| (tests/unit/theory/thresholds.test.ts).
 */
export function gaussianThresholds(m: number): number[] {
  const size = Math.abs(m);
  if (size === 0) return [Math.exp(-lyapunovExponentGaussian(0, 1))];
  const exponent = (ratio: number) => lyapunovExponentGaussian(m, size * ratio);
  const roots: number[] = [];
  const lowest = exponent(STICKIEST_RATIO);
  if (lowest > 0) return roots;
  if (exponent(0) > 0) roots.push(size * findRoot(exponent, 0, STICKIEST_RATIO));
  let high = REPELLING_RATIO;
  while (!(exponent(high) >= 0)) high *= 2;
  const second = size * findRoot(exponent, STICKIEST_RATIO, high);
  if (!(second <= roots[0])) roots.push(second);
  return roots;
}

/**
 * All v > 0, the scale of one sign, with E log |m + v S| = 0, S the mean of `batchSize` fair signs, rising.
 * One sign: sqrt(m^2 - 1) where |m| > 1 and sqrt(m^2 + 1), exactly. For more signs the exponent dips to minus infinity
 * wherever a factor vanishes, v = |m| / s, and is concave between two such places, so there may be many roots: all
 * are found for at most 16 signs. For more the dips crowd together and only the outermost root on either side
 * of the trapping range is given, counting no dip: where the Gaussian threshold of the same variance stands, refined
 * on the lower side. Relative error 1e-12 (tests/unit/theory/thresholds.test.ts).
 */
export function twoPointThresholds(m: number, batchSize = 1): number[] {
  const size = Math.abs(m);
  if (batchSize === 1) {
    const lower = (size - 1) * (size + 1);
    return lower > 0 ? [Math.sqrt(lower), Math.sqrt(m * m + 1)] : [Math.sqrt(m * m + 1)];
  }
  const exponent = (v: number) => lyapunovExponentTwoPoint(m, v, batchSize);
  if (batchSize > MOST_LISTED_SIGNS) return crowdedThresholds(m, batchSize, exponent);
  if (size === 0) {
    // Even numbers of signs have mean 0 with positive probability: the factor vanishes for every v.
    return batchSize % 2 === 0 ? [] : [Math.exp(-exponent(1))];
  }
  const places: number[] = [];
  for (let s = batchSize; s > 0; s -= 2) places.push((size * batchSize) / s);
  const roots: number[] = [];
  // Below the first place the exponent falls from log |m|.
  if (exponent(0) > 0) roots.push(findRoot(exponent, 0, places[0]));
  for (let i = 0; i + 1 < places.length; i++) {
    const [low, high] = [places[i], places[i + 1]];
    const top = findMinimum((v) => -exponent(v), low, high);
    if (exponent(top) > 0) roots.push(findRoot(exponent, low, top), findRoot(exponent, top, high));
  }
  const last = places[places.length - 1];
  let far = 2 * last;
  while (!(exponent(far) > 0)) far *= 2;
  roots.push(findRoot(exponent, last, far));
  return roots;
}

const MOST_LISTED_SIGNS = 16;

/** Many signs are nearly Gaussian with v / sqrt(batchSize). */
function crowdedThresholds(m: number, batchSize: number, exponent: (v: number) => number): number[] {
  const roots = gaussianThresholds(m).map((v) => v * Math.sqrt(batchSize));
  if (roots.length < 2) return roots;
  const [low, high] = [roots[0] * 0.9, roots[0] * 1.1];
  if (exponent(low) > 0 && exponent(high) < 0) roots[0] = findRoot(exponent, low, high);
  return roots;
}

/**
 * Where the noise sigma of a spec decides between trapping and escape for one coordinate, everything else unchanged.
 *
 *   sde    the small-step threshold sqrt(2 a / learningRate) sqrt(batchSize); null for a < 0, where the SDE always
 *          traps, and without noise (`gd`)
 *   steps  every sigma > 0 at which the Lyapunov exponent of the actual steps changes sign, rising; see
 *          `gaussianThresholds` and `twoPointThresholds`
 *
 * Derived in docs/model.md, "Thresholds"; tests/unit/theory/thresholds.test.ts.
 */
export function sigmaThresholds(spec: Spec, coordinate: number): { sde: number | null; steps: number[] } {
  const { kind, learningRate, batchSize } = spec.optimizer;
  if (kind === 'gd') return { sde: null, steps: [] };
  const a = spec.loss.a[coordinate];
  const { m } = stepFactor(spec, coordinate);
  // v = learningRate sigma sqrt(dt) is the scale of the noise of one sample.
  const unit = learningRate * Math.sqrt(spec.time.dt);
  const roots =
    spec.noise.law === 'gaussian'
      ? gaussianThresholds(m).map((v) => v * Math.sqrt(batchSize))
      : twoPointThresholds(m, batchSize);
  return {
    sde: a >= 0 ? Math.sqrt((2 * a) / learningRate) * Math.sqrt(batchSize) : null,
    steps: roots.map((v) => v / unit),
  };
}

/** The learning rates low < h < high at which noise traps. */
export interface LearningRateWindow {
  low: number;
  high: number;
}

/**
 * The learning rates h at which the steps x <- x + h (a + xi) x trap, xi of standard deviation sigma: the first
 * window, from the lowest; null where no h traps. Infinite upper end where every larger h traps too.
 *
 *   two-point, sigma > a > 0     2a/(sigma^2 - a^2) < h < (a + sqrt(2 sigma^2 - a^2))/(sigma^2 - a^2)
 *   Gaussian, a > 0              roots of the exponent; none unless sigma > 3.047 a
 *   a <= 0                       from 0
 *
 * Any signs of a and sigma. With time.dt = d: a d and sigma sqrt(d) here. Relative error 1e-12
 * (tests/unit/theory/thresholds.test.ts). Derived in docs/model.md, "Thresholds".
 */
export function learningRateWindow(
  law: 'gaussian' | 'two-point',
  a: number,
  sigma: number,
): LearningRateWindow | null {
  const size = Math.abs(sigma);
  if (size === 0) return a < 0 ? { low: 0, high: -2 / a } : null;
  return law === 'gaussian' ? gaussianWindow(a, size) : twoPointWindow(a, size);
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
  const exponent = (h: number) => lyapunovExponentGaussian(1 + h * a, h * sigma);
  if (a === 0) return { low: 0, high: REPELLING_RATIO / sigma };
  if (a > 0) {
    // In the ratio s = v / m the exponent is E log |1 + s Z| - log(1 - s a / sigma), and it falls, then rises.
    const rateAt = (s: number) => s / (sigma - a * s);
    const inRatio = (s: number) => lyapunovExponentGaussian(1, s) - Math.log1p((-s * a) / sigma);
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
