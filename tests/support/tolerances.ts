/**
 * Every tolerance of the tests, with where it comes from. Units are those of the compared quantity.
 */

/** Relative distance of neighbouring float32 numbers. */
export const EPSILON = 2 ** -23;

/**
 * Normals, GPU float32 against the CPU's float64 on the same words. WGSL allows sqrt 4.5 ULP (2 of
 * inverseSqrt, 2.5 of the division); the logarithm's polynomial and its sum add 2 ULP before the
 * root, which halves them; the angle's polynomials 2 ULP; the two products 1 ULP: 8.5 ULP of at
 * most 6.66. Measured on a software adapter: 1.0e-6.
 */
export const NORMAL = 6.66 * 8.5 * EPSILON;

/**
 * A logarithm of a uniform word, float32 against float64 with the same polynomial, as a share of it:
 * eight roundings in its polynomial, of which those of the higher powers count for less, the
 * product and the sum, 4 ULP together. Measured on a software adapter: 2.1e-7.
 */
export const LOGARITHM = 4 * EPSILON;

/**
 * Stable numbers, as a share of themselves times alpha: two logarithms of at most 22 and 20, wrong
 * by LOGARITHM and 3 ULP of their arguments each, divided by alpha and times |1 - alpha| / alpha
 * <= 2 / alpha; the sums round by another ULP of 60 / alpha; the sine and the exponential add 8 ULP.
 */
export const STABLE_EXPONENT = (22 + 2 * 20) * (LOGARITHM / 2 + EPSILON) + (60 + 16) * EPSILON;

/**
 * The logarithm's polynomial, exact and in float32 with or without fused multiply-add, as a share of
 * -2 ln(1 + s) / s. Measured at every float32 number of its range: 2.231e-7; 2.669e-7 and 2.775e-7.
 */
export const LOGARITHM_POLYNOMIAL = { exact: 2.24e-7, float32: 2.8e-7 };

/** The cosine's polynomial in float64. Measured at every angle of 24 bits: 8.29e-8. */
const COSINE_POLYNOMIAL = 8.3e-8;

/**
 * Normals in float64 with our polynomials against the exact transform: half the share of the
 * logarithm, for the root, times |cos| <= 1, and the error of the cosine, times a radius of at most
 * 6.66. The sine's error of 1.1e-7, times v <= 1/2, is less than the cosine's. Measured: 5.4e-7, as
 * the logarithm of a large radius has a large exponent's term, which is exact.
 */
export const NORMAL_POLYNOMIAL = 6.66 * (LOGARITHM_POLYNOMIAL.exact / 2 + COSINE_POLYNOMIAL);

/**
 * One step from the same x and words: 3 roundings of terms of size |x| + noise, half an ULP each,
 * and the normals' own error times the noise's rates.
 * @param size  |x| + |learningRate| (|drift x| + |multiplicative x z| + |additive z|) with |z| = 6.66.
 * @param noiseRate  learningRate (|multiplicative x| + |additive|).
 */
export function stepTolerance(size: number, noiseRate: number): number {
  return 2 * EPSILON * size + 2 * NORMAL * noiseRate;
}

/**
 * Several steps from the same x and words: the error of each step, multiplied by what the steps
 * after it multiply a difference by. An optimizer with a memory adds one more rounding of its size
 * to each step: twice the bound.
 * @param growth  Most a step multiplies a difference of two x by, >= 1.
 */
export function stepsTolerance(
  size: number,
  noiseRate: number,
  growth: number,
  steps: number,
): number {
  let sum = 0;
  for (let step = 0; step < steps; step++) sum = sum * growth + 2 * stepTolerance(size, noiseRate);
  return sum;
}

/**
 * Roundings of one float32 step, in ULP, for rounded-steps.ts. WGSL names no rounding mode, so a
 * sum, a product or a conversion is within 1 ULP, with or without a fused multiply-add; a division
 * within 2.5 ULP, a root within 4.5 ULP (as of NORMAL).
 */
export const ROUNDINGS = {
  /** Stored noise: its conversion, and 2^-31 for the reciprocal of the modulus. */
  noise: 2,
  /** A term of a linear slope: its constant, its noise, two products, two sums. */
  linearTerm: 1 + 2 + 2 + 2,
  /** A term of a cubic slope by Horner's rule: two products and three sums, then the one with dt. */
  cubicTerm: 6,
  /** A slope times the learning rate; a decay, and the sum with it, come first. */
  push: 3,
  /** A running average: the product and the sum. */
  average: 2,
  /**
   * A root mean square: of each share a root and a product; of their ratio, whose square counts at
   * most half below the next root, a division, a product and a sum; that root and a product.
   */
  root: 4.5 + 1 + (2 * 2.5 + 2) / 2 + 4.5 + 1,
  /**
   * What a root of a sum of squares grows by: the ratio, its product, then divided by 1 and a root of
   * the ratio's square.
   */
  growth: 2.5 + 1 + (2 * 2.5 + 2) / 2 + 4.5 + 1 + 2.5,
  /** A slope over its root and epsilon, times the rate: a sum, a division, a product. */
  quotient: 1 + 2.5 + 1,
  /** Both weights divided out of a step of Adam: a root and two divisions. */
  weights: 4.5 + 2 * 2.5,
  /**
   * Each bit of the number of steps in 1 - decay^steps: two for its power, three for the sum, none
   * of which a later bit enlarges.
   */
  weightBit: 5,
} as const;

/**
 * A way of steps of Adam along one slope, as a share of it: averages keep what each step rounds of
 * the mean and of the root, and each step rounds the way itself, of at most its end; to each step
 * come its weights, as of ROUNDINGS, and its quotient. Measured over 200 steps: 5e-6 of it.
 */
export function averagedWayTolerance(steps: number): number {
  const { average, root, weights, weightBit, quotient } = ROUNDINGS;
  const bits = Math.ceil(Math.log2(steps + 1));
  const once = weights + 1.5 * weightBit * bits + quotient;
  return EPSILON * (steps * (average + root + 1) + once);
}

/**
 * Learning rates of schedules in float32, as a share of the largest. A power of n, exp(-y): y is
 * wrong by LOGARITHM and 2 ULP of itself, and y exp(-y) <= 0.37; the exponential and a product add 4
 * ULP. A squared cosine: twice 2 ULP of its polynomial, and two products. Powers of a factor: half an
 * ULP for each of ten factors, of a rate that has fallen. Shares of n: 2 ULP.
 */
export const SCHEDULED_RATE = 0.37 * LOGARITHM + (0.37 * 2 + 6) * EPSILON;

/**
 * Bounds of first order are taken this many times: what they leave out is of the size of the bound
 * times itself, and tests hold bounds to less than SMALL_BOUND of max(1, |x|). Largest bound of 1,000
 * steps: 3.8e-4.
 */
export const SECOND_ORDER = 1.1;
export const SMALL_BOUND = 1e-3;

/**
 * Slope of spike-and-wells: five bumps, each of at most height / width 0.61 < 4.1 in size, through
 * an exponential that WGSL promises to (3 + 2 |argument|) ULP, where |argument| exp(argument) <=
 * 0.37, and four products: 8 ULP.
 */
export const BUMP_SLOPE = 5 * 8 * 4.1 * EPSILON;

/**
 * Share of particles whose first-passage step may differ between the engines after a thousand
 * steps: rounding moves a particle by about 1e-6 of its size over the run, and the density of sizes
 * at the radius, at which a step is decided, is of order one per relative unit and visit; 1e-6
 * times a few hundred visits. Measured on a software adapter: under 0.05 %.
 */
export const DIFFERENT_PASSAGES = 2e-3;

/**
 * Share of replicas that may escape on one engine and not on the other within twenty steps: float32
 * moves x by some 1e-6 of its size, and a replica whose farthest point is that near to the radius,
 * of density of order one per relative unit, is decided by it. Measured on a software adapter: 1 of
 * 2,359,296.
 */
export const DIFFERENT_ESCAPES = 1e-5;

/**
 * Level of every statistical test: with some hundred comparisons of fixed seeds, a correct program
 * fails one with probability below 1e-2, once and for all (seeds are fixed; tests are never
 * repeated).
 */
export const ALPHA = 1e-5;

/** Two-sided normal quantile of ALPHA: P(|Z| > 4.417) = 1e-5. */
export const Z_ALPHA = 4.417;

/**
 * Standard errors allowed for a Monte Carlo mean over `n` particles with standard deviation
 * `deviation`.
 */
export function meanTolerance(deviation: number, n: number): number {
  return (Z_ALPHA * deviation) / Math.sqrt(n);
}

/** The same for a proportion; one particle is always allowed, for probabilities near 0 or 1. */
export function proportionTolerance(probability: number, n: number): number {
  return meanTolerance(Math.sqrt(probability * (1 - probability)), n) + 1 / n;
}

/**
 * Kolmogorov-Smirnov distance of n samples from their law that is passed with probability ALPHA:
 * sqrt(-ln(ALPHA / 2) / (2 n)) (Dvoretzky, Kiefer, Wolfowitz 1956; Massart 1990).
 */
export function kolmogorovSmirnovTolerance(n: number): number {
  return Math.sqrt(-Math.log(ALPHA / 2) / (2 * n));
}
