import { exp, expm1, log1p } from '../../numerics/elementary';
import { integrate } from '../numerics/quadrature';
import { erfc } from '../numerics/special-functions';

/**
 * Probability that at least one of several independent directions escapes, 1 - prod(1 - p_i), 0 <=
 * p_i <= 1; 0 for none. For the region max |x_i| <= R and noise that is independent between the
 * directions: a ball or shared noise breaks it. Relative error 1e-15 times their number
 * (tests/unit/theory/dimension.test.ts). Derived in docs/theory.md, "Many directions".
 */
export function anyEscapeProbability(probabilities: readonly number[]): number {
  let log = 0;
  for (const p of probabilities) log += log1p(-p);
  return -expm1(log);
}

/**
 * How curvature a > 0 and noise sigma of a direction are drawn, independently:
 *
 *   exponential   a with mean `curvature`, sigma^2 with mean `noise`
 *   uniform       a in (0, `curvature`), sigma in (0, `noise`)
 *   half-normal   |Z| times `curvature` and `noise`, Z standard normal
 */
export interface DirectionPrior {
  kind: 'exponential' | 'uniform' | 'half-normal';
  curvature: number;
  noise: number;
}

/**
 * P(a > learningRate sigma^2 / 2): how often a direction drawn from the prior repels in spite of
 * the noise, in the limit of small steps. curvature > 0, noise >= 0, learningRate >= 0; 1 where
 * learningRate or noise is 0. Closed forms; half-normal: tanh-sinh quadrature of E
 * erfc(learningRate noise^2 Z^2 / (2 sqrt 2 curvature)). Relative error 1e-13
 * (tests/unit/theory/dimension.test.ts). Derived in docs/theory.md, "Many directions".
 */
export function repulsiveProbability(
  { kind, curvature, noise }: DirectionPrior,
  learningRate: number,
): number {
  if (learningRate === 0 || noise === 0) return 1;
  if (kind === 'exponential') return 1 / (1 + (learningRate * noise) / (2 * curvature));
  const ratio = (learningRate * noise * noise) / (2 * curvature);
  if (kind === 'uniform') return ratio <= 1 ? 1 - ratio / 3 : 2 / (3 * Math.sqrt(ratio));
  const scale = Math.SQRT1_2 * ratio;
  // The integrand is negligible once z^2 / 2 or (scale z^2)^2 exceeds 40.
  const end = Math.min(9, Math.sqrt(6.4 / scale));
  const density = (z: number) => exp((-z * z) / 2) * erfc(scale * z * z);
  return Math.sqrt(2 / Math.PI) * integrate(density, 0, end, 1e-14);
}

/**
 * Smallest number of independent directions, each escaping or repelling with probability p, of
 * which at least one does with the probability `confidence`: log(1 - confidence) / log(1 - p),
 * rounded up. 0 <= p <= 1; 0 for confidence <= 0, Infinity for p = 0 and for confidence = 1 unless
 * p = 1. Held by tests/unit/theory/dimension.test.ts.
 */
export function directionsNeeded(p: number, confidence: number): number {
  if (!(confidence > 0)) return 0;
  if (p === 0) return Number.POSITIVE_INFINITY;
  if (p === 1) return 1;
  const count = log1p(-confidence) / log1p(-p);
  // A whole number that rounding has lifted is still that number.
  return Math.max(1, Math.ceil(count * (1 - 1e-14)));
}
