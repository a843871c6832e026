import { lossModel } from '../../models/registry';
import { square } from '../../numerics/elementary';
import { effectiveRates, stepRates, stepsDepend } from '../../spec/rates';
import { betaOf, dimensionOf, epochLengthOf, type Spec, slopeOf } from '../../spec/spec';
import { boundedBy, type Estimate, exactly, inTheLimit } from '../estimate';
import { factorEstimate, stepFactor } from '../exponents/lyapunov';
import { factorRoots, sigmaAt } from '../exponents/thresholds';
import { knownHandles } from '../handles';
import type {
  CoordinateTheory,
  ExponentUnit,
  GrowthRates,
  ModelTheory,
  SigmaThresholds,
} from '../model-theory';
import { BARE, verdictOf } from './common';
import { epochGrowth, smallStepRate } from './landmark';
import { momentumFactorEstimate, momentumNoiseShift, momentumRoot } from './momentum';

/** Whether samples push the weights off the origin: nobody knows how they grow there. */
function isPushed(spec: Spec): boolean {
  return lossModel(spec.loss).additive && stepRates(spec, 0).additive !== 0;
}

/**
 * Near the origin a network of two weights is the saddle with slopes a (w1 = w2) and -a, of which
 * the larger exponent counts; deeper ones are flat there.
 */
function networkGrowth(spec: Spec, accuracy?: number): GrowthRates {
  const unit: ExponentUnit =
    knownHandles(spec).schedule.decay > 0 ? 'ln distance per ln step' : 'ln distance per step';
  const place = 'origin';
  if (isPushed(spec)) return { exponent: null, unit, place, rate: null };
  if (dimensionOf(spec) > 2) return { exponent: exactly(0), unit, place, rate: 0 };
  const { sde } = effectiveRates(spec, 0);
  const { optimizer, schedule } = knownHandles(spec);
  const speed = 1 / (1 - betaOf(spec));
  if (schedule.decay > 0) {
    const { m, pull = m - 1 } = stepFactor(spec, 0);
    const push = speed * Math.abs(pull);
    return { exponent: exactly(push), unit, place, rate: push };
  }
  return {
    exponent: larger(directionExponent(spec, 1, accuracy), directionExponent(spec, -1, accuracy)),
    unit,
    place,
    rate:
      optimizer.family === 'landmark'
        ? smallStepRate(spec, 0, sde.growth < 0 ? -1 : 1)
        : speed * Math.abs(sde.growth) -
          (optimizer.family === 'momentum'
            ? momentumNoiseShift(spec, sde.sigma)
            : square(sde.sigma) / 2),
  };
}

/** Along w0 = w1 (side 1) the factor is 1 + h (a + xi), across it (-1) 1 - h (a + xi). */
function directionExponent(spec: Spec, side: 1 | -1, accuracy?: number): Estimate {
  const factor = stepFactor(spec, 0);
  const pull = side * (factor.pull ?? factor.m - 1);
  const values = factor.values?.map((z) => side * z);
  const direction = { ...factor, m: 1 + pull, pull, values };
  const { optimizer } = knownHandles(spec);
  switch (optimizer.family) {
    case 'memoryless':
      return factorEstimate(direction);
    case 'momentum':
      return momentumFactorEstimate(spec, direction, side, accuracy);
    case 'landmark': {
      const { value, error, ...how } = epochGrowth(spec, 0, side, accuracy);
      const epochLength = epochLengthOf(spec);
      return { ...how, value: value / epochLength, error: error / epochLength };
    }
    case 'inertia':
    case 'sign':
    case 'averaged':
      throw new Error('The theory of this method is that of a saddle.');
    default:
      return optimizer satisfies never;
  }
}

/** The larger of two, known as the one that is known less. */
export function larger(one: Estimate, other: Estimate): Estimate {
  const [high, low] = one.value >= other.value ? [one, other] : [other, one];
  const error = Math.max(high.error, low.error);
  if (high.basis === 'limit') return high;
  // Far below, it does not matter how the lower one is known.
  if (low.value + low.error < high.value - high.error) return high;
  return low.basis === 'limit'
    ? inTheLimit(low.limit!, high.value, error)
    : low.basis === 'bounded' || high.basis === 'bounded'
      ? boundedBy(high.value, error)
      : high;
}

/**
 * Near the origin a network of two weights is the saddle with slopes a (w1 = w2) and -a; deeper
 * ones are flat there.
 */
function networkTheory(spec: Spec): CoordinateTheory {
  const growth = networkGrowth(spec);
  const a = slopeOf(spec, 0);
  const depth = dimensionOf(spec);
  if (isPushed(spec))
    return {
      ...BARE,
      reason: 'Weights that multiply each other have no law in closed form.',
      growth,
      verdict: 'unknown',
      longRun:
        'The additive noise moves the weights off the origin: nobody knows how fast they grow near it.',
    };
  if (depth > 2)
    return {
      ...BARE,
      reason: 'Weights that multiply each other have no law in closed form.',
      growth,
      verdict: 'critical',
      longRun: `With ${depth} weights the origin is flat to second order: neither push nor noise grows with the distance there, and leaving takes long.`,
    };
  const factor = stepFactor(spec, 0);
  return {
    ...BARE,
    reason: 'Weights that multiply each other have no law in closed form.',
    growth,
    verdict: verdictOf(growth.exponent, Math.abs(factor.pull ?? factor.m - 1) + square(factor.v)),
    longRun:
      a === 0
        ? 'These data have nothing to be learnt: the product of the weights is pulled to 0.'
        : `Near the origin this is a saddle: along w0 = ${a > 0 ? '' : '-'}w1 the data push away, across they pull. The minima lie on w0 w1 = ${a}.`,
  };
}

/** Two weights near the origin are a saddle; deeper networks have no strict one. */
function networkThresholds(spec: Spec): SigmaThresholds {
  const { optimizer, schedule } = knownHandles(spec);
  const decides = dimensionOf(spec) === 2 && schedule.decay === 0 && !isPushed(spec);
  if (!decides || optimizer.family === 'landmark') return { sde: null, steps: [] };
  if (optimizer.family === 'momentum' && stepsDepend(spec)) return { sde: null, steps: [] };
  const roots = optimizer.family === 'momentum' ? momentumRoot : factorRoots;
  return sigmaAt(spec, Math.abs(slopeOf(spec, 0)), (pull) => roots(spec, pull));
}

export const network: ModelTheory = {
  theory: networkTheory,
  growth: networkGrowth,
  thresholds: networkThresholds,
  escape: () => ({
    probability: null,
    reason: 'The weights of a network move together: this has no exact escape probability here.',
  }),
  moments: null,
};
