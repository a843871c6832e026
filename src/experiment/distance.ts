import type { Counts } from '../engine/engine';

/**
 * Quantile of Kolmogorov's distribution at 99 %: sqrt(n) D of a true law stays below it with this
 * probability.
 */
const KOLMOGOROV_99 = 1.62762361151895;

/** How far a histogram is from the law, as a Kolmogorov-Smirnov distance, 0 to 1. */
export interface Distance {
  /** Largest difference of the two distribution functions at the edges of the bins. */
  ks: number;
  /** A sample of the law itself stays below this with probability `confidence` at least. */
  band: number;
  /** Probability that the band holds. */
  confidence: 0.99;
}

/**
 * Kolmogorov-Smirnov distance of a histogram from a law.
 *
 * The two distribution functions are compared at the bins' edges only, so `ks` is a lower bound of
 * the full distance, and the band, which is that of the full distance, is on the safe side. An edge
 * counts what lies strictly below it, on both sides, so that a law with atoms needs no special
 * case.
 *
 * @param counts         Integers of one step.
 * @param isSeen  Whether an edge, by its number, tells where particles are; all do if left out.
 * @param probabilities  What the law puts below, into each bin, and above. Shape of bins: f64[bins].
 */
export function distanceToLaw(
  counts: Pick<Counts, 'counts' | 'below' | 'above'>,
  probabilities: { below: number; bins: ArrayLike<number>; above: number },
  particles: number,
  isSeen: (edge: number) => boolean = () => true,
): Distance {
  let observed = counts.below;
  let expected = probabilities.below;
  let ks = 0;
  const look = (edge: number) => {
    if (isSeen(edge)) ks = Math.max(ks, Math.abs(observed / particles - expected));
  };
  look(0);
  for (let i = 0; i < counts.counts.length; i++) {
    observed += counts.counts[i];
    expected += probabilities.bins[i];
    look(i + 1);
  }
  return { ks, band: kolmogorovBand(particles), confidence: 0.99 };
}

/**
 * Band of the Kolmogorov-Smirnov distance of n independent draws from their own law, at 99 %.
 * Source: Stephens 1970, whose correction makes the limit good for small n too: K / (sqrt n + 0.12
 * + 0.11 / sqrt n).
 */
export function kolmogorovBand(n: number): number {
  const root = Math.sqrt(n);
  return KOLMOGOROV_99 / (root + 0.12 + 0.11 / root);
}
