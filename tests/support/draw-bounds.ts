import { EPSILON, LOGARITHM, NORMAL, STABLE_EXPONENT } from './tolerances';

/** Own number of a law, correlation and size of the minibatches. */
export interface DrawnLaw {
  shape?: number;
  rho?: number;
  batchSize: number;
}

/** How far xi and eta of a draw may be off. */
export type Bound = (xi: number, eta: number) => readonly [number, number];

const even = (bound: number): Bound => {
  return () => [bound, bound];
};

/**
 * Draws of noise laws in float32, where the twin has float64, from the same words: on the GPU and by
 * the SIMD kernel.
 */
export const DRAW_BOUNDS = {
  /** Uniform numbers round in their sums, one product and inverseSqrt: 2^31 times 3 ULP a sample. */
  uniform: ({ batchSize }) => even(8 * EPSILON * Math.sqrt(6 * batchSize)),
  /** 22.2 / sqrt(2) at most a sample. */
  laplace: ({ batchSize }) => even((LOGARITHM + 6 * EPSILON) * 15.7 * Math.sqrt(2 * batchSize)),
  /**
   * In shares of the radius that xi and eta have in common, or of the largest of a batch. Half the
   * exponent, at most 22.2 / nu, is wrong by a logarithm, a quotient and its own sums.
   */
  'student-t': ({ shape = 1, batchSize }) => {
    const share = (22.2 / shape) * (LOGARITHM + 4 * EPSILON) + 12 * EPSILON + LOGARITHM;
    const batch = batchSize === 1 ? 0 : 6.7 * Math.sqrt(2 * batchSize);
    return (xi, eta) => even(share * (Math.hypot(xi, eta) + batch))(xi, eta);
  },
  /** What eta has of its own is eta - rho xi over a root of at most 1. */
  'alpha-stable': ({ shape = 1, rho = 0 }) => {
    const share = STABLE_EXPONENT / shape;
    return (xi, eta) => [share * Math.abs(xi), share * (Math.abs(eta) + 2 * Math.abs(rho * xi))];
  },
  /** Numbers of heads are equal; their unit, the offset and one sum round. */
  'unfair-coins': ({ batchSize }) => even(2 * EPSILON * 2.5 * Math.sqrt(batchSize)),
  /** The sum of squares is (1 - sqrt(2 / batch) xi) batch, and xi is it over sqrt(2 batch). */
  'chi-squared': ({ batchSize }) => {
    const share = LOGARITHM + (batchSize / 2 + 8) * EPSILON + 2 * NORMAL;
    return (xi) => {
      const size = Math.abs(xi) + Math.sqrt(batchSize / 2);
      return [share * size, share * 6.7 * (1 + size)];
    };
  },
  /**
   * Each sample rounds as it becomes a float, and each of the sums; unit, root of the batch and two
   * products are 4 ULP more, of at most 12 deviations of a sample.
   */
  samples: ({ batchSize }) => even((2 * batchSize + 4) * EPSILON * 12 * Math.sqrt(batchSize)),
} as const satisfies Record<string, (law: DrawnLaw) => Bound>;
