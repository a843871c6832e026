import { exp, log, square } from '../../numerics/elementary';
import { erfcx, exponentialIntegral, normalCdf } from '../numerics/special-functions';

/**
 * First passage of geometric Brownian motion dx = growth x dt + sigma x dW from x0, in terms of
 * |x|: closed forms. Away from sigma = 0, log |x| is Brownian motion of drift k = growth -
 * sigma^2/2 and standard deviation |sigma|. Errors below 1e-12 relative
 * (tests/unit/theory/first-passage.test.ts). Source: reflection principle for Brownian motion with
 * drift, derived in docs/theory.md, "First passage".
 */
export interface GeometricBrownian {
  growth: number;
  sigma: number;
}

/**
 * How much further out a barrier seems that is only looked at after every step, in standard
 * deviations of one step: -zeta(1/2) / sqrt(2 pi).
 */
export const MONITORING_SHIFT = 0.5825971579390107;

/** Drift of log |x|. */
function logDrift({ growth, sigma }: GeometricBrownian): number {
  return growth - (sigma * sigma) / 2;
}

/**
 * P(|x| ever reaches radius): 1 from outside or when growth >= sigma^2/2, else (|x0|/radius)^(1 - 2
 * growth/sigma^2); 0 from x0 = 0. radius > 0.
 */
export function escapeEverProbability(
  motion: GeometricBrownian,
  x0: number,
  radius: number,
): number {
  const size = Math.abs(x0);
  if (size >= radius) return 1;
  if (size === 0) return 0;
  const drift = logDrift(motion);
  if (motion.sigma === 0) return motion.growth > 0 ? 1 : 0;
  return drift >= 0 ? 1 : exp((2 * drift * log(radius / size)) / square(motion.sigma));
}

/**
 * P(|x| reaches radius by time t), looked at continuously: Phi((k t - b)/q) + exp(2 k b/sigma^2)
 * Phi(-(b + k t)/q) with b = log(radius/|x0|), q = |sigma| sqrt(t). radius > 0, t >= 0.
 */
export function escapeProbability(
  motion: GeometricBrownian,
  x0: number,
  radius: number,
  t: number,
): number {
  const size = Math.abs(x0);
  if (size >= radius) return 1;
  if (size === 0 || t === 0) return 0;
  const b = log(radius / size);
  return passageProbability(logDrift(motion), Math.abs(motion.sigma), b, t);
}

/**
 * The same when |x| is looked at only after every step of length dt: the barrier is moved outwards
 * in log |x| by MONITORING_SHIFT sigma sqrt(dt). Accurate to terms of order dt for small steps;
 * from |x0| < radius only. Source: Broadie, Glasserman, Kou (1997), Math. Finance 7, 325.
 */
export function escapeProbabilityAtSteps(
  motion: GeometricBrownian,
  x0: number,
  radius: number,
  t: number,
  dt: number,
): number {
  return escapeProbability(
    motion,
    x0,
    radius * exp(MONITORING_SHIFT * Math.abs(motion.sigma) * Math.sqrt(dt)),
    t,
  );
}

/** P(Brownian motion of this drift and deviation reaches `distance` > 0 by t > 0). */
function passageProbability(drift: number, deviation: number, distance: number, t: number): number {
  if (deviation === 0) return drift * t >= distance ? 1 : 0;
  const q = deviation * Math.sqrt(t);
  const direct = normalCdf((drift * t - distance) / q);
  const z = (distance + drift * t) / q;
  // exp(2 k b/sigma^2) Phi(-z) without overflow: both exponents together are -(b - k t)^2 / 2 q^2.
  const reflected =
    z > 0
      ? 0.5 * exp(-square(distance - drift * t) / (2 * q * q)) * erfcx(z * Math.SQRT1_2)
      : exp((2 * drift * distance) / (deviation * deviation)) * normalCdf(-z);
  return Math.min(1, direct + reflected);
}

/**
 * P(|x| reaches outer before inner), 0 < inner < outer: (1 - (inner/|x0|)^-g) / (1 -
 * (inner/outer)^-g) with g = 1 - 2 growth/sigma^2, log |x0|/inner over log outer/inner at g = 0.
 */
export function hitOuterFirstProbability(
  motion: GeometricBrownian,
  x0: number,
  inner: number,
  outer: number,
): number {
  const size = Math.abs(x0);
  if (size >= outer) return 1;
  if (size <= inner) return 0;
  const drift = logDrift(motion);
  if (motion.sigma === 0) return drift > 0 ? 1 : 0;
  const g = (-2 * drift) / square(motion.sigma);
  const near = log(size / inner);
  const far = log(outer / inner);
  // A positive g would overflow both: bring out exp(g far).
  if (g > 0)
    return exp(-g * (far - near)) * (exponentialIntegral(-g, near) / exponentialIntegral(-g, far));
  return exponentialIntegral(g, near) / exponentialIntegral(g, far);
}

/**
 * Mean time until |x| leaves (inner, outer), 0 < inner < outer: (p log(outer/inner) -
 * log(|x0|/inner)) / k with p = hitOuterFirstProbability; at k = 0 log(outer/|x0|) log(|x0|/inner)
 * / sigma^2. 0 from outside; Infinity for sigma = 0 = growth.
 */
export function meanExitTime(
  motion: GeometricBrownian,
  x0: number,
  inner: number,
  outer: number,
): number {
  const size = Math.abs(x0);
  if (size >= outer || size <= inner) return 0;
  const near = log(size / inner);
  const far = log(outer / size);
  const drift = logDrift(motion);
  const variance = square(motion.sigma);
  const c = (2 * drift) / variance;
  // Where the two terms below would cancel: their expansion to c^4.
  if (variance > 0 && Math.abs(c) * (near + far) < 1e-2) {
    const gap = far - near;
    const product = near * far;
    const sum = near * near + far * far;
    const series =
      1 +
      (c * gap) / 6 -
      (square(c) * product) / 12 -
      (c * square(c) * gap * (sum + 5 * product)) / 360 +
      (square(square(c)) * product * (sum + 4 * product)) / 720;
    return (product / variance) * series;
  }
  if (drift === 0) return Number.POSITIVE_INFINITY;
  const p = hitOuterFirstProbability(motion, x0, inner, outer);
  return (p * (near + far) - near) / drift;
}

/**
 * Mean time until |x| reaches radius: log(radius/|x0|)/k; Infinity unless growth > sigma^2/2; 0
 * from outside.
 */
export function meanEscapeTime(motion: GeometricBrownian, x0: number, radius: number): number {
  const size = Math.abs(x0);
  if (size >= radius) return 0;
  const drift = logDrift(motion);
  return drift > 0 && size > 0 ? log(radius / size) / drift : Number.POSITIVE_INFINITY;
}
