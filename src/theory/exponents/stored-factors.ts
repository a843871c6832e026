import { log, square } from '../../numerics/elementary';
import { dataSet } from '../../spec/data-set';
import type { Spec } from '../../spec/spec';
import { remembered } from '../numerics/remembered';
import { findRoot } from '../numerics/roots';
import { type BatchLaw, batchLaw } from './batch-law';
import { logAbsolute } from './lyapunov';
import { overValues, type StepFactor, valuesOf } from './step-factor';

/** Factors m + v z of steps whose noise z is that of a minibatch of a stored set. */

/** Law of a minibatch of the spec's set, of fewer samples than all. */
export function storedBatches(spec: Spec): BatchLaw {
  return batchLaw(dataSet(spec).xi, spec.optimizer.batchSize);
}

/**
 * Mean square of u below which nine terms of log(1 + u) - u are all of it: z are sums of uniforms,
 * no |u| is above 0.01.
 */
const SMALL_SQUARE = 1e-6;

/** Factors whose product is taken before one logarithm: 16 of up to 1e19 do not overflow. */
const FACTORS = 16;
const LARGEST_FACTOR = 1e19;

/**
 * The mean of log |m + v z|. z have mean 0, but v z is much larger than what is left of small
 * steps: then u = pull + v z counts for its mean, pull, and log(1 + u) - u is added up by itself.
 */
export function storedExponent(factor: StepFactor): number {
  const { m, v, pull = m - 1 } = factor;
  const values = valuesOf(factor);
  const spread = square(pull) + square(v);
  if (spread > SMALL_SQUARE) {
    if (!(spread < LARGEST_FACTOR / 1e3))
      return overValues(factor, (z) => logAbsolute(m + v * z, pull + v * z));
    let sum = 0;
    for (let first = 0; first < values.length; first += FACTORS) {
      let product = 1;
      for (let i = first; i < Math.min(first + FACTORS, values.length); i++)
        product *= m + v * values[i];
      sum += log(Math.abs(product));
    }
    return sum / values.length;
  }
  const rest = (u: number) => {
    let sum = 0;
    for (let k = 9; k > 1; k--) sum = (k % 2 === 0 ? -1 : 1) / k + u * sum;
    return u * u * sum;
  };
  return pull + overValues(factor, (z) => rest(pull + v * z));
}

/** Var log |m + v z|. */
export function storedLogVariance(factor: StepFactor): number {
  const { m, v, pull = m - 1 } = factor;
  const mean = storedExponent(factor);
  return overValues(factor, (z) => square(logAbsolute(m + v * z, pull + v * z) - mean));
}

/** P(m + v z < 0). */
export function storedNegative(factor: StepFactor): number {
  const { m, v } = factor;
  return overValues(factor, (z) => (m + v * z < 0 ? 1 : 0));
}

/**
 * Bound of the error of `storedExponent`: rounding, where the values are those of all batches, and
 * else `scatter` standard deviations of what 1, z and z^2 leave of log |m + v z|, since the means
 * of those three are exact.
 */
export function storedError(factor: StepFactor): number {
  const { m, v, scatter = 0, pull = m - 1 } = factor;
  if (scatter === 0) return ROUNDING;
  const f = (z: number) => logAbsolute(m + v * z, pull + v * z);
  const skewness = overValues(factor, (z) => z * z * z);
  // z^2 without what 1 and z have of it.
  const bend = (z: number) => z * z - skewness * z - 1;
  const mean = overValues(factor, f);
  const slope = overValues(factor, (z) => f(z) * z);
  const size = overValues(factor, (z) => square(bend(z)));
  const curvature = overValues(factor, (z) => f(z) * bend(z)) / size;
  const left = overValues(factor, (z) => square(f(z) - mean - slope * z - curvature * bend(z)));
  return ROUNDING + scatter * Math.sqrt(left);
}

/** Of the mean of up to 10^6 logarithms of products. */
const ROUNDING = 1e-14;

/** Ratio of two v between which one change of sign is looked for. */
const SCAN = 1.05;

/**
 * `changesOfSign`, once for each factor: up to 10^6 values take half a second. The values stand for
 * themselves by a weighted sum.
 */
export function storedThresholds(factor: StepFactor): number[] {
  const { m, pull } = factor;
  const values = valuesOf(factor);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += (1 + (i % 97)) * values[i];
  const set = [values.length, values[0], sum];
  return remembered('stored thresholds', [m, pull, set], () => changesOfSign(factor));
}

/**
 * The v > 0, rising, where `storedExponent` changes sign: those that steps of a twentieth of v tell
 * apart. Next to v = -m / z the exponent has a dip for every value z, which may be narrower.
 */
function changesOfSign(factor: StepFactor): number[] {
  const { m, pull = m - 1 } = factor;
  const exponent = (v: number) => storedExponent({ ...factor, v });
  const roots: number[] = [];
  const low = pull > 0 ? Math.min(0.05, Math.sqrt(2 * pull) / 2) : 0.05;
  // Far out the exponent is log v and a mean of log |z|, which is above -1.
  const high = 8 + 4 * Math.abs(m);
  let sign = logAbsolute(m, pull) > 0;
  for (let v = low, before = low; v < high; before = v, v *= SCAN) {
    if (exponent(v) > 0 === sign) continue;
    roots.push(v === low ? v : findRoot(exponent, before, v, 1e-9 * v));
    sign = !sign;
  }
  return roots;
}
