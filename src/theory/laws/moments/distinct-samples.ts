import type { Exponents } from './noise-polynomial';

/**
 * Products of powers of distinct samples, by how many of them have which power; closed under leaving
 * factors out.
 */
export interface Products {
  /** Powers that a factor may have. */
  kinds: readonly Exponents[];
  /** Factors of each kind. Shape: [products][kinds]. */
  counts: readonly (readonly number[])[];
  /** Number of a product by its key, the sum of count times digit; the empty one has key 0. */
  number: ReadonlyMap<number, number>;
  /** Key of one factor of each kind. */
  digit: readonly number[];
}

/**
 * All products of no more than `degree` together, and no more than `samples` factors; null where
 * there are more than `most`.
 *
 * @param room  Keys of products of so much more than `degree` are told apart as well.
 */
export function productsUpTo(
  kinds: readonly Exponents[],
  { degree, samples, room, most }: { degree: number; samples: number; room: number; most: number },
): Products | null {
  const radix = degree + room + 1;
  const digit: number[] = [];
  let next = 1;
  for (let k = 0; k < kinds.length; k++, next *= radix) digit.push(next);
  if (next > Number.MAX_SAFE_INTEGER) return null;
  const counts: number[][] = [];
  const number = new Map<number, number>();
  const add = (own: number[], key: number, left: number, free: number): boolean => {
    const kind = own.length;
    if (kind === kinds.length) {
      number.set(key, counts.length);
      return counts.push(own) <= most;
    }
    const { xi, eta } = kinds[kind];
    for (let n = 0; n * (xi + eta) <= left && n <= free; n++)
      if (!add([...own, n], key + n * digit[kind], left - n * (xi + eta), free - n)) return false;
    return true;
  };
  return add([], 0, degree, samples) ? { kinds, counts, number, digit } : null;
}

/** Key of these counts; see `Products`. */
export function keyOf({ digit }: Products, counts: readonly number[]): number {
  return counts.reduce((sum, n, kind) => sum + n * digit[kind], 0);
}

/**
 * Mean of each product over all choices of distinct samples in an order, drawn from the set: sample
 * by sample, each of which is a factor of one kind, or none. Sums of weights that add up to 1, so
 * that rounding stays below 1e-16 times the samples of the same with all factors positive.
 */
export function meansOverSet(
  products: Products,
  xi: ArrayLike<number>,
  eta: ArrayLike<number>,
): Float64Array {
  const { kinds, counts, number, digit } = products;
  const size = counts.map((own) => own.reduce((sum, n) => sum + n, 0));
  // Those with more factors first: they need those with fewer as they were.
  const order = Int32Array.from(counts.map((_, i) => i).sort((a, b) => size[b] - size[a]));
  const times = new Float64Array(counts.length * kinds.length);
  const fewer = new Int32Array(counts.length * kinds.length);
  counts.forEach((own, i) => {
    const key = keyOf(products, own);
    own.forEach((n, kind) => {
      times[i * kinds.length + kind] = n;
      if (n > 0) fewer[i * kinds.length + kind] = number.get(key - digit[kind])!;
    });
  });
  const mean = new Float64Array(counts.length);
  mean[number.get(0)!] = 1;
  const value = new Float64Array(kinds.length);
  for (let j = 0; j < xi.length; j++) {
    kinds.forEach((kind, k) => {
      let product = 1;
      for (let n = 0; n < kind.xi; n++) product *= xi[j];
      for (let n = 0; n < kind.eta; n++) product *= eta[j];
      value[k] = product;
    });
    for (const i of order) {
      if (size[i] > j + 1) continue;
      let sum = (j + 1 - size[i]) * mean[i];
      for (let k = 0, at = i * kinds.length; k < kinds.length; k++, at++)
        if (times[at] > 0) sum += times[at] * value[k] * mean[fewer[at]];
      mean[i] = sum / (j + 1);
    }
  }
  return mean;
}

/** A product that a power of a batch's sums is a sum of, and how often. */
export interface BatchTerm {
  counts: readonly number[];
  times: number;
}

/**
 * (sum of xi)^a (sum of eta)^b of `batchSize` samples as products of distinct ones: one for each way
 * to divide the a + b factors among samples.
 */
export function batchPower(
  kinds: readonly Exponents[],
  exponents: Exponents,
  batchSize: number,
): BatchTerm[] {
  const found = new Map<string, BatchTerm>();
  const divide = (left: Exponents, samples: Exponents[]) => {
    if (left.xi + left.eta === 0) {
      let times = 1;
      for (let i = 0; i < samples.length; i++) times *= batchSize - i;
      if (times <= 0) return;
      const counts = kinds.map(
        (kind) => samples.filter(({ xi, eta }) => xi === kind.xi && eta === kind.eta).length,
      );
      const key = counts.join();
      found.set(key, { counts, times: times + (found.get(key)?.times ?? 0) });
      return;
    }
    const [xi, eta] = left.xi > 0 ? [1, 0] : [0, 1];
    const rest = { xi: left.xi - xi, eta: left.eta - eta };
    samples.forEach((one, i) => {
      const joined = { xi: one.xi + xi, eta: one.eta + eta };
      divide(
        rest,
        samples.map((other, j) => (j === i ? joined : other)),
      );
    });
    divide(rest, [...samples, { xi, eta }]);
  };
  divide(exponents, []);
  return [...found.values()];
}
