import { dataSet } from '../../../spec/data-set';
import type { Spec } from '../../../spec/spec';
import { batchPower, keyOf, meansOverSet, type Products, productsUpTo } from './distinct-samples';
import { type EpochMeans, entriesOf } from './epoch-means';
import type { LinearMethod } from './linear-method';
import { zeros } from './linear-recursion';
import type { Atom } from './noise-atoms';
import { type Exponents, exponentsUpTo, type NoisyMap, noiseTerms } from './noise-polynomial';
import { addTo, composed, type Matrix, monomials, symmetricPower } from './symmetric-power';

/** Most products of powers of samples that are kept. */
const MOST_PRODUCTS = 8000;
/** Share of the largest entry of an epoch's mean that rounding may take. */
const MOST_ROUNDING = 1e-10;
/** Of float64, with the sums that a mean is made of. */
const ROUNDING = 1e-15;

/** A stored set: noise of each sample as a share of its batch's, whose sum is the batch's own. */
export interface StoredSamples {
  xi: Float64Array;
  eta: Float64Array;
  batchSize: number;
}

/** The set of a spec. */
export function storedSamples(spec: Spec): StoredSamples {
  const { xi, eta, xiUnit, etaUnit } = dataSet(spec);
  const { batchSize } = spec.optimizer;
  const scale = 1 / Math.sqrt(batchSize);
  return {
    xi: Float64Array.from(xi, (value) => value * xiUnit * scale),
    eta: Float64Array.from(eta, (value) => value * etaUnit * scale),
    batchSize,
  };
}

/**
 * Epochs of sets of any size. A step is a polynomial in the sums of its batch, so an epoch is a sum
 * of products of powers of distinct samples, and the mean of each over all orders depends only on
 * how many samples have which power. So a pass over the steps keeps a map for each such count, and
 * the set enters once, by the means of the products (`meansOverSet`).
 *
 * @param longest  Steps of the longest stretch that will be asked for.
 * @returns null where there are too many products.
 */
export function productEpochs(
  set: StoredSamples,
  method: LinearMethod,
  kicks: readonly Atom[],
  degree: number,
  longest: number,
): EpochMeans | null {
  const { batchSize } = set;
  const samples = set.xi.length;
  const { length } = monomials(method.fixed.length, degree);
  const powers = exponentsUpTo(degree, noisyMap(method, 1, 0));
  const kinds = powers.filter(({ xi, eta }) => xi + eta > 0);
  const products = productsUpTo(kinds, {
    degree: degree * longest,
    samples: longest * batchSize,
    room: degree,
    most: MOST_PRODUCTS,
  });
  if (!products) return null;
  const shares = sharesOf(products, powers, batchSize);
  let moves: readonly Move[] | null = null;
  let means: { mean: Float64Array; size: Float64Array } | null = null;
  return {
    work: (count) =>
      4 * samples * products.counts.length * kinds.length +
      products.counts.length * shares.length * (50 + (count * length * length * length) / 4),
    mean: (done, count) => {
      means ??= meansOf(set, products);
      moves ??= movesOf(products, shares);
      return meanEpoch({ method, kicks, degree, powers, products, moves }, done, count, means);
    },
  };
}

/** Means over the set, and those of the sizes of all factors. */
function meansOf({ xi, eta }: StoredSamples, products: Products) {
  const sizes = [xi, eta].map((values) => values.map((value) => Math.abs(value)));
  return {
    mean: meansOverSet(products, xi, eta),
    size: meansOverSet(products, sizes[0], sizes[1]),
  };
}

/** The map of a step at a rate, by its noise. */
function noisyMap({ fixed, varying }: LinearMethod, rate: number, kick: number): NoisyMap {
  const still = varying({ xi: 0, eta: 0, kick: 0 });
  const part = (noise: Omit<Atom, 'probability'>) =>
    varying(noise).map((row, i) => row.map((value, j) => rate * (value - still[i][j])));
  const kicked = varying({ xi: 0, eta: 0, kick });
  return {
    constant: fixed.map((row, i) => row.map((value, j) => value + rate * kicked[i][j])),
    xi: part({ xi: 1, eta: 0, kick: 0 }),
    eta: part({ xi: 0, eta: 1, kick: 0 }),
  };
}

/** What a step adds to the counts of a product, and the powers of the noise that make it. */
interface StepShare {
  counts: readonly number[];
  from: { power: number; times: number }[];
}

function sharesOf(
  { kinds }: Products,
  powers: readonly Exponents[],
  batchSize: number,
): StepShare[] {
  const found = new Map<string, StepShare>();
  powers.forEach((own, power) => {
    for (const { counts, times } of batchPower(kinds, own, batchSize)) {
      const share = found.get(counts.join()) ?? { counts, from: [] };
      found.set(counts.join(), share);
      share.from.push({ power, times });
    }
  });
  return [...found.values()];
}

interface Move extends StepShare {
  /** Number of the product that each becomes; -1 where that is none. */
  target: Int32Array;
}

function movesOf(products: Products, shares: readonly StepShare[]): Move[] {
  const keys = products.counts.map((counts) => keyOf(products, counts));
  return shares.map((share) => {
    const added = keyOf(products, share.counts);
    const target = Int32Array.from(keys, (key) => products.number.get(key + added) ?? -1);
    return { ...share, target };
  });
}

interface Epochs {
  method: LinearMethod;
  kicks: readonly Atom[];
  degree: number;
  powers: readonly Exponents[];
  products: Products;
  moves: readonly Move[];
}

function meanEpoch(
  { method, kicks, degree, powers, products, moves }: Epochs,
  done: number,
  count: number,
  { mean, size }: { mean: Float64Array; size: Float64Array },
): Matrix | null {
  const { length } = monomials(method.fixed.length, degree);
  const entries = length * length;
  const { landmark } = method;
  const taken = landmark && symmetricPower(landmark.map, degree);
  let maps: (Float64Array | null)[] = products.counts.map(() => null);
  maps[products.number.get(0)!] = Float64Array.from({ length: entries }, (_, i) =>
    i % (length + 1) === 0 ? 1 : 0,
  );
  for (let step = 0; step < count; step++) {
    const first = landmark !== null && (done + step) % landmark.every === 0;
    const terms = powers.map(() => zeros(length));
    for (const { probability, kick } of kicks)
      noiseTerms(noisyMap(method, method.rate(done + step), kick), degree).forEach(
        ({ xi, eta, matrix }) => {
          const power = powers.findIndex((one) => one.xi === xi && one.eta === eta);
          addTo(terms[power], probability, matrix);
        },
      );
    const next: (Float64Array | null)[] = products.counts.map(() => null);
    for (const { target, from } of moves) {
      const map = zeros(length);
      for (const { power, times } of from) addTo(map, times, terms[power]);
      const own = entriesOf(first && taken ? composed(map, taken) : map);
      if (own.length === 0) continue;
      maps.forEach((before, i) => {
        if (!before || target[i] < 0) return;
        next[target[i]] ??= new Float64Array(entries);
        const sum = next[target[i]]!;
        for (const { row, column, value } of own)
          for (let j = 0; j < length; j++)
            sum[row * length + j] += value * before[column * length + j];
      });
    }
    maps = next;
  }
  const found = new Float64Array(entries);
  let rounded = 0;
  for (let e = 0; e < entries; e++) {
    let all = 0;
    maps.forEach((map, i) => {
      if (!map) return;
      found[e] += map[e] * mean[i];
      all += Math.abs(map[e]) * size[i];
    });
    rounded = Math.max(rounded, ROUNDING * all);
  }
  const largest = found.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (!(rounded <= MOST_ROUNDING * largest)) return null;
  return Array.from({ length }, (_, row) =>
    Array.from({ length }, (_, column) => found[row * length + column]),
  );
}
