import { hypot, square } from '../../numerics/elementary';

/**
 * Surfaces z = f(x, y) that particles descend, and their places of zero slope.
 * The two with several minima stand in double-well.ts and spike-and-wells.ts.
 */
export interface Surface {
  value(x: number, y: number): number;
  /** Slope along x and along y. */
  gradient(x: number, y: number): [number, number];
}

/**
 * f = -a1 x^2/2 - a2 y^2/2, the model of docs/model.md without its noise: a > 0 repels, a < 0
 * attracts.
 */
export function quadraticSaddle(a1: number, a2: number): Surface {
  return {
    value: (x, y) => -(a1 * x * x + a2 * y * y) / 2,
    gradient: (x, y) => [-a1 * x, -a2 * y],
  };
}

/**
 * f = -a1 |x| - a2 |y|, piecewise linear. The slope at a crease counts as 0, so that descent stays
 * on it.
 */
export function reluSaddle(a1: number, a2: number): Surface {
  return {
    value: (x, y) => -(a1 * Math.abs(x) + a2 * Math.abs(y)),
    gradient: (x, y) => [-a1 * Math.sign(x), -a2 * Math.sign(y)],
  };
}

/**
 * f = 1/2 - a x y + (x y)^2/2: squared error of a linear network of two layers with one unit each.
 * A saddle at (0, 0) with curvatures -a and a; minima on the curve x y = a, where f = (1 - a^2)/2.
 */
export function linearNetwork2(a: number): Surface {
  return {
    value: (x, y) => 0.5 - a * x * y + square(x * y) / 2,
    gradient: (x, y) => [(x * y - a) * y, (x * y - a) * x],
  };
}

/** f = (x y - a)^2/2: an entry and two factors. The linear network's, moved up. */
export function factorisation2(a: number): Surface {
  return {
    value: (x, y) => square(x * y - a) / 2,
    gradient: (x, y) => [(x * y - a) * y, (x * y - a) * x],
  };
}

/** f = x^3 - 3 x y^2: three valleys, at 60, 180 and 300 degrees, and no curvature at (0, 0). */
export const MONKEY_SADDLE: Surface = {
  value: (x, y) => x * (x * x - 3 * y * y),
  gradient: (x, y) => [3 * (x - y) * (x + y), -6 * x * y],
};

/** A place of zero slope. */
export interface StationaryPoint {
  kind: 'minimum' | 'saddle' | 'maximum';
  x: number;
  y: number;
  value: number;
  /** Of the matrix of second derivatives, the lower first. */
  curvatures: [number, number];
}

/**
 * Second derivatives (xx, xy, yy) from central differences of the slope; relative error about 1e-9.
 */
function secondDerivatives(surface: Surface, x: number, y: number): [number, number, number] {
  const dx = 1e-5 * (1 + Math.abs(x));
  const dy = 1e-5 * (1 + Math.abs(y));
  const right = surface.gradient(x + dx, y);
  const left = surface.gradient(x - dx, y);
  const up = surface.gradient(x, y + dy);
  const down = surface.gradient(x, y - dy);
  const mixed = (right[1] - left[1]) / (2 * dx) + (up[0] - down[0]) / (2 * dy);
  return [(right[0] - left[0]) / (2 * dx), mixed / 2, (up[1] - down[1]) / (2 * dy)];
}

/**
 * Newton's method from (x, y) towards zero slope of a smooth surface; null where it does not settle
 * within 100 steps, or where the surface is flat along some direction. Places accurate to the
 * rounding errors of the slope, curvatures to 1e-8. Held by
 * tests/unit/theory/spike-and-wells.test.ts.
 */
export function stationaryPointNear(
  surface: Surface,
  x: number,
  y: number,
): StationaryPoint | null {
  for (let i = 0; i < 100; i++) {
    const [gx, gy] = surface.gradient(x, y);
    const [xx, xy, yy] = secondDerivatives(surface, x, y);
    const determinant = xx * yy - xy * xy;
    const size = xx * xx + 2 * xy * xy + yy * yy;
    if (!(Math.abs(determinant) > 1e-8 * size)) return null;
    const stepX = (yy * gx - xy * gy) / determinant;
    const stepY = (xx * gy - xy * gx) / determinant;
    x -= stepX;
    y -= stepY;
    if (hypot(stepX, stepY) > 1e-14 * (1 + hypot(x, y)) && i < 99) continue;
    if (hypot(stepX, stepY) > 1e-9 * (1 + hypot(x, y))) return null;
    const half = hypot((xx - yy) / 2, xy);
    const low = (xx + yy) / 2 - half;
    const high = (xx + yy) / 2 + half;
    const kind = low > 0 ? 'minimum' : high < 0 ? 'maximum' : 'saddle';
    return { kind, x, y, value: surface.value(x, y), curvatures: [low, high] };
  }
  return null;
}

/**
 * The places of zero slope inside the box [low, high] x [low, high], by Newton's method from a grid
 * of cells x cells starts; lowest value first. Those that no start leads to are missing.
 */
export function stationaryPoints(
  surface: Surface,
  low: number,
  high: number,
  cells = 40,
): StationaryPoint[] {
  const found: StationaryPoint[] = [];
  const inside = (c: number) => c >= low && c <= high;
  for (let i = 0; i < cells; i++)
    for (let j = 0; j < cells; j++) {
      const at = (k: number) => low + ((k + 0.5) / cells) * (high - low);
      const point = stationaryPointNear(surface, at(i), at(j));
      if (!point || !inside(point.x) || !inside(point.y)) continue;
      const known = found.some((other) => hypot(other.x - point.x, other.y - point.y) < 1e-6);
      if (!known) found.push(point);
    }
  return found.sort((one, other) => one.value - other.value);
}

/** Where `steps` steps x <- x - learningRate gradient lead from `start`, without noise. */
export function descend(
  surface: Surface,
  start: [number, number],
  learningRate: number,
  steps: number,
): [number, number] {
  let [x, y] = start;
  for (let i = 0; i < steps; i++) {
    const [gx, gy] = surface.gradient(x, y);
    x -= learningRate * gx;
    y -= learningRate * gy;
  }
  return [x, y];
}
