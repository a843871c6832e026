import { noiseModel, optimizerModel } from '../../models/registry';
import { exp, expm1, log, power, square } from '../../numerics/elementary';
import { effectiveRates, netSlopeOf } from '../../spec/rates';
import type { Spec } from '../../spec/spec';
import type { Estimate } from '../estimate';
import {
  factorDeviation,
  factorEstimate,
  factorExponent,
  logAbsolute,
  logFactorVariance,
  negativeFactorProbability,
  type StepFactor,
  stepFactor,
} from '../exponents/lyapunov';
import { factorRoots, sigmaAt } from '../exponents/thresholds';
import { knownHandles } from '../handles';
import { laterParts, lawParts } from '../later-parts';
import { type CoordinateStart, startOf, startPoint } from '../laws/coordinate-start';
import { type Law, pointMass, shortNumber } from '../laws/distribution';
import { scaledStart } from '../laws/scaled-start';
import { type Diffusion, spectralGap, stationaryKind, stationaryLaw } from '../laws/stationary';
import { tailIndex } from '../laws/tail-index';
import { gaussianChainLaw, geometricSum, logNormalLaw, stepPower } from '../laws/transient';
import { LARGEST_LIMIT_ERROR, smallStepError, stepSize } from '../limits';
import type { CoordinateTheory, GrowthRates, ModelTheory, SigmaThresholds } from '../model-theory';
import { CANCELLED, verdictOf } from './common';

/** A push over the whole run below which a chain counts as one without any. */
const STILL = 1e-12;

/**
 * Below this Lyapunov exponent per step the moments of one step have too few digits for a tail
 * index.
 */
const SMALLEST_INDEXED_EXPONENT = 1e-10;

/** Most coin tosses for which the exact atoms are listed. */
const MOST_COINS = 1e9;

/**
 * Theory of a chain of independent linear steps. The law of a coordinate after `step` steps, in
 * this order:
 *
 *   1. the exact law of the chain where it is closed: no noise, Gaussian additive noise alone,
 *      two-point additive noise alone at a = 0, coin tree;
 *   2. a central-limit law of the chain: log |x| for purely multiplicative noise, x for purely
 *      additive two-point noise, when its predicted error is at most LARGEST_LIMIT_ERROR;
 *   3. the SDE's stationary law, when the steps are small (`smallStepError`), else the
 *      stationary law of whole steps;
 *   4. the stationary law of the steps themselves, for Gaussian noise;
 *   5. none, with the reason.
 *
 * Held by tests/unit/theory/law.test.ts.
 */
function chainTheory(spec: Spec, step: number): CoordinateTheory {
  const coordinate = spec.histogram.coordinate;
  const rates = effectiveRates(spec, coordinate);
  const factor = stepFactor(spec, coordinate);
  const diffusion: Diffusion = { ...rates.sde, rho: rates.rho };
  const start = startOf(spec.start, coordinate);
  const time = step * spec.time.dt;

  const growth = chainGrowth(spec);
  const { value: exponent } = growth.exponent;
  const growthRate = growth.rate;
  const perTime = exponent / spec.time.dt;
  const dtBias = biasOf(growthRate, perTime);
  const parts = Math.abs(rates.learningRate * rates.drift) + square(factor.v) / 2;
  const verdict = verdictOf(growth.exponent, Math.min(1, parts));
  const chain: Chain = { factor, additive: rates.learningRate * rates.additive, rho: rates.rho };
  const noisy = factor.v + Math.abs(chain.additive) > 0;
  const unnamed = noisy && lawParts(factor.law)?.closed === false;
  const gap = !unnamed && stationaryKind(diffusion) === 'density' ? spectralGap(diffusion) : 0;
  const indexed =
    verdict === 'trapped' && rates.additive !== 0 && exponent < -SMALLEST_INDEXED_EXPONENT;
  const index = indexed ? tailIndex(factor) : null;

  const { kicks } = optimizerModel(spec.optimizer);
  const mixed = noisy && kicks && lawParts(factor.law) !== null;
  const dependent = noisy && noiseModel(spec.noise).stored;
  const none = (reason: string): Found => ({ law: null, reason });
  const transient = mixed
    ? none('Normal kicks on top of other noise have no closed form after finitely many steps.')
    : unnamed && step > 0
      ? unnamedLaw(chain, verdict, index)
      : dependent
        ? none(
            'Steps that go through a stored set depend on each other: their law has no closed form.',
          )
        : transientLaw(chain, start, step);
  const found =
    transient.law || unnamed || (dependent && verdict === 'trapped')
      ? transient
      : longRunLaw(chain, diffusion, { verdict, growthRate, dtBias, index }, transient);
  return {
    law: found.law,
    reason: found.law ? null : found.reason,
    settled:
      found.law?.kind !== 'stationary' ||
      (found.gap === undefined
        ? isSettled(found.law, start, gap, growthRate ?? 0, time)
        : isSettled(found.law, start, found.gap / spec.time.dt, perTime, time)),
    relaxationTime: found.gap ? spec.time.dt / found.gap : gap > 0 ? 1 / gap : null,
    growth,
    verdict,
    dtBias,
    tailIndex: index,
    longRun: null,
  };
}

/** Whether the theory of a chain may need what the first load of the Watch page leaves out. */
export function needsLaterParts(spec: Spec): boolean {
  if (!knownHandles(spec).noise.normal) return true;
  const { exponent, rate } = chainGrowth(spec);
  const dtBias = biasOf(rate, exponent.value / spec.time.dt);
  const size = stepSize(stepFactor(spec, spec.histogram.coordinate));
  return exponent.value < 0 && smallStepError(dtBias, size) === null;
}

/** How far steps are off the growth rate of the SDE, as a share of it; null where that is 0. */
function biasOf(rate: number | null, perTime: number): number | null {
  return rate ? (perTime - rate) / Math.abs(rate) : null;
}

/** One step x <- M x + additive eta. */
interface Chain {
  factor: StepFactor;
  additive: number;
  rho: number;
}

type Found =
  /** Gap in one step, where the law is that of whole steps. */
  { law: Law; gap?: number; reason?: undefined } | { law: null; gap?: undefined; reason: string };

function transientLaw(chain: Chain, start: CoordinateStart, n: number): Found {
  const { m, v, pull = m - 1 } = chain.factor;
  if (n === 0) return { law: scaledStart(start, 1) };
  if (v === 0 && chain.additive === 0)
    // Beyond the largest float64 the place is only known to be far out on its side.
    return { law: scaledStart(start, Math.max(-1e250, Math.min(1e250, stepPower(m, n, pull)))) };
  if (v === 0) return additiveLaw(chain, start, n);
  // x + mu is multiplied by the factor alone: always without additive noise, else when both noises
  // are the same.
  const centre =
    chain.additive === 0
      ? 0
      : Math.abs(n * pull) < STILL && Math.abs(chain.rho) === 1
        ? (-chain.rho * chain.additive) / v
        : null;
  if (centre === null)
    return {
      law: null,
      reason: 'With both noises the law after finitely many steps has no closed form.',
    };
  return multiplicativeLaw(chain.factor, start, centre, n);
}

function additiveLaw({ factor, additive }: Chain, start: CoordinateStart, n: number): Found {
  const { law, m, batchSize, pull = m - 1 } = factor;
  const other = lawParts(law);
  const point = startPoint(start);
  const chainLaw = (mean: number, deviation = 0) =>
    gaussianChainLaw(m, additive, n, mean, deviation, pull);
  if (!other) {
    if (point !== null) return { law: chainLaw(point) };
    if (start.kind === 'gaussian') return { law: chainLaw(start.mean, start.standardDeviation) };
    return { law: null, reason: 'A uniform start plus Gaussian noise has no simple closed form.' };
  }
  if (!other.signs)
    return { law: null, reason: 'The law after finitely many steps has no closed form.' };
  if (point === null)
    return {
      law: null,
      reason: 'Two-point noise has a closed form only from a single starting place.',
    };
  if (Math.abs(n * pull) < STILL && n * batchSize <= MOST_COINS)
    return {
      law: other.signs.latticeLaw(point, additive * Math.sqrt(batchSize), n, batchSize),
    };
  // Terms w m^i: how many of them count, by the ratio of their fourth and second powers.
  const squared = square(geometricSum(m, n, pull));
  const terms = (squared / geometricSum(m * m, n, pull * (2 + pull))) * batchSize;
  // Excess kurtosis -2 / terms moves the distribution function by at most 0.05 / terms. While all
  // weights are nearly equal the atoms also stand in clusters, which is a step of 0.4 /
  // sqrt(terms).
  const smeared = Math.sqrt(terms) * -expm1(-n * Math.abs(logAbsolute(m, pull))) > 7;
  const error = 0.05 / terms + (smeared ? 0 : 0.4 / Math.sqrt(terms));
  if (!(error <= LARGEST_LIMIT_ERROR) || !Number.isFinite(squared))
    return {
      law: null,
      reason: `Two-point noise with curvature: only about ${shortNumber(terms)} coins count, too few for a smooth law.`,
    };
  return { law: { ...chainLaw(point), exact: false, error } };
}

/**
 * A bound of -skewness of ln |1 + s Z|, Z normal: about 3 s, 2.80 at most, at s = 0.4, where few
 * factors are close to 0.
 */
function skewnessBound(s: number): number {
  return Math.min(Math.max(3.7 * s, 14 * s - 2.05), 2.81);
}

function multiplicativeLaw(
  factor: StepFactor,
  start: CoordinateStart,
  centre: number,
  n: number,
): Found {
  const { law, m, v, batchSize, pull = m - 1 } = factor;
  const signs = lawParts(law)?.signs;
  const point = startPoint(start);
  if (point === null)
    return {
      law: null,
      reason: 'Multiplicative noise alone has a closed form only from a single starting place.',
    };
  if (Math.abs(point - centre) <= 1e-15 * Math.abs(centre))
    return { law: pointMass(centre, 'transient', true) };
  if (signs && batchSize === 1 && n <= MOST_COINS)
    return { law: signs.treeLaw(point, m, v, n, centre, pull) };
  // log |x| is a sum of n independent terms.
  const skewed = (0.0665 * skewnessBound(v / Math.abs(m))) / Math.sqrt(n);
  // A batch of signs takes few values: the sums of their logarithms stand in clusters.
  const clustered = signs ? 0.4 / Math.sqrt(n * batchSize) : 0;
  const own = lawParts(law)?.normalError;
  const error = own ? own(factor, n) : skewed + clustered;
  const variance = logFactorVariance(factor);
  if (!(error <= LARGEST_LIMIT_ERROR) || !Number.isFinite(variance))
    return {
      law: null,
      reason: `Too few steps (${n}) of this size for log |x| to be normal: its law has no closed form yet.`,
    };
  const flip = negativeFactorProbability(factor);
  const same = (1 + power(1 - 2 * flip, n)) / 2;
  return {
    law: {
      ...logNormalLaw({
        centre,
        logMean: log(Math.abs(point - centre)) + n * factorExponent(factor),
        logDeviation: Math.sqrt(n * variance),
        positive: point > centre ? same : 1 - same,
        exact: false,
        title: `Log-normal, median size ${shortNumber(Math.abs(point - centre) * exp(n * factorExponent(factor)))}`,
      }),
      error,
    },
  };
}

/** Why no law is drawn of noise whose laws after some steps have no closed form. */
function unnamedLaw(
  { factor, additive }: Chain,
  verdict: CoordinateTheory['verdict'],
  index: number | null,
): Found {
  const reason = `With ${factor.law} noise the law after finitely many steps has no closed form.`;
  const tail = index === null ? '' : `, with a tail exponent of ${shortNumber(index)}`;
  if (verdict !== 'trapped') return { law: null, reason };
  return {
    law: null,
    reason:
      additive === 0
        ? `${reason} In the long run every path goes to 0.`
        : `${reason} In the long run the chain has a stationary law${tail}, which has none either.`,
  };
}

interface LongRun {
  verdict: CoordinateTheory['verdict'];
  growthRate: number | null;
  dtBias: number | null;
  index: number | null;
}

function longRunLaw(
  { factor, additive, rho }: Chain,
  diffusion: Diffusion,
  { verdict, growthRate, dtBias, index }: LongRun,
  fallback: { reason?: string },
): Found {
  const none = (reason: string): Found => ({ law: null, reason });
  const normal = lawParts(factor.law) === null;
  const stationary = stationaryLaw(diffusion);
  if (fallback.reason && (additive === 0 || (factor.v === 0 && !(normal && stationary))))
    return none(
      verdict === 'trapped' && additive === 0
        ? `${fallback.reason} In the long run every path goes to 0.`
        : fallback.reason,
    );
  if (verdict === 'critical')
    return none(
      'Exactly at the threshold: there is no stationary density; paths wander over all sizes for ever.',
    );
  if (verdict === 'escapes')
    return none(
      stationary
        ? 'Steps of this length escape although the small-step limit would trap: there is no stationary density to draw.'
        : 'a >= sigma^2/2: paths escape, there is no stationary density to draw.',
    );
  const error = smallStepError(dtBias, stepSize(factor));
  if (stationary && error !== null) return { law: { ...stationary, error } };
  const whole = normal && laterParts().wholeSteps(factor, additive, rho);
  if (whole) return whole;
  const tail = index === null ? '' : `, with a tail exponent of ${shortNumber(index)}`;
  if (growthRate === 0)
    return none(
      `Small steps would be exactly at the threshold, where there is no stationary density; steps of this length trap, and their own law${tail && `${tail},`} has no closed form.`,
    );
  return none(
    stationary
      ? `The steps trap, but they are too long for the small-step formula: the chain has its own stationary law${tail}, which has no closed form.`
      : `The steps trap although the small-step limit would escape: the chain has a stationary law${tail}, which has no closed form.`,
  );
}

/**
 * Whether the run is long enough for the stationary law: the spectral gap times the time left,
 * after the way back from a far start at the growth rate of log |x|, is at least 10.
 */
export function isSettled(
  law: Law,
  start: CoordinateStart,
  gap: number,
  growthRate: number,
  time: number,
): boolean {
  const middle = law.quantile(0.5);
  const width = law.quantile(0.75) - law.quantile(0.25);
  const reach =
    start.kind === 'point'
      ? Math.abs(start.x - middle)
      : start.kind === 'gaussian'
        ? Math.abs(start.mean - middle) + 3 * start.standardDeviation
        : Math.max(Math.abs(start.low - middle), Math.abs(start.high - middle));
  if (width === 0) return reach === 0 || -growthRate * time >= 10;
  const wayBack = reach > width ? log(reach / width) / -growthRate : 0;
  return gap * (time - wayBack) >= 10;
}

/**
 * A chain of independent linear steps. The rate is 0 where its two parts cancel to 1e-12 of their
 * sum.
 */
function chainGrowth(spec: Spec): GrowthRates & { exponent: Estimate } {
  const { coordinate } = spec.histogram;
  const { sde } = effectiveRates(spec, coordinate);
  const factor = stepFactor(spec, coordinate);
  const deviation = factorDeviation(factor);
  const pull = square(deviation * sde.sigma) / 2;
  const rest = sde.growth - pull;
  // What is left of two equal numbers is their rounding.
  const rate = Math.abs(rest) < CANCELLED * (Math.abs(sde.growth) + pull) ? 0 : rest;
  return {
    exponent: factorEstimate(factor),
    unit: 'ln distance per step',
    place: 'zero',
    // Without a variance small steps have no diffusion for a limit.
    rate: deviation === Number.POSITIVE_INFINITY ? null : rate,
  };
}

/**
 * Where the noise sigma of a spec decides between trapping and escape for one coordinate,
 * everything else unchanged, for chains of independent linear steps.
 *
 *   sde    the small-step threshold sqrt(2 a (1 - beta) / learningRate) sqrt(batchSize); null for a < 0, where the SDE always
 *          traps, and where no noise decides: `gd`, `svrg`, shrinking steps, and losses without a strict saddle
 *   steps  every sigma > 0 that a spec may have at which the Lyapunov exponent of the actual steps changes sign, rising,
 *          except pairs nearer than 2 BLUR of their place; see `gaussianThresholds` and `twoPointThresholds`. Empty
 *          where nothing is found; momentum: the lowest alone; a stored set: those that steps of a twentieth tell apart. Where it is empty: log |1 + learningRate a dt| then has the sign for all sigma but such dips
 *
 * Throws nothing for a valid spec and takes milliseconds; with momentum some tenths of a second,
 * and none when asked again. Derived in docs/theory.md, "Thresholds";
 * tests/unit/theory/thresholds.test.ts.
 */
function chainThresholds(spec: Spec, coordinate: number): SigmaThresholds {
  const { sde, steps } = sigmaAt(spec, netSlopeOf(spec, coordinate), (pull) =>
    factorRoots(spec, pull),
  );
  const deviation = factorDeviation({ ...stepFactor(spec, coordinate), v: 1 });
  const limit = deviation === Number.POSITIVE_INFINITY ? null : sde;
  return { sde: limit && limit / deviation, steps };
}

/** Plain descent of a saddle with steps of one length. */
export const chain: ModelTheory = {
  theory: chainTheory,
  growth: chainGrowth,
  thresholds: chainThresholds,
  // Too large for a first load.
  escape: (spec, effort) => laterParts().separableEscape(spec, effort),
  moments: (spec, step) => laterParts().linearMoments(spec, step),
};
