import { exp, log, log1p, square } from '../../numerics/elementary';
import { fairCoins } from '../numerics/fair-coins';
import { logAbsolute } from './lyapunov';

/** Factors m + v S of steps whose noise S is the mean of fair signs. */

/**
 * E log |m + v S|, S the mean of `batchSize` fair signs: 1/2 log |m^2 - v^2| for one sign. v is the
 * scale of ONE sign, not divided by sqrt(batchSize). -Infinity where a product vanishes with
 * positive probability. batchSize: 1 to 65536. Absolute error below 5e-15
 * (tests/unit/theory/lyapunov.test.ts).
 */
export function lyapunovExponentTwoPoint(
  m: number,
  v: number,
  batchSize = 1,
  pull = m - 1,
): number {
  const { size, weight } = signSizes(batchSize);
  const square = pull * (m + 1);
  let sum = 0;
  for (let i = 0; i < size.length; i++) {
    const s = v * size[i];
    const excess = square - s * s;
    sum += weight[i] * (excess > -0.5 ? log1p(excess) : log(Math.abs(m - s) * Math.abs(m + s)));
  }
  return sum / 2;
}

let lastSizes = { batchSize: 0, size: new Float64Array(), weight: new Float64Array() };

/**
 * Values of |S|, S the mean of `batchSize` fair signs, with their probabilities; kept for the next
 * call.
 */
function signSizes(batchSize: number): typeof lastSizes {
  if (lastSizes.batchSize === batchSize) return lastSizes;
  const { first, probability } = fairCoins(batchSize);
  const size = new Float64Array(Math.floor(batchSize / 2) - first + 1);
  const weight = new Float64Array(size.length);
  for (let i = 0; i < size.length; i++) {
    size[i] = (batchSize - 2 * (first + i)) / batchSize;
    weight[i] = size[i] === 0 ? probability[i] : 2 * probability[i];
  }
  lastSizes = { batchSize, size, weight };
  return lastSizes;
}

/**
 * Var log |m + v S|, S the mean of `batchSize` fair signs; Infinity where the factor can vanish.
 */
export function logFactorVarianceTwoPoint(
  m: number,
  v: number,
  batchSize = 1,
  pull = m - 1,
): number {
  const mean = lyapunovExponentTwoPoint(m, v, batchSize, pull);
  if (mean === Number.NEGATIVE_INFINITY) return Number.POSITIVE_INFINITY;
  return overSigns(batchSize, (s) => square(logAbsolute(m + v * s, pull + v * s) - mean));
}

/** E f(S), S the mean of `batchSize` fair signs. */
function overSigns(batchSize: number, f: (s: number) => number): number {
  const { first, probability } = fairCoins(batchSize);
  let sum = 0;
  for (let i = 0; i < probability.length; i++)
    sum += probability[i] * f((2 * (first + i) - batchSize) / batchSize);
  return sum;
}

/** P(m + v S < 0), S the mean of `batchSize` fair signs. */
export function negativeCoinFactor(m: number, v: number, batchSize: number): number {
  return overSigns(batchSize, (s) => (m + v * s < 0 ? 1 : 0));
}

/** log E |m + v S|^k, S the mean of `batchSize` fair signs. */
export function logCoinMoment(m: number, v: number, batchSize: number, k: number): number {
  const { first, probability } = fairCoins(batchSize, 1e-300);
  const logs = Array.from(
    probability,
    (p, i) => log(p) + k * log(Math.abs(m + (v * (2 * (first + i) - batchSize)) / batchSize)),
  );
  const top = logs.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  return top + log(logs.reduce((sum, l) => sum + exp(l - top), 0));
}
