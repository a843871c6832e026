import { square } from '../../numerics/elementary';
import { effectiveRates, stepsDepend } from '../../spec/rates';
import { epochLengthOf, type Spec } from '../../spec/spec';
import { separableEscape } from '../escape/cell-escape';
import { boundedBy, type Estimate, exactly, inTheLimit } from '../estimate';
import {
  factorExponent,
  independentLaw,
  logAbsolute,
  type StepFactor,
  stepFactor,
} from '../exponents/lyapunov';
import {
  epochExponent,
  landmarkExponent,
  landmarkKappa,
  landmarkLaw,
  landmarkRatioExponent,
  landmarkSurelyGrows,
} from '../exponents/svrg';
import { linearMoments } from '../laws/moments/moments';
import { spectralGap, stationaryKind } from '../laws/stationary';
import { LARGEST_DT_BIAS } from '../limits';
import type { CoordinateTheory, GrowthRates, ModelTheory } from '../model-theory';
import { remembered } from '../numerics/remembered';
import { BARE, DEPENDENT, verdictOf, whyNoVerdict } from './common';

/**
 * Epochs of whole steps up to this length are followed step by step: longer ones take too long to
 * draw a page by.
 */
const SHORT_EPOCH = 16;

/** Bound of the error of an epoch's exponent; see `landmarkRatioExponent`. */
const EPOCH_ERROR = 1e-8;

/** SVRG: of a landmark, an epoch's growth over its steps. The rate is the same per unit of time. */
function landmarkGrowth(spec: Spec, accuracy?: number): GrowthRates & LandmarkGrowth {
  const { coordinate } = spec.histogram;
  const epochLength = epochLengthOf(spec);
  const { sde } = effectiveRates(spec, coordinate);
  const { dt } = spec.time;
  const kappa = landmarkKappa(sde.growth, sde.sigma, 1);
  const factor = stepFactor(spec, coordinate);
  const innerRate = sde.growth - square(sde.sigma) / 2;
  const inside = factorExponent(factor);
  const innerBias = (inside / dt - innerRate) / Math.max(Math.abs(innerRate), 1e-300);
  const small = Math.abs(innerBias) <= LARGEST_DT_BIAS;
  const inner = { kappa, factor, growth: sde.growth, sigma: sde.sigma, inside, small };
  const perEpoch = epochGrowth(spec, inner, accuracy);
  return {
    exponent: {
      ...perEpoch,
      value: perEpoch.value / epochLength,
      error: perEpoch.error / epochLength,
    },
    unit: 'ln distance per step',
    place: 'zero',
    rate: perEpoch.value / (epochLength * dt),
    perEpoch: perEpoch.value,
    kappa,
    innerBias,
    small,
  };
}

interface LandmarkGrowth {
  /** E ln |landmark' / landmark|. */
  perEpoch: number;
  /** See `landmarkKappa`. */
  kappa: number;
  /** Of the steps inside an epoch, as `Theory.dtBias`. */
  innerBias: number;
  /** Whether the laws of small steps hold inside an epoch. */
  small: boolean;
}

/**
 * Growth of ln |x| over an epoch: of small steps by their SDE; of whole steps exactly for short
 * epochs, and for long ones at the rate of the inner loop where that escapes by itself.
 */
function epochGrowth(
  spec: Spec,
  inner: {
    kappa: number;
    factor: StepFactor;
    growth: number;
    sigma: number;
    inside: number;
    small: boolean;
  },
  accuracy?: number,
): Estimate {
  const epochLength = epochLengthOf(spec);
  const { kappa, factor, growth, sigma, inside, small } = inner;
  const epoch = epochLength * spec.time.dt;
  const plain = epochLength * logAbsolute(factor.m, factor.pull);
  if (epochLength === 1 || factor.v === 0 || growth === 0) return exactly(plain, EPOCH_ERROR);
  const limit = (value: number) => inTheLimit('small steps', value, Math.abs(value));
  const ofSmallSteps = () => {
    const lengths = [growth * epoch, square(sigma) * epoch] as const;
    return remembered('epoch', lengths, () => epochExponent(...lengths));
  };
  if (growth > 0 && small) return limit(ofSmallSteps());
  if (epochLength <= SHORT_EPOCH && factor.batchSize === 1 && factor.law !== 'dataset') {
    const law = independentLaw(factor.law);
    const step = { law, pull: factor.pull ?? factor.m - 1, v: factor.v, batchSize: 1 } as const;
    if (accuracy !== undefined)
      return boundedBy(
        landmarkRatioExponent(step, epochLength, accuracy * epochLength),
        accuracy * epochLength,
      );
    return exactly(
      remembered('short epoch', [step, epochLength], () =>
        landmarkRatioExponent(step, epochLength),
      ),
      EPOCH_ERROR,
    );
  }
  if (growth > 0) return limit(Math.max(ofSmallSteps(), inside * epochLength));
  // A convex direction, whose factors change sign.
  return limit(inside > 0 ? inside * epochLength : Math.max(plain, landmarkExponent(kappa)));
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
  const { perEpoch, kappa, innerBias, small } = growth;
  const verdict = verdictOf(growth.exponent);
  const landmark = spec.start.kind === 'point' ? spec.start.x[coordinate] : null;
  const inFirst = landmark !== null && landmark !== 0 && step <= epochLength;
  const inner = { ...sde, tau: -sde.sigma * (landmark ?? 0), rho: 1 };
  const law = inFirst && small && !stepsDepend(spec) ? landmarkLaw(kappa, landmark) : null;
  const gap = law && stationaryKind(inner) === 'density' ? spectralGap(inner) : 0;
  const shape = `${Math.abs(perEpoch).toPrecision(3)} per epoch`;
  const pull = learningRate * drift;
  const sure =
    factor.law !== 'dataset' &&
    landmarkSurelyGrows({ law: factor.law, pull, v: factor.v, batchSize: factor.batchSize });
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : inFirst
        ? stepsDepend(spec)
          ? DEPENDENT
          : 'Inside this epoch the law of small steps does not hold, and the steps have no closed form of their own.'
        : `Past the first landmark x is a product of as many factors as there were epochs: ln |landmark| moves by about ${shape}, and its law has no closed form.`,
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
            ? `${sure ? 'Every epoch, whatever its noise,' : 'On average an epoch'} ends farther from the saddle than it began: ln |x| grows by about ${shape}.`
            : verdict === 'critical'
              ? 'Without a slope nothing moves: the noise vanishes at the landmark.'
              : perEpoch === Number.NEGATIVE_INFINITY
                ? 'An epoch may end at exactly 0, and there everything ends.'
                : `On average an epoch ends nearer to the minimum than it began: ln |x| shrinks by about ${shape}.`,
  };
}

export const landmark: ModelTheory = {
  theory: landmarkTheory,
  growth: landmarkGrowth,
  // The landmarks' growth has the sign of a, whatever sigma.
  thresholds: null,
  escape: separableEscape,
  moments: linearMoments,
};
