import { hypot, power, square } from '../../numerics/elementary';
import { findRoot } from '../numerics/roots';
import type { Surface } from './landscape';

/**
 * Coefficients of 1, x, x^2, x^3: the slope W'(x) of a well along x. Averages of a cubic over a
 * normal shift are exact, because every Taylor series below ends. Two wells when there are three
 * roots and the last entry is positive.
 */
export type Cubic = readonly [number, number, number, number];

/** f = stiffness y^2 + W(x), W(0) = floor: wells along x in a valley that y falls into. */
export interface Valley {
  slope: Cubic;
  floor: number;
  stiffness: number;
}

/** f = y^2 + x^4/4 - 5 x^3/6 - x^2/2 + 5 x/4 + 2: the right well is the deeper one. */
export const SKEWED_VALLEY: Valley = { slope: [1.25, -1, -2.5, 1], floor: 2, stiffness: 1 };

/** f = y^2 + (height/4) (u^2 - distance^2)^2, u = x - centre: equal wells at centre +- distance. */
export function symmetricValley(height: number, distance: number, centre: number): Valley {
  const gap = centre * centre - distance * distance;
  return {
    slope: [
      -height * centre * gap,
      height * (3 * centre * centre - distance * distance),
      -3 * height * centre,
      height,
    ],
    floor: (height / 4) * gap * gap,
    stiffness: 1,
  };
}

/** Value of the cubic at x. */
export function cubicValue([c0, c1, c2, c3]: Cubic, x: number): number {
  return ((c3 * x + c2) * x + c1) * x + c0;
}

/** E slope(x + shake Z), Z standard normal, as a cubic in x: slope + (shake^2/2) slope''. Exact. */
export function smoothedSlope([c0, c1, c2, c3]: Cubic, shake: number): Cubic {
  const variance = shake * shake;
  return [c0 + variance * c2, c1 + 3 * variance * c3, c2, c3];
}

/**
 * The valley averaged over normal shifts of standard deviation `shake` along x and y; 0: as it is.
 * Exact: E W(x + shake Z) = W + (shake^2/2) W'' + (shake^4/8) W''''. Held by
 * tests/unit/theory/double-well.test.ts against quadrature.
 */
export function smoothedValley({ slope, floor, stiffness }: Valley, shake: number): Surface {
  const averaged = smoothedSlope(slope, shake);
  const variance = shake * shake;
  const lift =
    floor + variance * (stiffness + slope[1] / 2) + (3 / 4) * variance * variance * slope[3];
  const [c0, c1, c2, c3] = averaged;
  return {
    value: (x, y) =>
      stiffness * y * y + lift + (((c3 / 4) * x + c2 / 3) * x + c1 / 2) * x * x + c0 * x,
    gradient: (x, y) => [cubicValue(averaged, x), 2 * stiffness * y],
  };
}

/** `SKEWED_VALLEY` averaged over normal shifts of standard deviation `shake`. */
export function smoothedDoubleWell(shake: number): Surface {
  return smoothedValley(SKEWED_VALLEY, shake);
}

/** `SKEWED_VALLEY` as a surface. */
export const DOUBLE_WELL: Surface = /* @__PURE__ */ smoothedDoubleWell(0);

/** Throws RangeError unless the well closes on both sides. */
export function requireWell(slope: Cubic): void {
  if (!(slope[3] > 0))
    throw new RangeError(`the well must grow like x^4, not like ${slope[3]} x^4`);
}

/**
 * Real roots of a cubic with a positive last coefficient, rising; a double root once or not at all.
 */
export function rootsOf(cubic: Cubic): number[] {
  const [c0, c1, c2, c3] = cubic;
  const bound = 1 + Math.max(Math.abs(c0), Math.abs(c1), Math.abs(c2)) / c3;
  const centre = -c2 / (3 * c3);
  const spread = centre * centre - c1 / (3 * c3);
  const turn = Math.sqrt(Math.max(0, spread));
  const ends = spread > 0 ? [-bound, centre - turn, centre + turn, bound] : [-bound, bound];
  const roots: number[] = [];
  for (let i = 1; i < ends.length; i++) {
    const [low, high] = [cubicValue(cubic, ends[i - 1]), cubicValue(cubic, ends[i])];
    if (low < 0 !== high < 0)
      roots.push(findRoot((x) => cubicValue(cubic, x), ends[i - 1], ends[i]));
  }
  return roots;
}

/**
 * Minima of the averaged well along x, from left to right, and the saddle between them, null when
 * there is only one minimum. shake = 0: of the well itself. Relative error 1e-14 away from
 * `criticalShake`. Throws RangeError unless slope[3] > 0. Held by
 * tests/unit/theory/double-well.test.ts.
 */
export function wellsAndSaddle(
  slope: Cubic,
  shake = 0,
): { minima: number[]; saddle: number | null } {
  requireWell(slope);
  const roots = rootsOf(smoothedSlope(slope, shake));
  return roots.length === 3
    ? { minima: [roots[0], roots[2]], saddle: roots[1] }
    : { minima: [roots[roots.length - 1]], saddle: null };
}

/**
 * Minimum of the averaged well that slow descent from `start` ends in; Infinity: from far right. A
 * start on the saddle stays there. Same errors and limits as `wellsAndSaddle`.
 */
export function attractor(slope: Cubic, shake: number, start = Number.POSITIVE_INFINITY): number {
  const { minima, saddle } = wellsAndSaddle(slope, shake);
  if (saddle === null) return minima[0];
  return start === saddle ? saddle : start < saddle ? minima[0] : minima[1];
}

/**
 * Shake above which the averaged well has only one minimum; null when it has but one without
 * shaking. About the inflection the averaged slope is c3 (u^3 + p u + q), where p grows by 3
 * shake^2 and q stays, and two roots merge at 4 p^3 + 27 q^2 = 0. Relative error 1e-14. Throws
 * RangeError unless slope[3] > 0. Held by tests/unit/theory/double-well.test.ts.
 */
export function criticalShake(slope: Cubic): number | null {
  requireWell(slope);
  const [, c1, c2, c3] = slope;
  const inflection = -c2 / (3 * c3);
  const p = c1 / c3 - 3 * inflection * inflection;
  const q = cubicValue(slope, inflection) / c3;
  const square = -p / 3 - power((q * q) / 4, 1 / 3);
  return square > 0 ? Math.sqrt(square) : null;
}

/**
 * One direction of the linear model: x <- x + h ((a + sigma xi) x + tau eta), corr(xi, eta) = rho.
 */
export interface LocalModel {
  a: number;
  sigma: number;
  tau: number;
  rho: number;
}

/**
 * The linear model of shaken descent near x, a root of `smoothedSlope`: a = -E W''(x + shake Z),
 * and sigma^2, tau^2 and rho sigma tau the variances and covariance of W'' and W' there. The two
 * noises are polynomials of Z, not normal. rho = 0 where either vanishes. Exact. Derived from the
 * Hermite series of W', whose terms have variances k!. Held by
 * tests/unit/theory/double-well.test.ts.
 */
export function localModel(slope: Cubic, shake: number, x: number): LocalModel {
  const [, c1, c2, c3] = slope;
  const second = 2 * c2 + 6 * c3 * x;
  const third = 6 * c3;
  // Coefficients of the first, second and third Hermite polynomial in W', and of the first and
  // second in W''.
  const tilt = shake * (c1 + (2 * c2 + 3 * c3 * x) * x + (third * shake * shake) / 2);
  const bend = (shake * shake * second) / 2;
  const twist = (shake * square(shake) * third) / 6;
  const sigma = hypot(shake * second, (shake * shake * third) / Math.SQRT2);
  const tau = hypot(hypot(tilt, Math.SQRT2 * bend), Math.sqrt(6) * twist);
  const covariance = shake * second * tilt + shake * shake * third * bend;
  const [averaged0, averaged1, averaged2, averaged3] = smoothedSlope(slope, shake);
  return {
    a: -cubicValue([averaged1, 2 * averaged2, 3 * averaged3, 0 * averaged0], x),
    sigma,
    tau,
    rho: sigma * tau === 0 ? 0 : covariance / (sigma * tau),
  };
}
