import { exp, log, square } from '../../numerics/elementary';
import { type GivenSamples, givenSamplesOf } from '../../spec/given-samples';
import type { Spec } from '../../spec/spec';
import { CONFIDENCE, NORMAL_975 } from '../interval';

/** An estimate and its interval; null where there is none. */
export interface SampleEstimate {
  /** The estimate. */
  value: number;
  /** Lower end of the interval; null where it is not known. */
  low: number | null;
  /** Upper end of the interval; null where it is not known. */
  high: number | null;
}

/** Tail index by Hill's estimator, of the `largest` distances from the mean. */
export interface HillEstimate extends SampleEstimate {
  /** Largest values that it is made of. */
  largest: number;
}

/** What a user's own pairs say of the law that they were drawn from. */
export interface SamplesSummary {
  /** Name of the samples: their content hash. */
  data: string;
  /** Pairs of xi and eta. */
  count: number;
  /** Of the intervals. */
  confidence: number;
  /** Means of both. */
  mean: {
    /** Of xi. */
    xi: SampleEstimate;
    /** Of eta. */
    eta: SampleEstimate;
  };
  /** Standard deviation of xi. */
  sigma: SampleEstimate;
  /** Standard deviation of eta. */
  tau: SampleEstimate;
  /** Correlation; null where all xi or all eta are equal. */
  rho: SampleEstimate | null;
  /** P(|xi - mean| > r) ~ r^-index; null where pairs are too few, or the largest all equal. */
  tailIndex: {
    /** Of xi. */
    xi: HillEstimate | null;
    /** Of eta. */
    eta: HillEstimate | null;
  };
  /** What to know of the intervals; null where there is nothing. */
  note: string | null;
}

/** Fewest distances that a tail index is made of. */
const FEWEST_LARGEST = 10;
/** Below this tail index there is no fourth moment, which intervals of spreads need. */
const FOURTH = 4;

/** The summary of a spec's samples; null where its law takes none. */
export function samplesSummaryOf(spec: Spec): SamplesSummary | null {
  const samples = givenSamplesOf(spec);
  return samples && samplesSummary(samples);
}

/**
 * Estimates with 95 % intervals. Those of mean, sigma, tau and rho are normal, with the variance
 * of the estimate's influence function over the pairs, rho on Fisher's scale (Efron 1982, "The
 * Jackknife, the Bootstrap and Other Resampling Plans", chapter 6). The tail index is Hill's (1975)
 * of the floor(sqrt(n)) largest distances from the mean, with the interval index (1 +- 1.96 /
 * sqrt(k)) of its asymptotic law.
 */
export function samplesSummary(samples: GivenSamples): SamplesSummary {
  const { data, count, correlation, deviation } = samples;
  const [xi, eta] = [0, 1].map((side) => columnOf(samples, side));
  const varies = deviation[0] > 0 && deviation[1] > 0;
  const tailIndex = { xi: hill(xi), eta: hill(eta) };
  const heavy = [tailIndex.xi, tailIndex.eta].some((tail) => tail && tail.low! < FOURTH);
  return {
    data,
    count,
    confidence: CONFIDENCE,
    mean: { xi: meanOfColumn(samples, 0), eta: meanOfColumn(samples, 1) },
    sigma: spreadOfColumn(xi, deviation[0]),
    tau: spreadOfColumn(eta, deviation[1]),
    rho: varies ? correlationOf(xi, eta, samples) : null,
    tailIndex,
    note: heavy
      ? 'The tails may be too heavy for a fourth moment: the intervals of sigma, tau and rho are then too narrow.'
      : null,
  };

  function correlationOf(first: Float64Array, second: Float64Array, of: GivenSamples) {
    if (of.line) return { value: correlation, low: correlation, high: correlation };
    let squares = 0;
    for (let j = 0; j < count; j++) {
      const [u, v] = [first[j] / deviation[0], second[j] / deviation[1]];
      squares += square(u * v - (correlation * (u * u + v * v)) / 2);
    }
    const error = Math.sqrt(squares) / count / (1 - square(correlation));
    const fisher = log((1 + correlation) / (1 - correlation)) / 2;
    const end = (shift: number) => {
      const e = exp(2 * (fisher + shift * NORMAL_975 * error));
      return (e - 1) / (e + 1);
    };
    return { value: correlation, low: end(-1), high: end(1) };
  }
}

/** Distances from the mean. */
function columnOf({ pairs, count, mean }: GivenSamples, side: number): Float64Array {
  return Float64Array.from({ length: count }, (_, j) => pairs[2 * j + side] - mean[side]);
}

function meanOfColumn({ mean, deviation, count }: GivenSamples, side: number): SampleEstimate {
  return around(mean[side], deviation[side] / Math.sqrt(count));
}

/** Influence of a value on the standard deviation s: (d^2 - s^2) / 2s. */
function spreadOfColumn(distances: Float64Array, deviation: number): SampleEstimate {
  if (deviation === 0) return { value: 0, low: 0, high: 0 };
  let squares = 0;
  for (const d of distances) squares += square((square(d / deviation) - 1) / 2);
  const { value, low, high } = around(
    deviation,
    (deviation * Math.sqrt(squares)) / distances.length,
  );
  return { value, low: Math.max(0, low!), high };
}

function around(value: number, error: number): SampleEstimate {
  return { value, low: value - NORMAL_975 * error, high: value + NORMAL_975 * error };
}

function hill(distances: Float64Array): HillEstimate | null {
  const largest = Math.floor(Math.sqrt(distances.length));
  if (largest < FEWEST_LARGEST) return null;
  const sorted = distances.map(Math.abs).sort().reverse();
  const threshold = sorted[largest];
  if (threshold === 0) return null;
  let sum = 0;
  for (let i = 0; i < largest; i++) sum += log(sorted[i] / threshold);
  if (sum === 0) return null;
  const value = largest / sum;
  const half = NORMAL_975 / Math.sqrt(largest);
  return { value, low: value * (1 - half), high: value * (1 + half), largest };
}
