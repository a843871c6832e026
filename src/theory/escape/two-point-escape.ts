import { unfairCoinAtoms } from '../noise/unfair-coins';
import { fairCoins } from '../numerics/fair-coins';
import type { EscapeProblem } from './escape-problem';

/** Most places the chain may be at, unless fewer are asked for. */
export const MOST_PLACES = 2 ** 22;

/** Relative distance within which two places count as one, and a place on the radius as inside. */
const SAME = 1e-12;

/** Places in rising order and their probabilities. */
interface Places {
  at: Float64Array;
  probability: Float64Array;
}

/** Means of the signs of xi and of eta over a batch. */
interface Draw {
  xi: number;
  eta: number;
  probability: number;
}

/**
 * P(|x_n| > radius for some n <= steps) for fair signs: every place the chain can be at, one list a
 * step, those that coincide within rounding errors merged. Without additive noise there are n + 1
 * of them (batchSize 1), so are there for sigma = a = 0, up to 4^n in general. Exact but for
 * rounding errors of 1e-12; a place on the radius, to that accuracy, has not escaped, and one at 0
 * is at 0. Throws RangeError above `mostPlaces`, by default four million. Held by
 * tests/unit/theory/two-point-escape.test.ts.
 */
export function twoPointEscape(
  problem: EscapeProblem,
  rate: (n: number) => number,
  mostPlaces = MOST_PLACES,
): number {
  const { a, sigma, tau, x0, radius, steps, ridge } = problem;
  const draws = drawsOf(problem);
  let places: Places = { at: Float64Array.of(x0), probability: Float64Array.of(1) };
  let escaped = 0;
  for (let n = 1; n <= steps; n++) {
    const h = rate(n);
    const small = h * (Math.abs(tau) + (ridge ? Math.abs(a) + Math.abs(sigma) : 0));
    const lists: Places[] = [];
    let count = 0;
    for (const part of ridge ? bySign(places, 1e-11 * small) : [places])
      for (const { xi, eta, probability } of draws) {
        const growth = h * (a + sigma * xi);
        const sign = Math.sign(part.at[0]);
        const factor = ridge ? 1 : 1 + growth;
        const move = h * tau * eta + (ridge ? growth * sign : 0);
        const inside = moved(part, factor, move, probability, radius);
        escaped += inside.escaped;
        lists.push(inside.places);
        count += inside.places.at.length;
        if (n < steps && count > 4 * mostPlaces) throw tooMany(n, mostPlaces);
      }
    if (n === steps) break;
    places = merged(lists, 1e-11 * small);
    if (places.at.length > mostPlaces) throw tooMany(n, mostPlaces);
    if (places.at.length === 0) break;
  }
  return Math.min(1, escaped);
}

function tooMany(step: number, mostPlaces: number): RangeError {
  return new RangeError(
    `two-point noise has led to more than ${mostPlaces} places by step ${step}: too many to enumerate, take fewer steps or simulate`,
  );
}

/**
 * Samples in a batch up to which xi and eta are counted together: with more there are too many
 * draws to enumerate anyway.
 */
const MOST_PAIRS = 128;

/** The draws of one step that the chain can tell apart. */
function drawsOf(problem: EscapeProblem): Draw[] {
  const { sigma, tau, rho, batchSize = 1, heads } = problem;
  if (heads !== undefined) return unfairDraws(problem, heads);
  if (sigma === 0 || tau === 0 || Math.abs(rho) === 1) {
    const { first, probability } = fairCoins(batchSize);
    return Array.from(probability, (p, i) => {
      const xi = (2 * (first + i) - batchSize) / batchSize;
      return { xi, eta: rho === -1 ? -xi : xi, probability: p };
    });
  }
  const alike = (1 + rho) / 4;
  const unlike = (1 - rho) / 4;
  const share = (heads: number) => (2 * heads - batchSize) / batchSize;
  return pairDraws(batchSize, [alike, unlike, unlike, alike], share, share);
}

/**
 * The same of coins with another probability of heads: eta follows xi in |rho| of the draws, and is
 * turned round where rho < 0.
 */
function unfairDraws({ sigma, tau, rho, batchSize = 1 }: EscapeProblem, heads: number): Draw[] {
  const side = rho < 0 ? -1 : 1;
  if (sigma === 0 || tau === 0 || Math.abs(rho) === 1) {
    const { z, probability } = unfairCoinAtoms(heads, batchSize);
    return Array.from(probability, (p, i) => {
      const xi = z[i] / Math.sqrt(batchSize);
      return { xi, eta: side * xi, probability: p };
    }).filter((draw) => draw.probability > 0);
  }
  const [tails, follows] = [1 - heads, Math.abs(rho)];
  const unlike = (1 - follows) * heads * tails;
  const both = heads * (follows + (1 - follows) * heads);
  const none = tails * (follows + (1 - follows) * tails);
  const share = (count: number) => (count / batchSize - heads) / Math.sqrt(heads * tails);
  return pairDraws(batchSize, [none, unlike, unlike, both], share, (count) => side * share(count));
}

/**
 * Draws of a batch whose samples are two coins.
 * @param each  Probabilities of a sample: no heads, of xi alone, of eta alone, both.
 */
function pairDraws(
  batchSize: number,
  [none, ofXi, ofEta, both]: readonly [number, number, number, number],
  xiOf: (heads: number) => number,
  etaOf: (heads: number) => number,
): Draw[] {
  if (batchSize > MOST_PAIRS)
    throw new RangeError(
      `two-point noise in batches of ${batchSize} leads to too many places to enumerate: take at most ${MOST_PAIRS}, or simulate`,
    );
  const width = batchSize + 1;
  // Entry i width + j: i heads of xi and j of eta.
  let counts = new Float64Array(width * width);
  counts[0] = 1;
  for (let sample = 0; sample < batchSize; sample++) {
    const next = new Float64Array(width * width);
    for (let i = 0; i <= sample; i++)
      for (let j = 0; j <= sample; j++) {
        const p = counts[i * width + j];
        next[i * width + j] += none * p;
        next[(i + 1) * width + j + 1] += both * p;
        next[(i + 1) * width + j] += ofXi * p;
        next[i * width + j + 1] += ofEta * p;
      }
    counts = next;
  }
  const draws: Draw[] = [];
  for (let i = 0; i < width; i++)
    for (let j = 0; j < width; j++) {
      const probability = counts[i * width + j];
      if (probability > 0) draws.push({ xi: xiOf(i), eta: etaOf(j), probability });
    }
  return draws;
}

/**
 * The places below, at and above 0, none of the lists empty; within `zero` of 0 counts as at it.
 */
function bySign({ at, probability }: Places, zero: number): Places[] {
  let [first, last] = [0, at.length];
  while (first < last && at[first] < -zero) first++;
  while (last > first && at[last - 1] > zero) last--;
  const slice = (from: number, to: number) => ({
    at: at.subarray(from, to),
    probability: probability.subarray(from, to),
  });
  const middle = {
    at: new Float64Array(last - first),
    probability: probability.subarray(first, last),
  };
  return [slice(0, first), middle, slice(last, at.length)].filter((part) => part.at.length > 0);
}

/**
 * Places times factor plus move, in rising order, and the probability of those that are outside.
 */
function moved(
  { at, probability }: Places,
  factor: number,
  move: number,
  share: number,
  radius: number,
): { places: Places; escaped: number } {
  const size = at.length;
  const next = { at: new Float64Array(size), probability: new Float64Array(size) };
  const limit = radius * (1 + SAME);
  let escaped = 0;
  let kept = 0;
  for (let i = 0; i < size; i++) {
    const from = factor < 0 ? size - 1 - i : i;
    const x = factor * at[from] + move;
    const p = share * probability[from];
    if (Math.abs(x) > limit) escaped += p;
    else if (p > 0) {
      next.at[kept] = x;
      next.probability[kept++] = p;
    }
  }
  return {
    places: { at: next.at.subarray(0, kept), probability: next.probability.subarray(0, kept) },
    escaped,
  };
}

/** All lists as one, pair by pair. */
function merged(lists: Places[], slack: number): Places {
  let waiting = lists;
  while (waiting.length > 1) {
    const next: Places[] = [];
    for (let i = 0; i < waiting.length; i += 2)
      next.push(
        i + 1 < waiting.length ? mergedPair(waiting[i], waiting[i + 1], slack) : waiting[i],
      );
    waiting = next;
  }
  return waiting[0];
}

function mergedPair(one: Places, other: Places, slack: number): Places {
  const size = one.at.length + other.at.length;
  const at = new Float64Array(size);
  const probability = new Float64Array(size);
  let count = 0;
  for (let i = 0, j = 0; i < one.at.length || j < other.at.length; ) {
    const fromOne = j === other.at.length || (i < one.at.length && one.at[i] <= other.at[j]);
    const x = fromOne ? one.at[i] : other.at[j];
    const p = fromOne ? one.probability[i++] : other.probability[j++];
    if (count > 0 && x - at[count - 1] <= SAME * Math.abs(x) + slack) probability[count - 1] += p;
    else {
      at[count] = x;
      probability[count++] = p;
    }
  }
  return { at: at.subarray(0, count), probability: probability.subarray(0, count) };
}
