import { log1p, square } from '../../numerics/elementary';
import { effectiveRates, stepsDepend } from '../../spec/rates';
import { betaOf, dimensionOf, type Spec, slopeOf } from '../../spec/spec';
import { boundedBy, exactly, inTheLimit } from '../estimate';
import { factorExponent, stepFactor } from '../exponents/lyapunov';
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
import { momentumFactorExponent, momentumRoot } from './momentum';

/**
 * Near the origin a network of two weights is the saddle with slopes a (w1 = w2) and -a, of which
 * the larger exponent counts; deeper ones are flat there.
 */
function networkGrowth(spec: Spec, accuracy?: number): GrowthRates {
  const unit: ExponentUnit =
    knownHandles(spec).schedule === 'inverse-time'
      ? 'ln distance per ln step'
      : 'ln distance per step';
  const place = 'origin';
  if (dimensionOf(spec) > 2) return { exponent: exactly(0), unit, place, rate: 0 };
  const { sde } = effectiveRates(spec, 0);
  const factor = stepFactor(spec, 0);
  const { pull = factor.m - 1 } = factor;
  const push = Math.abs(pull);
  const beta = betaOf(spec);
  const { optimizer, schedule } = knownHandles(spec);
  const shrinking = schedule === 'inverse-time';
  // Along w0 = w1 the factor is 1 + h (a + xi), across it 1 - h (a + xi): either may grow.
  const directions = [1, -1].map((side) => ({
    ...factor,
    m: 1 + side * pull,
    pull: side * pull,
    values: factor.values?.map((z) => side * z),
  }));
  const exponents = directions.map((one) => {
    if (shrinking) return log1p(push);
    switch (optimizer.family) {
      case 'memoryless':
        return factorExponent(one);
      case 'momentum':
        return momentumFactorExponent(spec, one, accuracy);
      case 'landmark':
        return log1p(push);
      default:
        return optimizer satisfies never;
    }
  });
  const exponent = Math.max(...exponents);
  const speed = 1 / (1 - beta);
  if (shrinking) return { exponent: exactly(speed * push), unit, place, rate: speed * push };
  const noise = optimizer.family === 'landmark' ? 0 : square(speed * sde.sigma) / 2;
  const limit =
    optimizer.family !== 'memoryless' && (optimizer.family === 'landmark' || stepsDepend(spec));
  return {
    exponent: limit
      ? inTheLimit('gradients without noise', exponent, Math.abs(exponent))
      : boundedBy(exponent, accuracy ?? 1e-5),
    unit,
    place,
    rate: speed * Math.abs(sde.growth) - noise,
  };
}

/**
 * Near the origin a network of two weights is the saddle with slopes a (w1 = w2) and -a; deeper
 * ones are flat there.
 */
function networkTheory(spec: Spec): CoordinateTheory {
  const growth = networkGrowth(spec);
  const a = slopeOf(spec, 0);
  const depth = dimensionOf(spec);
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
  const decides = dimensionOf(spec) === 2 && schedule === 'constant';
  if (!decides || optimizer.family === 'landmark') return { sde: null, steps: [] };
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
