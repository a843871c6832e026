import { exp, log, log1p, square } from '../../numerics/elementary';
import { incompleteGamma, logGamma } from '../numerics/special-functions';
import { bothWays, inPlace, lastOctave, MOST_MOMENT, type NoiseDensity } from './noise-density';

const SQRT_3 = Math.sqrt(3);
const SQRT_2 = Math.sqrt(2);

/** Uniform of variance 1. */
export const uniformDensity: NoiseDensity = inPlace({
  symmetric: true,
  low: -SQRT_3,
  high: SQRT_3,
  density: (z) => (Math.abs(z) < SQRT_3 ? 1 / (2 * SQRT_3) : 0),
  below: (z) => Math.min(1, Math.max(0, (z + SQRT_3) / (2 * SQRT_3))),
  above: (z) => Math.min(1, Math.max(0, (SQRT_3 - z) / (2 * SQRT_3))),
  kinks: [],
  heavy: null,
  edges: [-SQRT_3, 0, SQRT_3],
});

/** Laplace's law of variance 1. */
export const laplaceDensity: NoiseDensity = inPlace({
  symmetric: true,
  low: Number.NEGATIVE_INFINITY,
  high: Number.POSITIVE_INFINITY,
  density: (z) => exp(-SQRT_2 * Math.abs(z)) / SQRT_2,
  below: (z) => laplaceAbove(-z),
  above: laplaceAbove,
  kinks: [0],
  heavy: null,
  edges: laplaceEdges(),
});

function laplaceAbove(z: number): number {
  return z > 0 ? exp(-SQRT_2 * z) / 2 : 1 - exp(SQRT_2 * z) / 2;
}

/** Panels of 8 beyond 16: moments of order k have their weight at k / sqrt(2) +- sqrt(k / 2). */
function laplaceEdges(): number[] {
  const inner = bothWays(-3, 4).filter((z) => Math.abs(z) <= 16);
  const far: number[] = [];
  for (let z = 24; z <= MOST_MOMENT + 80; z += 8) far.push(z);
  return [...far.map((z) => -z).reverse(), ...inner, ...far];
}

/**
 * log Gamma(a + 1/2) - log Gamma(a), without the digits that large ones share. Source: Tricomi and
 * Erdelyi (1951), Pacific Journal of Mathematics 1.
 */
function logGammaStep(a: number): number {
  if (a < 50) return logGamma(a + 0.5) - logGamma(a);
  const r = 1 / (a * a);
  return log(a) / 2 - (1 / 8 - r * (1 / 192 - r * (1 / 640 - (r * 17) / 14336))) / a;
}

/** ln of the density at 0 of Student's t law. */
export function logTPeak(nu: number): number {
  return logGammaStep(nu / 2) - log(nu * Math.PI) / 2;
}

/** Ends of panels for laws without mass beyond. */
export const UNIT_PANELS = /* @__PURE__ */ Array.from({ length: 129 }, (_, i) => i - 64);

/** Student's t law with nu degrees of freedom, of scale 1. */
export function studentTDensity(nu: number): NoiseDensity {
  const half = (nu + 1) / 2;
  const logPeak = logTPeak(nu);
  const logDensity = (z: number) => logPeak - half * log1p((z / nu) * z);
  const above = (z: number): number => {
    if (z < 0) return 1 - above(-z);
    if (z > 1e150) return exp(logPeak + half * log(nu) - nu * log(z) - log(nu));
    // The smaller of the two arguments of the incomplete beta function goes first.
    const square_ = z * z;
    return square_ < nu
      ? 0.5 - incompleteBeta(0.5, nu / 2, square_ / (nu + square_)) / 2
      : incompleteBeta(nu / 2, 0.5, nu / (nu + square_)) / 2;
  };
  return inPlace({
    symmetric: true,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    density: (z) => exp(logDensity(z)),
    below: (z) => above(-z),
    above,
    kinks: [],
    // The tails of many degrees of freedom have no mass where they are a power.
    heavy: nu > 2 * MOST_MOMENT ? null : { index: nu, logSize: logPeak + half * log(nu) },
    edges: nu > 2 * MOST_MOMENT ? UNIT_PANELS : bothWays(-3, lastOctave(nu)),
  });
}

/**
 * Regularised incomplete beta function I_x(a, b) by its continued fraction; relative error 1e-13.
 * Source: Abramowitz and Stegun (1964), 26.5.8.
 */
export function incompleteBeta(a: number, b: number, x: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(b, a, 1 - x);
  const front = exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x) - log(a),
  );
  const TINY = 1e-300;
  let c = 1;
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || TINY);
  let fraction = d;
  for (let n = 1; n < 20_000; n++) {
    const even = (n * (b - n) * x) / ((a + 2 * n - 1) * (a + 2 * n));
    d = 1 / (1 + even * d || TINY);
    c = 1 + even / c || TINY;
    fraction *= d * c;
    const odd = (-(a + n) * (a + b + n) * x) / ((a + 2 * n) * (a + 2 * n + 1));
    d = 1 / (1 + odd * d || TINY);
    c = 1 + odd / c || TINY;
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-16) break;
  }
  return front * fraction;
}

/**
 * (B - S) / sqrt(2 B), S chi-squared with B degrees of freedom: xi of the law chi-squared. Its
 * variable is sqrt(S), of which the density is smooth down to 0.
 */
export function chiSquaredDensity(batchSize: number): NoiseDensity {
  const root = Math.sqrt(2 * batchSize);
  const logFront = Math.LN2 * (1 - batchSize / 2) - logGamma(batchSize / 2);
  const weight = (t: number) =>
    t > 0
      ? exp(logFront + (batchSize - 1) * log(t) - (t * t) / 2)
      : batchSize === 1
        ? exp(logFront)
        : 0;
  const squares = (z: number) => Math.max(0, batchSize - root * z);
  const last = Math.ceil(Math.sqrt(batchSize + 2 * MOST_MOMENT)) + 10;
  const edges = Array.from({ length: last + 1 }, (_, i) => i);
  return {
    symmetric: false,
    low: Number.NEGATIVE_INFINITY,
    high: batchSize / root,
    // S = t^2.
    density: (z) => {
      const t = Math.sqrt(squares(z));
      return t > 0 ? (weight(t) * root) / (2 * t) : 0;
    },
    below: (z) => incompleteGamma(batchSize / 2, squares(z) / 2).upper,
    above: (z) => incompleteGamma(batchSize / 2, squares(z) / 2).lower,
    kinks: [],
    heavy: null,
    edges,
    place: (t) => (batchSize - square(t)) / root,
    variable: (z) => (batchSize - root * z > 0 ? Math.sqrt(batchSize - root * z) : -10),
    weight,
  };
}
