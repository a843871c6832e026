/**
 * Tanh-sinh quadrature: the substitution x = midpoint + half-width * tanh(pi/2 sinh t) makes the
 * trapezoid rule converge double-exponentially, also where the integrand is singular at an end.
 * Source: Takahasi and Mori (1974), Publ. RIMS 9, 721.
 */

import { cosh, exp, sinh, square } from '../../numerics/elementary';

const REACH = 3.5;
const FINEST = 10;

/** Nodes of one level: those that the coarser levels do not have. */
interface Level {
  /** Distance of the node from the nearer end, as a fraction of the interval. */
  distance: number[];
  weight: number[];
}

const levels: Level[] = [];

function level(k: number): Level {
  if (levels[k]) return levels[k];
  const step = 1 / (1 << k);
  const made: Level = { distance: [], weight: [] };
  for (let t = k === 0 ? 1 : step; t < REACH; t += k === 0 ? step : 2 * step) {
    const e = exp(-Math.PI * sinh(t));
    made.distance.push(e / (1 + e));
    made.weight.push((Math.PI * cosh(t) * e) / square(1 + e));
  }
  levels[k] = made;
  return made;
}

/**
 * Integral of f from `low` to `high`, finite limits. At an end f may have an infinite derivative or
 * grow like a logarithm; it is called there only when rounding makes a node coincide with it. The
 * relative error asked for is reached for integrands that are analytic inside. Throws nothing; NaN
 * from f comes through.
 *
 * @param tolerance  Stops when halving the step changes the result by less than this fraction; the error left
 *   is then of the order of its square. Held by tests/unit/theory/quadrature.test.ts to 1e-13.
 */
export function integrate(
  f: (x: number) => number,
  low: number,
  high: number,
  tolerance = 1e-9,
): number {
  const width = high - low;
  if (width === 0) return 0;
  let sum = f(low + width / 2) * (Math.PI / 4);
  let result = 0;
  for (let k = 0; k <= FINEST; k++) {
    const { distance, weight } = level(k);
    for (let i = 0; i < distance.length; i++) {
      const d = width * distance[i];
      sum += weight[i] * (f(low + d) + f(high - d));
    }
    const refined = (sum * width) / (1 << k);
    if (k > 2 && Math.abs(refined - result) <= tolerance * Math.abs(refined)) return refined;
    result = refined;
  }
  return result;
}
