import seedrandom from 'seedrandom';

/** Middle of a sample and its quartiles. */
export interface Spread {
  median: number;
  lowerQuartile: number;
  upperQuartile: number;
}

/** A ratio of medians with its interval. */
export interface Ratio {
  ratio: number;
  low: number;
  high: number;
  confidence: 0.95;
}

const RESAMPLES = 2000;

/** @param values  At least one. */
export function spreadOf(values: readonly number[]): Spread {
  return {
    median: quantile(values, 0.5),
    lowerQuartile: quantile(values, 0.25),
    upperQuartile: quantile(values, 0.75),
  };
}

/**
 * Ratio of the medians of two series that were measured in turn, with the percentile interval of
 * the bootstrap. Rounds are drawn whole, so that what slowed both in a round cancels as it does in
 * the ratio.
 *
 * @param numerator, denominator  One value each for every round, in the order of the rounds; all > 0.
 * @param seed  Of the resampling: the same series give the same interval.
 * Source: Efron and Tibshirani 1993, chapter 13. How often it covers: tests/unit/experiment/bench/statistics.test.ts.
 */
export function ratioOfMedians(
  numerator: readonly number[],
  denominator: readonly number[],
  seed: string,
): Ratio {
  const rounds = numerator.length;
  const random = seedrandom(seed);
  const ratios = Array.from({ length: RESAMPLES }, () => {
    const drawn = Array.from({ length: rounds }, () => Math.floor(random() * rounds));
    return (
      median(drawn.map((round) => numerator[round])) /
      median(drawn.map((round) => denominator[round]))
    );
  });
  return {
    ratio: median(numerator) / median(denominator),
    low: quantile(ratios, 0.025),
    high: quantile(ratios, 0.975),
    confidence: 0.95,
  };
}

/**
 * How far the last quarter of a series is from the first: median over median, minus 1. A device
 * that heats up, or a machine that others use, shows here.
 */
export function driftOf(values: readonly number[]): number {
  const quarter = Math.max(1, Math.floor(values.length / 4));
  return median(values.slice(-quarter)) / median(values.slice(0, quarter)) - 1;
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Linear between order statistics (Hyndman and Fan 1996, type 7). */
function quantile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const place = p * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
