/**
 * Special functions in float64. JavaScript has none of them. Error bounds are relative unless said
 * otherwise and are held by tests/unit/theory/special-functions.test.ts.
 */

import { atan2 } from '../../numerics/angles';
import { exp, expm1, hypot, log } from '../../numerics/elementary';

const SQRT_PI = Math.sqrt(Math.PI);
/** log sqrt(2 pi). */
const LOG_SQRT_TWO_PI = 0.9189385332046727;

/** Euler's constant, 0.5772... */
export const EULER_GAMMA = 0.5772156649015329;

/**
 * Error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x. Any real x; error below
 * 1e-14. Source: Abramowitz and Stegun (1964), 7.1.6.
 */
export function erf(x: number): number {
  const size = Math.abs(x);
  if (!(size < 1)) return Math.sign(x) * (1 - erfc(size));
  const twice = 2 * x * x;
  let term = 1;
  let sum = 1;
  for (let n = 1; term > 1e-17; n++) {
    term *= twice / (2 * n + 1);
    sum += term;
  }
  return ((2 * x) / SQRT_PI) * exp(-x * x) * sum;
}

/**
 * Complement 1 - erf(x), accurate where it is tiny: error below 1e-14 (1 + x^2) down to 1e-300. Any
 * real x.
 */
export function erfc(x: number): number {
  if (x < 1) return x < -1 ? 2 - erfc(-x) : 1 - erf(x);
  return exp(-x * x) * erfcx(x);
}

/**
 * Scaled complement exp(x^2) erfc(x): finite for every large x, overflows below -26. Error below
 * 1e-14. Source: continued fraction of Laplace, Abramowitz and Stegun (1964), 7.1.14.
 */
export function erfcx(x: number): number {
  if (x < 1) return exp(x * x) * erfc(x);
  let tail = x;
  for (let k = Math.ceil(20 + 300 / (x * x)); k > 0; k--) tail = x + k / 2 / tail;
  return 1 / (SQRT_PI * tail);
}

/**
 * Phi(x), the distribution function of the standard normal law. Any real x; error below 1e-14 (1 +
 * x^2).
 */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x * Math.SQRT1_2);
}

/** Density of the standard normal law. */
export function normalPdf(x: number): number {
  return exp(-0.5 * x * x - LOG_SQRT_TWO_PI);
}

/**
 * Inverse of `normalCdf` for 0 <= p <= 1; NaN outside. Newton's method on log Phi, which is
 * concave. Error below 1e-14 (absolute below |x| = 1).
 */
export function normalQuantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p === 0) return Number.NEGATIVE_INFINITY;
  const target = log(p);
  let x = p > 0.1 ? (p - 0.5) * 2.5 : -Math.sqrt(-2 * target);
  for (let i = 0; i < 50; i++) {
    // Mills' ratio Phi(x) / phi(x), without overflow for x <= 0.
    const scaled = erfcx(-x * Math.SQRT1_2);
    const step = (log(scaled / 2) - (x * x) / 2 - target) * scaled * Math.sqrt(Math.PI / 2);
    x = Math.min(x - step, 0);
    if (Math.abs(step) < 1e-15 * (1 + Math.abs(x))) break;
  }
  return x;
}

/** Coefficients B_2k / (2k (2k - 1)) of Stirling's series. */
export const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156];

/**
 * Real part of log Gamma(x + iy), that is log |Gamma(x + iy)|, for x > 0 and any real y. Absolute
 * error below 1e-14 max(1, |result|). Source: recurrence up to x >= 12, then Stirling's series,
 * Abramowitz and Stegun (1964), 6.1.40.
 */
export function logGammaRealPart(x: number, y: number): number {
  let shift = 0;
  let re = x;
  while (re < 12) {
    shift += log(hypot(re, y));
    re += 1;
  }
  const squared = re * re + y * y;
  let sum = (re - 0.5) * 0.5 * log(squared) - y * atan2(y, re) - re + LOG_SQRT_TWO_PI;
  // Powers of 1 / (re + iy), kept as a pair.
  let pr = re / squared;
  let pi = -y / squared;
  const sr = pr * pr - pi * pi;
  const si = 2 * pr * pi;
  for (const c of STIRLING) {
    sum += c * pr;
    [pr, pi] = [pr * sr - pi * si, pr * si + pi * sr];
  }
  return sum - shift;
}

/** log Gamma(x) for x > 0. Absolute error below 1e-14 max(1, |result|). */
export function logGamma(x: number): number {
  return logGammaRealPart(x, 0);
}

/**
 * Regularised incomplete gamma functions, both at once so that the smaller one never comes from a
 * subtraction: lower = P(a, x), upper = Q(a, x), a > 0, x >= 0. Error below 1e-13 max(1, a log a /
 * 10). Source: series and continued fraction (modified Lentz), Abramowitz and Stegun (1964), 6.5.29
 * and 6.5.31.
 */
export function incompleteGamma(a: number, x: number): { lower: number; upper: number } {
  if (!(x > 0)) return { lower: 0, upper: 1 };
  if (x === Number.POSITIVE_INFINITY) return { lower: 1, upper: 0 };
  const front = exp(a * log(x) - x - logGamma(a));
  if (x < a + 1) {
    let term = 1 / a;
    let sum = term;
    for (let n = 1; term > sum * 1e-17; n++) {
      term *= x / (a + n);
      sum += term;
    }
    const lower = Math.min(1, front * sum);
    return { lower, upper: 1 - lower };
  }
  let b = x + 1 - a;
  let c = 1e300;
  let d = 1 / b;
  let h = d;
  for (let n = 1; n < 100_000; n++) {
    const an = -n * (n - a);
    b += 2;
    d = 1 / (an * d + b);
    c = b + an / c;
    h *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  const upper = Math.min(1, front * h);
  return { lower: 1 - upper, upper };
}

/**
 * (exp(r t) - 1) / r, continuous at r = 0 where it is t: the integral of exp(r s) over 0 <= s <= t.
 * Error below 1e-15.
 */
export function exponentialIntegral(rate: number, t: number): number {
  const z = rate * t;
  return Math.abs(z) < 1e-8 ? t * (1 + z / 2) : expm1(z) / rate;
}

/**
 * The logarithmic derivative of the gamma function, x > 0. Relative error 1e-15 away from its zero
 * at 1.46, absolute there. Source: Abramowitz and Stegun (1964), 6.3.5 and 6.3.18. Held by
 * tests/unit/theory/special-functions.test.ts.
 */
export function digamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 12; y++) shift += 1 / y;
  const r = 1 / (y * y);
  const series =
    r *
    (1 / 12 - r * (1 / 120 - r * (1 / 252 - r * (1 / 240 - r * (1 / 132 - (r * 691) / 32760)))));
  return log(y) - 1 / (2 * y) - series - shift;
}
