import type { Ensemble } from '../engine/engine';
import { quantileRank } from '../engine/open';
import { exp, log1p, square } from '../numerics/elementary';
import { recordedSteps } from '../spec/recorded-steps';
import { kolmogorovBand } from './distance';
import { CONFIDENCE, quantileRanks, wilsonInterval } from './interval';

/** Probabilities of the quantiles of the escape step. */
export const ESCAPE_PROBABILITIES = ['0.05', '0.25', '0.5', '0.75', '0.95'] as const;

/** Parts of equal length that the survival curve has where nothing else is asked for. */
const CURVE_PARTS = 20;

/** Steps up to which escapes are counted step by step; else they are sorted. */
const MOST_COUNTERS = 2 ** 20;

/** A step, with the ends of its interval. Null is beyond the last step done. */
export interface StepEstimate {
  /** Null where fewer particles than that have escaped. */
  step: number | null;
  /** 1 where the sample gives no lower end: nobody leaves before the first step. */
  low: number | null;
  /** Null where the interval has no upper end by the last step. */
  high: number | null;
}

/**
 * When particles left. All are watched for the same steps: an escape step beyond the last one is
 * not known, and nothing else is missing.
 */
export interface EscapeStatistics {
  /** Of the intervals. */
  confidence: number;
  /**
   * Quantiles of the escape step among all particles, those that stay included: order statistics
   * of rank ceil(p n), between two order statistics (`quantileRanks`).
   */
  quantiles: Record<(typeof ESCAPE_PROBABILITIES)[number], StepEstimate>;
  /** Mean of min(escape step, steps done), and its standard error; null for one particle. */
  restrictedMean: {
    /** In steps. */
    value: number;
    /** In steps; null for one particle. */
    standardError: number | null;
  };
  /**
   * Particles that are inside after a step, and their share with Wilson's interval, at each step
   * on its own. As nobody is lost before the last step, Greenwood's variance is the binomial one.
   */
  survival: {
    /** The steps, rising. */
    steps: number[];
    /** Particles inside. Shape: [steps]. */
    inside: number[];
    /** Their share, 0 to 1. Shape: [steps]. */
    share: number[];
    /** Lower end of its interval. Shape: [steps]. */
    low: number[];
    /** Upper end of its interval. Shape: [steps]. */
    high: number[];
  };
  /** How an exponential law fits the later half of the escapes; null where there is none to fit. */
  tail: EscapeTail | null;
}

/**
 * Escapes after their median step, against S(n) = S(from) exp(-rate (n - from)), which in whole
 * steps is a geometric law.
 */
export interface EscapeTail {
  /** Median step of those that escaped: the fit is of later steps. */
  from: number;
  /** Particles inside after `from`, and how many of them left. */
  particles: number;
  /** Particles that left after `from`. */
  escaped: number;
  /**
   * -ln(1 - h) per step, where h is the share of the steps taken after `from` that ended in an
   * escape: the maximum of the likelihood. Interval: Wilson's of h. Null: infinite.
   */
  rate: number | null;
  /** Lower end of the 95 % interval of the rate, per step. */
  low: number;
  /** Upper end, per step; null: infinite. */
  high: number | null;
  /**
   * Largest difference of the survival curve after `from`, as a share of those inside then, from
   * the fit.
   */
  ks: number;
  /**
   * A sample of a geometric law stays below this in more than 99 % of cases: it is the band of a
   * law that is not fitted, which is wider.
   */
  band: number;
}

type Fit = Pick<EscapeTail, 'from' | 'rate'>;

/** Steps of escape in their order, and how many particles left at each. */
interface Escapes {
  particles: number;
  escaped: number;
  /** Last step done. */
  steps: number;
  at: readonly number[];
  counts: readonly number[];
}

/**
 * Reads them off an ensemble at its current step.
 * @param escaped  Particles that left; where none did, none is read.
 */
export async function escapeStatistics(
  ensemble: Ensemble,
  escaped: number,
): Promise<EscapeStatistics> {
  const { particles } = ensemble.spec.ensemble;
  const { step } = ensemble;
  const escapes =
    escaped === 0
      ? { particles, escaped, steps: step, at: [], counts: [] }
      : orderedEscapes(await ensemble.readEscapeSteps(particles), step);
  const recorded = recordedSteps(ensemble.spec.time).filter((at) => at <= step);
  return estimates(escapes, recorded.length > 0 ? recorded : equalParts(step));
}

/**
 * What is known of the escape step from all particles of a run.
 * @param passages  First-passage steps, 0 where there was none. Shape: u32[particles], particles >= 1.
 * @param steps     Last step done.
 * @param curve     Rising steps of the survival curve, 0 to `steps`.
 */
export function escapeStatisticsOf(
  passages: Uint32Array,
  steps: number,
  curve: readonly number[] = equalParts(steps),
): EscapeStatistics {
  return estimates(orderedEscapes(passages, steps), curve);
}

function estimates(escapes: Escapes, curve: readonly number[]): EscapeStatistics {
  return {
    confidence: CONFIDENCE,
    quantiles: Object.fromEntries(
      ESCAPE_PROBABILITIES.map((p) => [p, quantileOf(escapes, Number(p))]),
    ) as EscapeStatistics['quantiles'],
    restrictedMean: restrictedMean(escapes),
    survival: survivalAt(escapes, curve),
    tail: tailOf(escapes),
  };
}

/** Survival of the fit at a step; 1 at `from`. */
export function fittedSurvival({ from, rate }: Fit, step: number): number {
  if (step <= from) return 1;
  return rate === null ? 0 : exp(-rate * (step - from));
}

/** 0, a twentieth of the steps, two of them ...: to the nearest step. */
function equalParts(steps: number): number[] {
  const rounded = Array.from({ length: CURVE_PARTS + 1 }, (_, k) =>
    Math.round((k / CURVE_PARTS) * steps),
  );
  return [...new Set(rounded)];
}

function orderedEscapes(passages: Uint32Array, steps: number): Escapes {
  const particles = passages.length;
  const sparse = steps > MOST_COUNTERS;
  const counters = new Uint32Array(sparse ? 0 : steps + 1);
  let escaped = 0;
  for (let particle = 0; particle < particles; particle++) {
    const step = passages[particle];
    if (step === 0) continue;
    escaped++;
    if (!sparse) counters[step]++;
  }
  const found = { particles, escaped, steps, at: [] as number[], counts: [] as number[] };
  const add = (step: number, count: number) => {
    found.at.push(step);
    found.counts.push(count);
  };
  if (!sparse) {
    for (let step = 1; step <= steps; step++) if (counters[step] > 0) add(step, counters[step]);
    return found;
  }
  const sorted = new Uint32Array(escaped);
  for (let particle = 0, k = 0; k < escaped; particle++)
    if (passages[particle] > 0) sorted[k++] = passages[particle];
  sorted.sort();
  for (let first = 0, end = 0; first < escaped; first = end) {
    while (end < escaped && sorted[end] === sorted[first]) end++;
    add(sorted[first], end - first);
  }
  return found;
}

/** Step of the escape of a rank, counted from 1; null beyond those that escaped. */
function stepOfRank({ at, counts, escaped }: Escapes, rank: number): number | null {
  if (rank > escaped) return null;
  let index = 0;
  for (let seen = counts[0]; seen < rank; seen += counts[index]) index++;
  return at[index];
}

function quantileOf(escapes: Escapes, p: number): StepEstimate {
  const { particles } = escapes;
  const { lower, upper } = quantileRanks(p, particles);
  return {
    step: stepOfRank(escapes, quantileRank(p, particles)),
    low: lower === 0 ? 1 : stepOfRank(escapes, lower),
    high: stepOfRank(escapes, upper),
  };
}

function restrictedMean(escapes: Escapes): EscapeStatistics['restrictedMean'] {
  const { particles, escaped, steps, at, counts } = escapes;
  const stay = particles - escaped;
  let sum = stay * steps;
  for (let k = 0; k < at.length; k++) sum += counts[k] * at[k];
  const value = sum / particles;
  let squares = stay * square(steps - value);
  for (let k = 0; k < at.length; k++) squares += counts[k] * square(at[k] - value);
  return {
    value,
    standardError:
      particles === 1 ? null : Math.sqrt(squares / (particles - 1)) / Math.sqrt(particles),
  };
}

function survivalAt(escapes: Escapes, steps: readonly number[]): EscapeStatistics['survival'] {
  const { particles, at, counts } = escapes;
  let index = 0;
  let inside = particles;
  const insides = steps.map((step) => {
    for (; index < at.length && at[index] <= step; index++) inside -= counts[index];
    return inside;
  });
  const bands = insides.map((count) => wilsonInterval(count, particles));
  return {
    steps: [...steps],
    inside: insides,
    share: insides.map((count) => count / particles),
    low: bands.map(({ low }) => low),
    high: bands.map(({ high }) => high),
  };
}

function tailOf(escapes: Escapes): EscapeTail | null {
  const { particles, escaped, steps, at, counts } = escapes;
  const from = escaped === 0 ? null : stepOfRank(escapes, quantileRank(0.5, escaped));
  if (from === null) return null;
  let left = 0;
  let taken = (particles - escaped) * (steps - from);
  for (let k = 0; k < at.length; k++)
    if (at[k] > from) {
      left += counts[k];
      taken += counts[k] * (at[k] - from);
    }
  if (left === 0) return null;
  const inside = particles - escaped + left;
  const { low, high } = wilsonInterval(left, taken);
  const fit = { from, rate: rateOf(left / taken) };
  return {
    ...fit,
    particles: inside,
    escaped: left,
    low: -log1p(-low),
    high: rateOf(high),
    ks: distanceFromFit(escapes, inside, fit),
    band: kolmogorovBand(inside),
  };
}

function distanceFromFit({ at, counts, steps }: Escapes, inside: number, fit: Fit): number {
  let ks = 0;
  let rest = inside;
  const compare = (step: number) => {
    ks = Math.max(ks, Math.abs(rest / inside - fittedSurvival(fit, step)));
  };
  for (let k = 0; k < at.length; k++)
    if (at[k] > fit.from) {
      // Between two escapes the fit falls and the curve does not.
      compare(at[k] - 1);
      rest -= counts[k];
      compare(at[k]);
    }
  compare(steps);
  return ks;
}

/** Rate per step of a probability of one step; null where it is infinite. */
function rateOf(hazard: number): number | null {
  return hazard >= 1 ? null : -log1p(-hazard);
}
