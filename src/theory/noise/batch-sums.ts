import { cos, sin } from '../../numerics/angles';
import { exp, log1p, power, square } from '../../numerics/elementary';
import { gaussLegendre } from '../numerics/gauss-legendre';
import { laplaceBatchDensity, laplaceSums, uniformBatchDensity } from './batch-densities';
import { inPlace, type NoiseDensity } from './noise-density';

/** A narrower second number leaves the first one as it is, but for rounding. */
const NO_SHARE = 1e-12;

/** Largest batches whose sums of two are closed; those of larger ones are short cosine series. */
const MOST_CLOSED = { uniform: 5, laplace: 9 };

/**
 * z + r z', z and z' independent means of `batchSize` uniform numbers, times sqrt(batchSize), of
 * variance 1 and 0 <= r <= 1. Absolute error 1e-10 (tests/unit/theory/batch-laws.test.ts).
 */
export function uniformBatchSum(batchSize: number, r: number): NoiseDensity {
  const one = uniformBatchDensity(batchSize);
  if (r < NO_SHARE) return one;
  return batchSize > MOST_CLOSED.uniform
    ? uniformSeries(batchSize, r)
    : meanOver(one, batchSize, r);
}

/**
 * Piecewise polynomials: the mean over z' of what z has, by a rule that is exact for them between
 * all places where one of the two is not smooth.
 */
function meanOver(one: NoiseDensity, batchSize: number, r: number): NoiseDensity {
  const { node, weight } = gaussLegendre(batchSize);
  const knots = one.edges;
  const end = one.high;
  const over = (of: (z: number) => number, z: number): number => {
    const cuts = [...knots];
    for (const knot of knots) {
      const cut = (z - knot) / r;
      if (Math.abs(cut) < end) cuts.push(cut);
    }
    cuts.sort((p, q) => p - q);
    let sum = 0;
    for (let i = 1; i < cuts.length; i++) {
      const half = (cuts[i] - cuts[i - 1]) / 2;
      if (half < 1e-14) continue;
      for (let k = 0; k < batchSize; k++) {
        const other = cuts[i - 1] + half * (1 + node[k]);
        sum += half * weight[k] * one.density(other) * of(z - r * other);
      }
    }
    return sum;
  };
  const above = (z: number): number => (z < 0 ? 1 - above(-z) : over(one.above, z));
  // Of batches of 2 and 3 a jump of a low derivative stands at every sum of two knots.
  const sums = batchSize > 3 ? knots : knots.flatMap((p) => knots.map((q) => p + r * q));
  const high = end * (1 + r);
  return inPlace({
    symmetric: true,
    low: -high,
    high,
    density: (z) => over(one.density, z),
    below: (z) => above(-z),
    above,
    kinks: [],
    heavy: null,
    edges: [...new Set([-high, ...sums, high])].sort((p, q) => p - q),
  });
}

/** The same of Laplace numbers. */
export function laplaceBatchSum(batchSize: number, r: number): NoiseDensity {
  const one = laplaceBatchDensity(batchSize);
  if (r < NO_SHARE) return one;
  if (batchSize > MOST_CLOSED.laplace) return laplaceSeries(batchSize, r);
  const scale = Math.sqrt(2 * batchSize);
  const { wide, narrow } = laplaceWeights(batchSize, r);
  const at = (z: number) => {
    const y = scale * Math.abs(z);
    const [first, second] = [laplaceSums(wide, y), laplaceSums(narrow, y / r)];
    return {
      density: scale * (first.density + second.density / r),
      above: first.above + second.above,
    };
  };
  const above = (z: number) => (z >= 0 ? at(z).above : 1 - at(z).above);
  const near: number[] = [];
  for (let z = 1 / 16; z > r / 8; z /= 2) near.push(-z, z);
  return inPlace({
    symmetric: true,
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    density: (z) => at(z).density,
    below: (z) => above(-z),
    above,
    kinks: [],
    heavy: null,
    edges: [...one.edges, ...near].sort((p, q) => p - q),
  });
}

/** Share of the variance up to which two scales are told apart by partial fractions. */
const APART = 0.4;
const NO_WEIGHT = 1e-16;

/**
 * Weights by which (1 + s)^-B (1 + r^2 s)^-B is a sum of powers of 1 / (1 + s), `wide`, and of 1 / (1
 * + r^2 s), `narrow`: s is the square of the frequency. Partial fractions where r is small; where it
 * is not, 1 / (1 + s) is a geometric mixture of the powers of the other, which has no differences.
 */
function laplaceWeights(batchSize: number, r: number): { wide: number[]; narrow: number[] } {
  const share = r * r;
  const rest = (1 - r) * (1 + r);
  const wide = [0];
  const narrow = [0];
  if (share > APART) {
    let weight = power(share, batchSize);
    for (let n = 1; n < 2 * batchSize; n++) narrow.push(0);
    for (let k = 0; k < batchSize || weight > NO_WEIGHT; k++) {
      narrow.push(weight);
      weight *= (rest * (batchSize + k)) / (k + 1);
    }
    return { wide, narrow };
  }
  // Of u = 1 + s: (rest + share u)^-B by powers of u; of w = 1 + share s likewise.
  let front = power(1 / rest, batchSize);
  const narrowFront = power(-share, batchSize);
  let sign = 1;
  for (let j = 0; j < batchSize; j++) {
    wide[batchSize - j] = sign * power(share, j) * front;
    narrow[batchSize - j] = narrowFront * front;
    front *= (batchSize + j) / ((j + 1) * rest);
    sign = -sign;
  }
  return { wide, narrow };
}

/** Frequencies beyond which a characteristic function is below this count as none. */
const NO_FREQUENCY = 1e-12;

function uniformSeries(batchSize: number, r: number): NoiseDensity {
  const half = Math.sqrt(3 / batchSize);
  const of = (t: number) => power(Math.abs(t) < 1e-9 ? 1 : sin(t) / t, batchSize);
  // A uniform number has lighter tails than a normal one of its variance (Hoeffding, 1963).
  const reach = Math.min(half * batchSize * (1 + r), 9 * Math.sqrt(1 + r * r));
  return cosineSeries(
    reach,
    (t) => of(half * t) * of(half * r * t),
    (t) => power(Math.min(1, 1 / (half * t)), batchSize),
  );
}

function laplaceSeries(batchSize: number, r: number): NoiseDensity {
  const scale = Math.sqrt(2 * batchSize);
  const size = (t: number) =>
    exp(-batchSize * (log1p(square(t / scale)) + log1p(square((r * t) / scale))));
  // Chernoff's bound of a tail of 1e-18, with the best of some exponents.
  let reach = Number.POSITIVE_INFINITY;
  for (const exponent of [3, 4, 5, 6, 7, 8, 9]) {
    const u = Math.min(0.9, exponent / scale);
    const moment = -batchSize * (log1p(-u * u) + log1p(-r * r * u * u));
    reach = Math.min(reach, (42 + moment) / (u * scale));
  }
  return cosineSeries(reach, size, size);
}

/**
 * A law on (-reach, reach), outside of which it has next to no mass, by its characteristic function:
 * the density's Fourier series.
 * @param bound  Falling, and no smaller than `of`.
 */
function cosineSeries(
  reach: number,
  of: (t: number) => number,
  bound: (t: number) => number,
): NoiseDensity {
  const unit = Math.PI / reach;
  const terms: number[] = [];
  const integrals: number[] = [];
  for (let k = 1; bound(k * unit) > NO_FREQUENCY; k++) {
    const term = of(k * unit);
    terms.push(term);
    integrals.push(term / (Math.PI * k));
  }
  /** Clenshaw's recurrence: what is left of it at the end. */
  const left = (list: readonly number[], z: number): [number, number] => {
    const twice = 2 * cos(unit * z);
    let [b, before] = [0, 0];
    for (let k = list.length - 1; k >= 0; k--) {
      const next = list[k] + twice * b - before;
      before = b;
      b = next;
    }
    return [b, before];
  };
  const density = (z: number): number => {
    if (Math.abs(z) >= reach) return 0;
    const [b, before] = left(terms, z);
    return Math.max(0, (1 / 2 + cos(unit * z) * b - before) / reach);
  };
  const above = (z: number): number => {
    if (z < 0) return 1 - above(-z);
    if (z >= reach) return 0;
    const [b] = left(integrals, z);
    return Math.max(0, 1 / 2 - z / (2 * reach) - sin(unit * z) * b);
  };
  const panels = Math.ceil(reach);
  return inPlace({
    symmetric: true,
    low: -reach,
    high: reach,
    density,
    below: (z) => above(-z),
    above,
    kinks: [],
    heavy: null,
    edges: Array.from({ length: panels + 1 }, (_, k) => reach * ((2 * k) / panels - 1)),
  });
}
