import { noiseModel } from '../../models/registry';
import { square } from '../../numerics/elementary';
import { dataSet } from '../../spec/data-set';
import { effectiveRates, stepRates, stepsDepend } from '../../spec/rates';
import { epochLengthOf, type Spec } from '../../spec/spec';
import { separableEscape } from '../escape/cell-escape';
import type { Estimate } from '../estimate';
import { independentLaw } from '../exponents/independent-law';
import { factorExponent, stepFactor } from '../exponents/lyapunov';
import { storedEpochExponent } from '../exponents/stored-epoch';
import { epochExponent, landmarkKappa, landmarkLaw, landmarkSurelyGrows } from '../exponents/svrg';
import { landmarkRatioExponent } from '../exponents/svrg-epoch';
import { linearMoments } from '../laws/moments/moments';
import { spectralGap, stationaryKind } from '../laws/stationary';
import { smallStepError, stepSize } from '../limits';
import type { CoordinateTheory, GrowthRates, ModelTheory } from '../model-theory';
import { remembered } from '../numerics/remembered';
import { BARE, DEPENDENT, verdictOf, whyNoVerdict } from './common';

interface LandmarkGrowth {
  exponent: Estimate;
  /** E ln |landmark' / landmark|. */
  perEpoch: Estimate;
}

/** SVRG: of a landmark, an epoch's growth over its steps. */
function landmarkGrowth(spec: Spec, accuracy?: number): GrowthRates & LandmarkGrowth {
  const { coordinate } = spec.histogram;
  const epochLength = epochLengthOf(spec);
  const perEpoch = epochGrowth(spec, coordinate, 1, accuracy);
  return {
    exponent: {
      ...perEpoch,
      value: perEpoch.value / epochLength,
      error: perEpoch.error / epochLength,
    },
    unit: 'ln distance per step',
    place: 'zero',
    rate: smallStepRate(spec, coordinate, 1),
    perEpoch,
  };
}

/**
 * E ln |landmark' / landmark| of a coordinate of slope `side` a.
 * @param accuracy  Per step.
 */
export function epochGrowth(
  spec: Spec,
  coordinate: number,
  side: 1 | -1,
  accuracy?: number,
): Estimate {
  const count = epochLengthOf(spec);
  const factor = stepFactor(spec, coordinate);
  const { law, v, batchSize } = factor;
  const pull = side * (factor.pull ?? factor.m - 1);
  if (v !== 0 && stepsDepend(spec)) {
    const { xi, xiUnit } = dataSet(spec);
    const { learningRate, multiplicative } = stepRates(spec, coordinate);
    const unit = side * learningRate * multiplicative * Math.sqrt(batchSize) * xiUnit;
    const { seed } = spec.ensemble;
    return remembered('stored epoch', [xi.length, seed, pull, unit, batchSize, count], () =>
      storedEpochExponent({
        pull,
        noise: Float64Array.from(xi, (one) => unit * one),
        batchSize,
        count,
        inside: factorExponent({
          ...factor,
          m: 1 + pull,
          pull,
          values: factor.values!.map((z) => side * z),
        }),
      }),
    );
  }
  const step = { law: independentLaw(law), pull, v, batchSize };
  return remembered('epoch', [step, count, accuracy], () =>
    landmarkRatioExponent(step, count, accuracy),
  );
}

/**
 * Growth of ln |x| per unit of time in the limit of small steps; null in a convex direction with
 * noise, whose limit nobody has computed.
 */
export function smallStepRate(spec: Spec, coordinate: number, side: 1 | -1): number | null {
  const { sde } = effectiveRates(spec, coordinate);
  const { sigma } = sde;
  const growth = side * sde.growth;
  const epoch = epochLengthOf(spec) * spec.time.dt;
  if (sigma === 0 || growth === 0) return growth;
  return growth > 0 ? epochExponent(growth * epoch, square(sigma) * epoch) / epoch : null;
}

/**
 * SVRG: inside an epoch the gradient's noise grows with the distance from the landmark, so that
 * both noises are one and the same, and x settles on an inverse gamma law beside the landmark; the
 * landmarks grow or shrink geometrically.
 */
function landmarkTheory(spec: Spec, step: number): CoordinateTheory {
  const { coordinate } = spec.histogram;
  const epochLength = epochLengthOf(spec);
  const { sde, learningRate, drift } = effectiveRates(spec, coordinate);
  const { dt } = spec.time;
  const factor = stepFactor(spec, coordinate);
  const growth = landmarkGrowth(spec);
  const { perEpoch } = growth;
  const verdict = verdictOf(growth.exponent);
  const kappa = landmarkKappa(sde.growth, sde.sigma, 1);
  const innerRate = sde.growth - square(sde.sigma) / 2;
  const bias = factorExponent(factor) / dt - innerRate;
  const innerBias = bias / Math.max(Math.abs(innerRate), 1e-300);
  const error = smallStepError(innerBias, stepSize(factor));
  const landmark = spec.start.kind === 'point' ? spec.start.x[coordinate] : null;
  const inFirst = landmark !== null && landmark !== 0 && step <= epochLength;
  const inner = { ...sde, tau: -sde.sigma * (landmark ?? 0), rho: 1 };
  const limit =
    inFirst && error !== null && !stepsDepend(spec) ? landmarkLaw(kappa, landmark) : null;
  const law = limit && { ...limit, error: error! };
  const gap = law && stationaryKind(inner) === 'density' ? spectralGap(inner) : 0;
  const shape = `${Math.abs(perEpoch.value).toPrecision(3)} per epoch`;
  const pull = learningRate * drift;
  const sure =
    !noiseModel(spec.noise).stored &&
    landmarkSurelyGrows({
      law: independentLaw(factor.law),
      pull,
      v: factor.v,
      batchSize: factor.batchSize,
    });
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : inFirst
        ? stepsDepend(spec)
          ? DEPENDENT
          : 'Inside this epoch the law of small steps does not hold, and the steps have no closed form of their own.'
        : `Past the first landmark x is a product of as many factors as there were epochs${verdict === 'unknown' ? '' : `: ln |landmark| moves by about ${shape}`}, and its law has no closed form.`,
    settled: law ? gap * step * dt >= 10 : true,
    relaxationTime: gap > 0 ? 1 / gap : null,
    growth,
    verdict,
    dtBias: law ? innerBias : null,
    longRun:
      landmark === 0
        ? 'At exactly 0 there is no slope, and the noise vanishes at the landmark: nothing moves.'
        : verdict === 'unknown'
          ? whyNoVerdict(growth)
          : verdict === 'escapes'
            ? `${sure ? 'Every epoch, whatever its noise,' : 'On average an epoch'} ends farther from 0 than it began: ln |x| grows by about ${shape}.`
            : verdict === 'critical'
              ? 'Without a slope nothing moves: the noise vanishes at the landmark.'
              : perEpoch.value === Number.NEGATIVE_INFINITY
                ? 'An epoch may end at exactly 0, and there everything ends.'
                : `On average an epoch ends nearer to 0 than it began: ln |x| shrinks by about ${shape}.`,
  };
}

export const landmark: ModelTheory = {
  theory: landmarkTheory,
  growth: landmarkGrowth,
  // In small steps the landmarks' growth has the sign of a, whatever sigma; of long ones, unknown.
  thresholds: null,
  escape: separableEscape,
  moments: linearMoments,
};
