import { exp, expm1 } from '../../numerics/elementary';
import { inPlace, type NoiseDensity } from './noise-density';
import { laplaceDensity, uniformDensity } from './simple-densities';

/** Half width of a uniform number of variance 1. */
const HALF = Math.sqrt(3);
/** Scale of a Laplace number of variance 1. */
const SCALE = Math.SQRT1_2;

/**
 * u + r u', of independent uniform numbers of variance 1 and 0 <= r <= 1: flat in the middle, and
 * straight down on either side.
 */
export function uniformSumDensity(r: number): NoiseDensity {
  // A narrower second number leaves the first one as it is, but for rounding.
  if (r < 1e-12) return uniformDensity;
  const flat = HALF * (1 - r);
  const end = HALF * (1 + r);
  const above = (z: number): number => {
    if (z < 0) return 1 - above(-z);
    if (z <= flat) return 1 / 2 - z / (2 * HALF);
    return z < end ? ((end - z) * (end - z)) / (8 * HALF * HALF * r) : 0;
  };
  return inPlace({
    symmetric: true,
    low: -end,
    high: end,
    density: (z) =>
      Math.abs(z) <= flat ? 1 / (2 * HALF) : Math.max(0, end - Math.abs(z)) / (4 * HALF * HALF * r),
    below: (z) => above(-z),
    above,
    kinks: [-flat, flat],
    heavy: null,
    edges: flat > 0 ? [-end, -flat, flat, end] : [-end, 0, end],
  });
}

/**
 * z + r z', of independent Laplace numbers of variance 1 and 0 <= r <= 1. With P the scale of z, Q
 * that of r z' and y = |z|, f = (P exp(-y/P) - Q exp(-y/Q)) / (2 (P^2 - Q^2)), written so that no
 * digits are lost where P and Q are nearly equal.
 */
export function laplaceSumDensity(r: number): NoiseDensity {
  if (r < 1e-12) return laplaceDensity;
  // 1/Q - 1/P.
  const apart = (1 - r) / (r * SCALE);
  /** y / P times the mean of exp(-t) over 0 <= t <= y apart. */
  const more = (y: number) => {
    const t = y * apart;
    return (y / SCALE) * (t > 1e-300 ? -expm1(-t) / t : 1);
  };
  const above = (z: number): number => {
    if (z < 0) return 1 - above(-z);
    return (exp(-z / SCALE) * (1 + (r / (1 + r)) * more(z))) / 2;
  };
  return inPlace({
    symmetric: true,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    density: (z) => (exp(-Math.abs(z) / SCALE) * (1 + more(Math.abs(z)))) / (2 * SCALE * (1 + r)),
    below: (z) => above(-z),
    above,
    kinks: [],
    heavy: null,
    edges: laplaceSumEdges(r),
  });
}

/** Those of one Laplace number, and octaves down to an eighth of the narrower one. */
function laplaceSumEdges(r: number): number[] {
  const near: number[] = [];
  for (let z = laplaceDensity.edges.find((edge) => edge > 0)! / 2; z > r / 8; z /= 2) near.push(z);
  return [...laplaceDensity.edges, ...near, ...near.map((z) => -z)].sort((p, q) => p - q);
}
