import { shapeIn } from '../../models/noise/noise';
import { noiseModel } from '../../models/registry';
import { exp, log, log1p, square } from '../../numerics/elementary';
import { effectiveRates, stepsDepend } from '../../spec/rates';
import type { Spec } from '../../spec/spec';
import { boundedBy, type Estimate, exactly } from '../estimate';
import { knownHandles } from '../handles';
import { laterParts, lawParts } from '../later-parts';
import { EULER_GAMMA, normalCdf } from '../numerics/special-functions';
import type { StepFactor } from './step-factor';

export type { StepFactor };

/**
 * From this |m| / v on the asymptotic series is used: its error exp(-m^2 / 2 v^2) is then below
 * 1e-15.
 */
const ASYMPTOTIC = 8.5;

/**
 * Mean and variance of log |Z + d|, Z standard normal, as a Poisson mixture of log chi-squared
 * laws.
 */
function logAbsoluteShiftedNormal(d: number): { mean: number; variance: number } {
  const rate = (d * d) / 2;
  let weight = exp(-rate);
  let digamma = -EULER_GAMMA - Math.LN2;
  let trigamma = (Math.PI * Math.PI) / 2;
  let mean = 0;
  let second = 0;
  let spread = 0;
  for (let j = 0; j < 200; j++) {
    mean += weight * digamma;
    second += weight * digamma * digamma;
    spread += weight * trigamma;
    digamma += 1 / (j + 0.5);
    trigamma -= 1 / square(j + 0.5);
    weight *= rate / (j + 1);
    if (j > rate && weight < 1e-20) break;
  }
  return { mean: mean / 2, variance: (second - mean * mean + spread) / 4 };
}

/** log |m| without losing digits near m = 1, where pull is m - 1. */
export function logAbsolute(m: number, pull = m - 1): number {
  return m > 0.5 ? log1p(pull) : log(Math.abs(m));
}

/**
 * E log |m + v Z|, Z standard normal: the Lyapunov exponent of one Gaussian step. Any m, v;
 * -Infinity at m = v = 0. Poisson mixture log|v| + 1/2 sum_j Poisson(j; m^2/2v^2) (psi(j + 1/2) +
 * log 2), for |m| >= 8.5 |v| the asymptotic series log|m| - sum_k (2k - 1)!!/(2k) (v/m)^2k.
 * Absolute error below 5e-15 (tests/unit/theory/lyapunov.test.ts), and below 1e-15 (|pull| + v^2)
 * where that is less, pull = m - 1 being given. Derived in docs/theory.md, "Lyapunov exponents".
 */
export function lyapunovExponentGaussian(m: number, v: number, pull = m - 1): number {
  if (v === 0) return logAbsolute(m, pull);
  const d = Math.abs(m / v);
  if (d < ASYMPTOTIC) return log(Math.abs(v)) + logAbsoluteShiftedNormal(d).mean;
  const r = square(v / m);
  let power = r;
  let sum = 0;
  for (let k = 1; k < 37; k++) {
    const term = power / (2 * k);
    sum += term;
    if (term < 1e-19 * sum) break;
    power *= (2 * k + 1) * r;
  }
  return logAbsolute(m, pull) - sum;
}

/**
 * Var log |m + v Z|, Z standard normal; 0 at v = 0. Relative error below 1e-10
 * (tests/unit/theory/lyapunov.test.ts).
 */
export function logFactorVarianceGaussian(m: number, v: number): number {
  if (v === 0) return 0;
  const d = Math.abs(m / v);
  if (d < ASYMPTOTIC) return logAbsoluteShiftedNormal(d).variance;
  const mean = lyapunovExponentGaussian(1, 1 / d);
  let sum = 0;
  let mass = 0;
  for (let z = -8.25; z <= 8.25; z += 0.125) {
    const weight = exp((-z * z) / 2);
    mass += weight;
    sum += weight * square(log1p(z / d) - mean);
  }
  return sum / mass;
}

/** The factor of one step of coordinate `coordinate`; for `gd` v = 0. */
export function stepFactor(spec: Spec, coordinate: number): StepFactor {
  const { learningRate, drift, multiplicative } = effectiveRates(spec, coordinate);
  const { batchSize } = spec.optimizer;
  const pull = learningRate * drift;
  const factor = {
    m: 1 + pull,
    pull,
    v: learningRate * multiplicative,
    batchSize,
    shape: noiseShapeOf(spec),
  };
  const { law } = knownHandles(spec).noise;
  // The whole of a set has no noise.
  if (stepsDepend(spec)) return { law, ...factor, ...laterParts().stored.batches(spec) };
  const batches = factor.v === 0 ? null : lawParts(law)?.batches;
  return batches ? { law, ...factor, ...batches(spec) } : { law, ...factor };
}

/** The own number of a spec's law; undefined where it has none. */
export function noiseShapeOf({ noise }: Spec): number | undefined {
  return shapeIn(noise, noiseModel(noise).fields);
}

/**
 * E log |M|: negative means that the steps trap, positive that they escape (Kesten 1973). Absolute
 * error 5e-15; of batches of stored sets, that of `factorEstimate`.
 */
export function factorExponent(factor: StepFactor): number {
  const { law, m, v, pull } = factor;
  const other = v === 0 ? null : lawParts(law);
  return other ? other.exponent(factor) : lyapunovExponentGaussian(m, v, pull);
}

/** Bound of the absolute error of `factorExponent` (tests/unit/theory/lyapunov.test.ts). */
const EXPONENT_ERROR = 1e-13;

/** `factorExponent`, and how it is known. */
export function factorEstimate(factor: StepFactor): Estimate {
  const value = factorExponent(factor);
  return factor.scatter
    ? boundedBy(value, laterParts().stored.error(factor))
    : exactly(value, (factor.v !== 0 && lawParts(factor.law)?.exponentError) || EXPONENT_ERROR);
}

/**
 * Var log |M|: n times this is the variance of log |x_n| when there is no additive noise and steps
 * are independent.
 */
export function logFactorVariance(factor: StepFactor): number {
  const { law, m, v } = factor;
  const other = v === 0 ? null : lawParts(law);
  return other ? other.logVariance(factor) : logFactorVarianceGaussian(m, v);
}

/** Standard deviation of z: 1 but for laws whose sigma is a scale; infinite where there is none. */
export function factorDeviation(factor: StepFactor): number {
  return factor.v === 0 ? 1 : (lawParts(factor.law)?.deviation?.(factor) ?? 1);
}

/** P(M < 0): how often one step changes the sign. */
export function negativeFactorProbability(factor: StepFactor): number {
  const { law, m, v } = factor;
  if (v === 0) return m < 0 ? 1 : 0;
  const other = lawParts(law);
  return other ? other.negative(factor) : normalCdf(-m / Math.abs(v));
}

/**
 * Lyapunov exponent per step of the actual step map of a coordinate; for `gd` it is log |1 +
 * learningRate a dt|.
 */
export function lyapunovExponent(spec: Spec, coordinate: number): number {
  return factorExponent(stepFactor(spec, coordinate));
}
