import { atan2 } from '../../numerics/angles';
import { exp, hypot, log, log1p, power } from '../../numerics/elementary';
import { type IndependentLaw, signsIn } from '../exponents/independent-law';
import { lyapunovExponentGaussian } from '../exponents/lyapunov';
import { fairCoins } from '../numerics/fair-coins';
import { STIRLING } from '../numerics/special-functions';
import type { Moments } from './moments/moments-about-0';

/**
 * Steps that shrink like 1/n: the n-th, n = 1, 2, ..., is x <- x + ((growth + spread z) x +
 * additive z') / n, z and z' of mean 0, variance 1 and correlation rho.
 */
export interface ShrinkingSteps {
  /** learningRate a dt of the first step, any sign. */
  growth: number;
  /** learningRate sigma_B sqrt(dt) of the first step, any sign. */
  spread: number;
  /** learningRate tau_B sqrt(dt) of the first step, any sign. */
  additive: number;
  rho: number;
}

/** Factors of steps with tau = 0, and their law. */
export interface ShrinkingFactors {
  law: IndependentLaw;
  growth: number;
  spread: number;
  /**
   * 1 to 65536; used by two-point noise only, z being the mean of so many fair signs times its
   * square root.
   */
  batchSize: number;
}

/** Coefficients B_2k / (2k)! of the Euler-Maclaurin formula. */
const EULER_MACLAURIN = [1 / 12, -1 / 720, 1 / 30240, -1 / 1209600, 1 / 47900160];

/**
 * Number of steps that are taken one by one; the rest, in which the factors are near 1, in closed
 * form. With |spread| / (k + growth) < 1/12 for the rest, the asymptotic series of the exponents is
 * exact to 1e-17.
 */
function firstSteps(growth: number, spread: number): number {
  return Math.ceil(40 + 2 * Math.abs(growth) + 13 * Math.abs(spread));
}

/**
 * log |Gamma(z + re + i im) / Gamma(z)| by Stirling's series, written as differences: no digits are
 * lost for large z. z >= 40 + 2 |re|.
 */
function logGammaRatio(z: number, re: number, im: number): number {
  const x = z + re;
  const relative = (2 * re * z + re * re + im * im) / (z * z);
  let sum = re * log(z) + (x - 0.5) * 0.5 * log1p(relative) - im * atan2(im, x) - re;
  const squared = x * x + im * im;
  let powerRe = x / squared;
  let powerIm = -im / squared;
  const stepRe = powerRe * powerRe - powerIm * powerIm;
  const stepIm = 2 * powerRe * powerIm;
  let power = 1 / z;
  for (const c of STIRLING) {
    sum += c * (powerRe - power);
    [powerRe, powerIm] = [powerRe * stepRe - powerIm * stepIm, powerRe * stepIm + powerIm * stepRe];
    power /= z * z;
  }
  return sum;
}

/** Sum over from < k <= to of log |1 + (re + i im) / k|; `from` as in `logGammaRatio`. */
function sumOfLogs(from: number, to: number, re: number, im: number): number {
  return logGammaRatio(to + 1, re, im) - logGammaRatio(from + 1, re, im);
}

/**
 * Sign and logarithm of the product of 1 + growth / k over 1 <= k <= n; sign 0 where a factor is 0.
 */
function meanFactor(growth: number, n: number): { sign: number; log: number } {
  const direct = Math.min(n, firstSteps(growth, 0));
  let product = 1;
  let size = 0;
  for (let k = 1; k <= direct; k++) {
    product *= 1 + growth / k;
    if (product === 0) return { sign: 0, log: Number.NEGATIVE_INFINITY };
    if (Math.abs(product) > 1e200 || Math.abs(product) < 1e-200) {
      size += log(Math.abs(product));
      product = Math.sign(product);
    }
  }
  size += log(Math.abs(product));
  if (n > direct) size += sumOfLogs(direct, n, growth, 0);
  return { sign: Math.sign(product), log: size };
}

/**
 * E x_n = x0 Gamma(n + 1 + growth) / (Gamma(1 + growth) Gamma(n + 1)), for any noise; grows like
 * n^growth. 0 from the step on where growth = -k. n: a whole number >= 0. Relative error 1e-14
 * max(1, |log|) (tests/unit/theory/annealing.test.ts). Derived in docs/models/inverse-time.md,
 * "Theory".
 */
export function shrinkingMean(
  { growth }: Pick<ShrinkingSteps, 'growth'>,
  x0: number,
  n: number,
): number {
  const { sign, log: size } = meanFactor(growth, n);
  return sign === 0 ? 0 : x0 * sign * exp(size);
}

/**
 * E x_n and E x_n^2 from the point x0, for any noise. Without additive noise E x_n^2 = x0^2
 * |Gamma(n + 1 + c)|^2 / (|Gamma(1 + c)| Gamma(n + 1))^2, c = growth + i spread; with it by the
 * recursion over the n steps. n: a whole number >= 0. Relative error 1e-14 max(1, |log|), of the
 * recursion 1e-15 n of the largest term (tests/unit/theory/annealing.test.ts). Derived in
 * docs/models/inverse-time.md, "Theory".
 */
export function shrinkingMoments(
  steps: ShrinkingSteps,
  x0: number,
  n: number,
): Pick<Moments, 'mean' | 'second'> {
  const { growth, spread, additive, rho } = steps;
  if (additive !== 0) {
    let mean = x0;
    let second = x0 * x0;
    for (let k = 1; k <= n; k++) {
      const m = 1 + growth / k;
      const v = spread / k;
      const w = additive / k;
      second = (m * m + v * v) * second + 2 * rho * v * w * mean + w * w;
      mean *= m;
    }
    return { mean, second };
  }
  const direct = Math.min(n, firstSteps(growth, spread));
  let size = 0;
  for (let k = 1; k <= direct; k++) size += 2 * logSize(growth / k, spread / k);
  if (n > direct) size += 2 * sumOfLogs(direct, n, growth, spread);
  return { mean: shrinkingMean(steps, x0, n), second: x0 === 0 ? 0 : x0 * x0 * exp(size) };
}

/** log |1 + re + i im|. */
function logSize(re: number, im: number): number {
  const excess = re * (2 + re) + im * im;
  return excess > -0.5 ? log1p(excess) / 2 : log(hypot(1 + re, im));
}

/** E f(z), z the mean of `batchSize` fair signs times its square root. */
function overSigns(batchSize: number, f: (z: number) => number): number {
  const { first, probability } = fairCoins(batchSize);
  let sum = 0;
  for (let i = 0; i < probability.length; i++)
    sum += probability[i] * f((2 * (first + i) - batchSize) / Math.sqrt(batchSize));
  return sum;
}

/**
 * Sum over 1 <= k <= n of E log |1 + (growth + spread z) / k|, less growth log n where n is
 * infinite.
 */
function sumOfExponents(factors: ShrinkingFactors, n: number): number {
  const { growth, spread } = factors;
  const signs = signsIn(factors);
  if (signs !== null && spread !== 0)
    return overSigns(signs, (z) => sumForFactor(growth + spread * z, n));
  const direct = Math.min(n, firstSteps(growth, spread));
  let sum = 0;
  for (let k = 1; k <= direct; k++)
    sum += lyapunovExponentGaussian(1 + growth / k, spread / k, growth / k);
  if (n <= direct) return sum;
  sum += restOfLogs(direct, n, growth);
  // E log |1 + s Z| = -sum_j (2j - 1)!!/(2j) s^2j, s = spread / (k + growth).
  let coefficient = 1;
  let power = 1;
  for (let j = 1; j < 40; j++) {
    coefficient *= 2 * j - 1;
    power *= spread * spread;
    const tail =
      powerSum(direct + 1 + growth, 2 * j) -
      (n < Number.POSITIVE_INFINITY ? powerSum(n + 1 + growth, 2 * j) : 0);
    const term = (coefficient / (2 * j)) * power * tail;
    sum -= term;
    if (!(Math.abs(term) > 1e-18)) break;
  }
  return sum;
}

/** Sum over 1 <= k <= n of log |1 + factor / k|, less factor log n where n is infinite. */
function sumForFactor(factor: number, n: number): number {
  const direct = Math.min(n, firstSteps(factor, 0));
  let sum = 0;
  for (let k = 1; k <= direct; k++)
    sum += factor / k > -0.5 ? log1p(factor / k) : log(Math.abs((k + factor) / k));
  return n > direct ? sum + restOfLogs(direct, n, factor) : sum;
}

/**
 * Sum over from < k <= to of log(1 + factor / k); for infinite `to` without its divergent part
 * factor log(to).
 */
function restOfLogs(from: number, to: number, factor: number): number {
  if (to < Number.POSITIVE_INFINITY) return sumOfLogs(from, to, factor, 0);
  return -logGammaRatio(from + 1, factor, 0);
}

/**
 * Sum over k >= 0 of (z + k)^-exponent, z >= 40, exponent >= 2. Euler-Maclaurin formula, Abramowitz
 * and Stegun (1964), 23.1.30.
 */
function powerSum(z: number, exponent: number): number {
  const last = power(z, -exponent);
  let sum = (last * z) / (exponent - 1) + last / 2;
  let derivative = (exponent * last) / z;
  EULER_MACLAURIN.forEach((c, k) => {
    sum += c * derivative;
    derivative *= ((exponent + 2 * k + 1) * (exponent + 2 * k + 2)) / (z * z);
  });
  return sum;
}

/**
 * E log |x_n / x0| without additive noise. n: a whole number >= 0. -Infinity where a factor
 * vanishes with positive probability, e.g. two-point noise with growth - spread = -k. Absolute
 * error 1e-13 max(1, |growth|, |spread|) (tests/unit/theory/annealing.test.ts). Derived in
 * docs/models/inverse-time.md, "Theory".
 */
export function shrinkingExponent(factors: ShrinkingFactors, n: number): number {
  return n === 0 ? 0 : sumOfExponents(factors, n);
}

/**
 * The constant C in E log |x_n / x0| = growth log n + C + O(1/n). For one fair sign -1/2 log
 * |Gamma(1 + growth + spread) Gamma(1 + growth - spread)|. Domain and error as `shrinkingExponent`.
 * Derived in docs/models/inverse-time.md, "Theory".
 */
export function shrinkingConstant(factors: ShrinkingFactors): number {
  return sumOfExponents(factors, Number.POSITIVE_INFINITY);
}

/**
 * Number of steps after which |x_n| is typically `ratio` = R / |x0|: the solution of growth log n +
 * constant = log ratio; without the constant (R / |x0|)^(1 / growth). At least 1; Infinity for
 * growth <= 0 and ratio > 1: shrinking steps leave a repulsive direction however strong the noise,
 * but only polynomially fast. Derived in docs/models/inverse-time.md, "Theory"; the random limit of
 * x_n n^-growth: Pemantle (1990).
 */
export function stepsToReach(growth: number, ratio: number, constant = 0): number {
  if (growth <= 0) return ratio > 1 ? Number.POSITIVE_INFINITY : 1;
  return Math.max(1, exp((log(ratio) - constant) / growth));
}
