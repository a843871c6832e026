import { exp, log, square } from '../../numerics/elementary';
import { factorExponent, type StepFactor } from '../exponents/lyapunov';
import { lawParts } from '../later-parts';
import { integrate } from '../numerics/quadrature';
import { findRoot } from '../numerics/roots';

/**
 * log E |M|^k for one step factor M, k >= 0. Gaussian: tanh-sinh quadrature in y = m + v z on both
 * sides of the two peaks of |y|^k exp(-(y - m)^2 / 2 v^2); two-point: the sum over fair coins.
 * Absolute error 1e-12 max(1, k) (tests/unit/theory/tail-index.test.ts). Derived in docs/theory.md,
 * "Tail index".
 */
export function logAbsoluteMoment(factor: StepFactor, k: number): number {
  const { law, m, v } = factor;
  if (k === 0) return 0;
  if (v === 0) return k * log(Math.abs(m));
  const other = lawParts(law);
  if (other) {
    if (!other.tail) throw new Error(`No tail is known of ${law} noise.`);
    return other.tail.logMoment(factor, k);
  }
  const size = Math.abs(v);
  const root = Math.sqrt(m * m + 4 * k * v * v);
  const far = Math.abs(m) / 2 + root / 2;
  const near = (k * v * v) / far;
  const sides = [
    { centre: Math.abs(m), peak: far },
    { centre: -Math.abs(m), peak: near },
  ];
  const height = ({ centre }: { centre: number }, y: number) =>
    k * log(y) - square(y - centre) / (2 * v * v);
  const top = height(sides[0], far);
  let sum = 0;
  for (const side of sides) {
    const f = (y: number) => (y > 0 ? exp(height(side, y) - top) : 0);
    const low = Math.max(0, side.peak - 12 * size);
    sum += integrate(f, low, side.peak) + integrate(f, side.peak, side.peak + 12 * size);
  }
  return top + log(sum / (size * Math.sqrt(2 * Math.PI)));
}

/**
 * Kesten's tail index: the root kappa > 0 of E |M|^kappa = 1. With additive noise the chain's
 * stationary law then has P(|x| > R) ~ C R^-kappa; its mean exists when kappa > 1, its variance
 * when kappa > 2. null where the steps do not trap (E log |M| >= 0) or no factor exceeds 1 in size
 * (bounded support, no such tail), or kappa would exceed 1e6, or `most` of the law. Relative error 1e-11
 * (tests/unit/theory/tail-index.test.ts). Source: Kesten (1973), Acta Math. 131, 207.
 */
export function tailIndex(factor: StepFactor): number | null {
  const exponent = factorExponent(factor);
  if (!(exponent < 0) || factor.v === 0) return null;
  const other = lawParts(factor.law);
  if (other && !(other.tail && other.tail.largest(factor) > 1)) return null;
  // log E|M|^k / k rises with k, from the Lyapunov exponent at k = 0.
  const slope = (k: number) => (k === 0 ? exponent : logAbsoluteMoment(factor, k) / k);
  let high = 1;
  while (!(slope(high) > 0)) {
    high *= 2;
    if (high > (other?.tail?.most ?? 1e6)) return null;
  }
  return findRoot(slope, high === 1 ? 0 : high / 2, high, 1e-13);
}
