import seedrandom from 'seedrandom';
import { exp, log, log1p, power, square } from '../../numerics/elementary';
import { dataSet } from '../../spec/data-set';
import type { Spec } from '../../spec/spec';
import { remembered } from '../numerics/remembered';
import { findRoot } from '../numerics/roots';
import type { BatchLaw } from './batch-law';
import { logAbsolute } from './lyapunov';
import { overValues, type StepFactor, valuesOf } from './step-factor';

/**
 * Factors m + v z of steps whose noise z is the mean of a minibatch of a user's own samples, drawn
 * with replacement, times sqrt(batchSize). For single samples the law of z is the empirical one, and
 * all that follows are finite sums over the pairs: exact for the law as it is simulated.
 */

/** Most independent batches that stand for all N^batchSize. */
const MOST_BATCHES = 2 ** 16;

let last: { samples: Int32Array; batchSize: number; law: BatchLaw } | null = null;

/**
 * Law of a minibatch's noise. Single samples are listed. Of larger batches up to 2^16 independent
 * ones are drawn, the same every time, and standardised: `scatter` is ten deviations of their mean.
 */
export function sampledBatches(spec: Spec): BatchLaw {
  const { xi, xiUnit } = dataSet(spec);
  const { batchSize } = spec.optimizer;
  if (last?.samples === xi && last.batchSize === batchSize) return last.law;
  const law =
    batchSize === 1
      ? { values: Float64Array.from(xi, (value) => value * xiUnit), scatter: 0 }
      : drawnBatches(xi, batchSize);
  last = { samples: xi, batchSize, law };
  return law;
}

/** Single samples that are drawn for all batches: some tenths of a second. */
const MOST_DRAWS = 2 ** 24;
/** Batches that are drawn however large they are. */
const FEWEST_BATCHES = 2 ** 10;

function drawnBatches(samples: Int32Array, batchSize: number): BatchLaw {
  const random = seedrandom(`batches of ${batchSize}`);
  const count = Math.max(
    FEWEST_BATCHES,
    Math.min(MOST_BATCHES, Math.floor(MOST_DRAWS / batchSize)),
  );
  const sums = new Float64Array(count);
  for (let batch = 0; batch < count; batch++)
    for (let i = 0; i < batchSize; i++)
      sums[batch] += samples[Math.floor(random() * samples.length)];
  const mean = sums.reduce((sum, value) => sum + value, 0) / count;
  const variance = sums.reduce((sum, value) => sum + square(value - mean), 0) / count;
  const values = sums.map((value) => (value - mean) / Math.sqrt(variance));
  return { values, scatter: 10 / Math.sqrt(count) };
}

/** |u| below which nine terms are all of log(1 + u) - u. */
const SMALL = 0.01;

/** log |1 + u| - u without losing digits near u = 0. */
function logRest(u: number): number {
  if (!(Math.abs(u) < SMALL)) return (u > -0.5 ? log1p(u) : log(Math.abs(1 + u))) - u;
  let sum = 0;
  for (let k = 9; k > 1; k--) sum = (k % 2 === 0 ? -1 : 1) / k + u * sum;
  return u * u * sum;
}

interface LogMoments {
  mean: number;
  variance: number;
  /** Third moment about the mean. */
  third: number;
}

let known: { factor: StepFactor; moments: LogMoments } | null = null;

/** Moments of log |m + v z|; the last are kept, since every picture of a run asks for them. */
function logMoments(factor: StepFactor): LogMoments {
  const { m, v, pull = m - 1 } = factor;
  const same = known?.factor;
  if (
    same?.values === factor.values &&
    same?.m === m &&
    same.v === v &&
    (same.pull ?? m - 1) === pull
  )
    return known!.moments;
  const mean = pull + overValues(factor, (z) => logRest(pull + v * z));
  const from = (z: number) => logAbsolute(m + v * z, pull + v * z) - mean;
  const moments = {
    mean,
    variance: overValues(factor, (z) => square(from(z))),
    third: overValues(factor, (z) => from(z) * square(from(z))),
  };
  known = { factor, moments };
  return moments;
}

/**
 * E log |m + v z|: z have mean 0, so that u = pull + v z counts for pull, and log |1 + u| - u is
 * added up by itself. -Infinity where some m + v z is 0.
 */
export function samplesExponent(factor: StepFactor): number {
  return logMoments(factor).mean;
}

/** Var log |m + v z|. */
export function samplesLogVariance(factor: StepFactor): number {
  return logMoments(factor).variance;
}

/** P(m + v z < 0). */
export function samplesNegative(factor: StepFactor): number {
  const { m, v } = factor;
  return overValues(factor, (z) => (m + v * z < 0 ? 1 : 0));
}

/** Largest |m + v z|; NaN, and so no tail, where batches are drawn and the largest is not known. */
export function samplesLargest(factor: StepFactor): number {
  const { m, v, scatter } = factor;
  if (scatter) return Number.NaN;
  let largest = 0;
  for (const z of valuesOf(factor)) largest = Math.max(largest, Math.abs(m + v * z));
  return largest;
}

/** log E |m + v z|^k. */
export function samplesLogMoment(factor: StepFactor, k: number): number {
  const { m, v } = factor;
  const largest = samplesLargest(factor);
  if (!(largest > 0)) return Number.NEGATIVE_INFINITY;
  return k * log(largest) + log(overValues(factor, (z) => power(Math.abs(m + v * z) / largest, k)));
}

/**
 * Largest difference of the law of the sum of n independent log |m + v z| from a normal one: the
 * first term of Edgeworth's series, and one step of the sum's own places where values are few.
 */
export function samplesNormalError(factor: StepFactor, n: number): number {
  const { variance, third } = logMoments(factor);
  const skewness = Math.abs(third) / (variance * Math.sqrt(variance));
  const few = valuesOf(factor).length < FEW ? 0.4 : 0;
  return (0.0665 * skewness + few) / Math.sqrt(n);
}

/** Values of which sums of two or more stand so close that their steps do not count. */
const FEW = 64;

/** Ratio of two v between which one change of sign is looked for. */
const SCAN = 1.05;
/** Where the search ends, whatever the samples. */
const FARTHEST = 1e9;

/**
 * The v > 0, rising, where the exponent changes sign: those that steps of a twentieth of v tell
 * apart. Next to v = -m / z it has a dip for every value z, which may be narrower.
 */
export function samplesThresholds(factor: StepFactor): number[] {
  const { m, pull = m - 1 } = factor;
  const values = valuesOf(factor);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (1 + (i % 97)) * values[i];
  const set = [values.length, values[0], sum];
  return remembered('samples thresholds', [m, pull, set], () => changesOfSign(factor));
}

function changesOfSign(factor: StepFactor): number[] {
  const { m, pull = m - 1 } = factor;
  const exponent = (v: number) => pull + overValues(factor, (z) => logRest(pull + v * z));
  const sizes = valuesOf(factor).map(Math.abs);
  // Far out the exponent rises as log v from the mean of log |z|; zeros of z keep m.
  const others = sizes.filter((size) => size > 0);
  const mean = others.reduce((total, size) => total + log(size), 0) / sizes.length;
  const rest = (1 - others.length / sizes.length) * logAbsolute(m, pull);
  const far = exp(Math.min(20, (1 - mean - rest) / (others.length / sizes.length)));
  const high = Math.min(FARTHEST, Math.max(8 + 4 * Math.abs(m), 4 * far));
  const low = pull > 0 ? Math.min(0.05, Math.sqrt(2 * pull) / 2) : 0.05;
  const roots: number[] = [];
  let sign = logAbsolute(m, pull) > 0;
  for (let v = low, before = low / SCAN; v < high; before = v, v *= SCAN) {
    if (exponent(v) > 0 === sign) continue;
    roots.push(findRoot(exponent, before, v, 1e-9 * v));
    sign = !sign;
  }
  return roots;
}
