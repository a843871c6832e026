/** Probabilities of the number of heads among `count` fair coins, where they are not negligible. */
export interface FairCoins {
  count: number;
  /** Number of heads that the first entry of `probability` belongs to. */
  first: number;
  probability: Float64Array;
}

/**
 * Binomial(count, 1/2) law without logarithms: weights by the exact ratio (count - k) / (k + 1)
 * outwards from the centre, then divided by their sum. Entries below `cut` times the largest are
 * left out. Relative error of an entry below about 1e-15 times its distance from the centre
 * (tests/unit/theory/fair-coins.test.ts). count: a whole number >= 0.
 */
export function fairCoins(count: number, cut = 1e-40): FairCoins {
  const centre = Math.floor(count / 2);
  const upper = [1];
  for (let k = centre, w = 1; k < count; k++) {
    w *= (count - k) / (k + 1);
    if (!(w > cut)) break;
    upper.push(w);
  }
  const lower: number[] = [];
  for (let k = centre, w = 1; k > 0; k--) {
    w *= k / (count - k + 1);
    if (!(w > cut)) break;
    lower.push(w);
  }
  const probability = Float64Array.from([...lower.reverse(), ...upper]);
  let sum = 0;
  for (const w of probability) sum += w;
  for (let i = 0; i < probability.length; i++) probability[i] /= sum;
  return { count, first: centre - lower.length, probability };
}
