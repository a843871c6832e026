import { hypot, log, power, powerOfTwo } from '../../numerics/elementary';
import type { NoiseDensity } from '../noise/noise-density';
import { normalCdf } from '../numerics/special-functions';
import type { Reduced } from './escape-problem';

/** Law of x' given x inside (low, high), what is outside having escaped. */
export interface StepKernel {
  low: number;
  high: number;
  mean(x: number): number;
  /** Standard deviation, >= 0. */
  deviation(x: number): number;
  /** The law of -x' from -x is that of x' from x: then x stands for |x|, 0 <= x <= high. */
  even: boolean;
  /** Law of (x' - mean) / deviation, from x; normal where left out. */
  noise?(x: number): NoiseDensity;
}

/** Noise of a step that is not normal. */
export interface StepNoise {
  /** Scale of p times one number, of any sign, and q >= 0 times another; see `density`. */
  scale(p: number, q: number): number;
  /** Law of that sum, divided by its scale. The one number has the sign of xi. */
  density(p: number, q: number): NoiseDensity;
  /** What eta has of its own, as a share of tau. */
  own: number;
  /** z at which the density is infinite or has a kink for every p, as p times it; where there is one. */
  pole?: number;
}

/** One step at learning rate h, in x + shift. */
export function kernelOf(
  { a, sigma, tau, rho, radius, ridge }: Reduced,
  h: number,
  shift: number,
  noise: StepNoise | null = null,
): StepKernel {
  const own = tau * (noise ? noise.own : Math.sqrt((1 - rho) * (1 + rho)));
  const size = Math.abs(h);
  const even = shift === 0 && rho * sigma * tau === 0;
  const high = radius + shift;
  const low = even ? 0 : shift - radius;
  if (ridge) {
    // As at 0, without multiplicative noise, only where a start says so.
    const deviation = (sign: number) => size * hypot(sigma * sign + rho * tau, own);
    const sides = [deviation(-1), size * Math.abs(tau), deviation(1)];
    return {
      low,
      high,
      even,
      mean: (x) => x + h * a * Math.sign(x),
      deviation: (x) => sides[1 + Math.sign(x)],
    };
  }
  const factor = 1 + h * a;
  const offset = shift === 0 ? rho * tau : 0;
  const kept = shift === 0 ? own : 0;
  if (noise) {
    const first = (x: number) => sigma * x + offset;
    return {
      low,
      high,
      even,
      noise: (x) => noise.density(first(x), Math.abs(kept)),
      mean: (x) => factor * x,
      deviation: (x) => size * noise.scale(first(x), Math.abs(kept)),
    };
  }
  return {
    low,
    high,
    even,
    mean: (x) => factor * x,
    deviation: (x) => size * hypot(sigma * x + offset, kept),
  };
}

/** Places inside where the probability may not be smooth, or smooth on ever smaller scales only. */
export function specialPlaces(
  problem: Reduced,
  shift: number,
  rate: (n: number) => number,
  noise: StepNoise | null = null,
): number[] {
  const { a, sigma, tau, rho, radius, steps, ridge } = problem;
  if (noise?.pole !== undefined) return polePlaces(1 + rate(1) * (a + sigma * noise.pole), radius);
  if (!ridge) {
    if (sigma === 0) return [];
    if (tau !== 0 && shift === 0) return [(-rho * tau) / sigma];
    return [0, ...octaves(problem, Math.abs(shift) + radius)];
  }
  const places = [0];
  // On a side without noise jumps move on from step to step: from the radius when a > 0, from 0
  // when a < 0.
  for (const side of [-1, 1]) {
    if (a === 0 || kernelOf(problem, 1, 0).deviation(side) > 0) continue;
    for (let first = 1; first <= steps; first++) {
      // Jumps that begin with step `first` stand, before step n <= first, at the sum of the moves
      // n..first away.
      let moved = 0;
      for (let n = first; n >= 1; n--) {
        moved += Math.abs(rate(n) * a);
        if (moved >= radius) break;
        places.push(side * (a > 0 ? radius - moved : moved));
      }
      if (rate(1) === rate(2) && first < steps) first = steps - 1;
    }
  }
  return places;
}

/** Where a step, and up to so many one after the other, carry the pole to the radius. */
const MOST_POLES = 6;

function polePlaces(factor: number, radius: number): number[] {
  if (!(Math.abs(factor) > 1)) return [];
  return Array.from({ length: MOST_POLES }, (_, k) => radius / power(Math.abs(factor), k + 1));
}

/**
 * Powers of 1/2 of the radius, where every step multiplies x by M = m + v z: down to where the
 * steps can carry particles, in log |x| the drift and 8 standard deviations. Only saves halving.
 */
function octaves({ a, sigma, learningRate, steps }: Reduced, far: number): number[] {
  const factor = Math.abs(1 + learningRate * a);
  const v = Math.abs(learningRate * sigma);
  const spread = 8 * Math.min(1.1, v / factor) * Math.sqrt(steps);
  const drift = steps * Math.max(0, log(hypot(factor, v)));
  const count = Math.min(300, Math.ceil((spread + drift) / Math.LN2));
  return Array.from(
    { length: 2 * count },
    (_, i) => (i % 2 === 0 ? far : -far) * powerOfTwo(-(1 + (i >> 1))),
  );
}

/** P(x' outside) from x, from the smaller tails. */
export function leaving(kernel: StepKernel, x: number): number {
  const { high, low, even } = kernel;
  const mean = kernel.mean(x);
  const deviation = kernel.deviation(x);
  const bottom = even ? -high : low;
  if (deviation === 0) return mean > high || mean < bottom ? 1 : 0;
  const noise = kernel.noise?.(x);
  if (noise)
    return noise.below((bottom - mean) / deviation) + noise.above((high - mean) / deviation);
  return normalCdf((bottom - mean) / deviation) + normalCdf((mean - high) / deviation);
}
