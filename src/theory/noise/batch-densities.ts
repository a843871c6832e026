import { exp } from '../../numerics/elementary';
import { evenDifference } from './gamma-differences';
import { bothWays, inPlace, MOST_MOMENT, type NoiseDensity } from './noise-density';

/** Width of a uniform number of variance 1. */
const WIDTH = 2 * Math.sqrt(3);

/** Most numbers of a sum: one more than theory takes in a batch (src/models/noise/uniform.ts). */
const bells = new Float64Array(65);

/**
 * Writes the density of the sum of `count` numbers that are uniform on (0, 1), at t and at t - 1, t -
 * 2, and so on while that is positive, to `bells`: entry floor(t) is that at t. All terms are
 * positive: relative error 1e-13. Source: Irwin (1927), Hall (1927); the recursion is that of
 * B-splines, de Boor (1972).
 */
function irwinHall(count: number, t: number): number {
  const whole = Math.floor(t);
  const part = t - whole;
  bells.fill(0, 1, whole + 1);
  bells[0] = 1;
  for (let n = 2; n <= count; n++) {
    for (let j = Math.min(n - 1, whole); j > 0; j--) {
      const at = part + j;
      bells[j] = (at * bells[j] + (n - at) * bells[j - 1]) / (n - 1);
    }
    bells[0] *= part / (n - 1);
  }
  return whole;
}

/** Means of `batchSize` uniform numbers of variance 1, times sqrt(batchSize): up to 64. */
export function uniformBatchDensity(batchSize: number): NoiseDensity {
  const scale = Math.sqrt(batchSize) / WIDTH;
  const end = batchSize / 2 / scale;
  // Of the sum of numbers on (0, 1), from its nearer end.
  const within = (z: number) => batchSize / 2 - Math.abs(z) * scale;
  const tail = (z: number): number => {
    const t = within(z);
    if (t <= 0) return 0;
    // F_n(t) - F_n(t - 1) is the density of one number more.
    const whole = irwinHall(batchSize + 1, t);
    let sum = 0;
    for (let j = 0; j <= whole; j++) sum += bells[j];
    return sum;
  };
  const above = (z: number) => (z >= 0 ? tail(z) : 1 - tail(z));
  return inPlace({
    symmetric: true,
    low: -end,
    high: end,
    density: (z) => {
      const t = within(z);
      return t > 0 ? scale * bells[irwinHall(batchSize, t)] : 0;
    },
    below: (z) => above(-z),
    above,
    kinks: [],
    heavy: null,
    edges: Array.from({ length: batchSize + 1 }, (_, k) => (k - batchSize / 2) / scale),
  });
}

/** Size at which a running term is scaled down. */
const LARGE = 2 ** 500;

/**
 * Sums over n of weights[n] times the density, and the tail, at y >= 0 of the sum of n numbers of
 * density exp(-|y|) / 2; weights[0] counts as 0. All terms but the weights are positive: relative
 * error 1e-15 n of the largest. Source: Kotz, Kozubowski, Podgorski (2001), The Laplace Distribution
 * and Generalizations, 2.3; the recursion is that of Bessel functions of half order.
 */
export function laplaceSums(
  weights: readonly number[],
  y: number,
): { density: number; above: number } {
  // Each times exp(-scale).
  let [before, now, tail] = [0, 0.5, 0.5];
  let [density, above, scale] = [0, 0, -y];
  for (let n = 1; n < weights.length; n++) {
    density += weights[n] * now;
    above += weights[n] * tail;
    tail += (y * now) / (2 * n);
    const next =
      n === 1 ? (1 + y) / 4 : (y * y * before) / (4 * n * (n - 1)) + ((2 * n - 1) / (2 * n)) * now;
    before = now;
    now = next;
    if (now > LARGE || tail > LARGE) {
      before /= LARGE;
      now /= LARGE;
      tail /= LARGE;
      density /= LARGE;
      above /= LARGE;
      scale += 500 * Math.LN2;
    }
  }
  const size = exp(scale);
  return { density: size * density, above: size * above };
}

/** Batches from which on the density is that of Bessel functions, which takes no longer for more. */
const LARGE_BATCH = 24;

/** Means of `batchSize` Laplace numbers of variance 1, times sqrt(batchSize). */
export function laplaceBatchDensity(batchSize: number): NoiseDensity {
  const scale = Math.sqrt(2 * batchSize);
  const weights = Array.from({ length: batchSize + 1 }, (_, n) => (n === batchSize ? 1 : 0));
  const at = (z: number) => laplaceSums(weights, scale * Math.abs(z));
  // A Laplace number is a difference of exponential ones.
  const large = batchSize < LARGE_BATCH ? null : evenDifference(2 * batchSize);
  const above = (z: number) => (z >= 0 ? at(z).above : 1 - at(z).above);
  return inPlace({
    symmetric: true,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    density: large ? large.density : (z) => scale * at(z).density,
    below: (z) => above(-z),
    above,
    kinks: [],
    heavy: null,
    edges: batchEdges(batchSize),
  });
}

/** Panels of 1 beyond 1, to where moments up to `MOST_MOMENT` have their weight. */
function batchEdges(batchSize: number): number[] {
  const order = batchSize + MOST_MOMENT;
  const last = (order + 12 * Math.sqrt(order) + 40) / Math.sqrt(2 * batchSize);
  const inner = bothWays(-3, 0);
  const far = Array.from({ length: Math.ceil(last) - 1 }, (_, k) => k + 2);
  return [...far.map((z) => -z).reverse(), ...inner, ...far];
}
