import { power, square } from '../../numerics/elementary';
import { effectiveRates, stepsDepend } from '../../spec/rates';
import { betaOf, type Spec, slopeOf } from '../../spec/spec';
import { separableEscape } from '../escape/cell-escape';
import { boundedBy, type Estimate, inTheLimit } from '../estimate';
import { independentLaw, type StepFactor, stepFactor } from '../exponents/lyapunov';
import { momentumExponent } from '../exponents/momentum';
import { lowestRoot, sigmaAt } from '../exponents/thresholds';
import { knownHandles } from '../handles';
import { linearMoments } from '../laws/moments/moments';
import { spectralGap, stationaryKind, stationaryLaw } from '../laws/stationary';
import { LARGEST_DT_BIAS } from '../limits';
import type { CoordinateTheory, GrowthRates, ModelTheory, SigmaThresholds } from '../model-theory';
import { remembered } from '../numerics/remembered';
import { BARE, DEPENDENT, verdictOf } from './common';

/** Size of a step of momentum below which its square does not count. */
const TINY = 1e-9;

/**
 * Momentum with small steps is plain descent with the learning rate learningRate / (1 - beta)
 * (docs/model.md, "Momentum").
 */
export function momentumGrowth(
  spec: Spec,
  accuracy?: number,
): GrowthRates & { exponent: Estimate; rate: number } {
  const { coordinate } = spec.histogram;
  const beta = betaOf(spec);
  const { sde } = effectiveRates(spec, coordinate);
  const speed = 1 / (1 - beta);
  const factor = stepFactor(spec, coordinate);
  const { m, v, pull = m - 1 } = factor;
  const tiny = Math.abs(pull) + square(v);
  const exponent = momentumFactorExponent(spec, factor, accuracy);
  return {
    exponent: stepsDepend(spec)
      ? inTheLimit('independent normal batches', exponent, Math.abs(exponent))
      : boundedBy(exponent, tiny < TINY ? 10 * power(speed, 3) * square(tiny) : (accuracy ?? 1e-5)),
    unit: 'ln distance per step',
    place: 'zero',
    rate: speed * sde.growth - square(speed * sde.sigma) / 2,
  };
}

/**
 * Lyapunov exponent per step of momentum with a step factor. Stored sets are taken for Gaussian
 * noise of their variance. Error 1e-6 unless another is asked for, see `momentumExponent`; takes
 * some milliseconds, and none when asked for 1e-6 again.
 */
export function momentumFactorExponent(spec: Spec, factor: StepFactor, accuracy?: number): number {
  const { m, v, batchSize, pull = m - 1 } = factor;
  const law = independentLaw(factor.law);
  const method = momentumMethod(spec);
  const step = { method, law, m, pull, v, beta: betaOf(spec), batchSize } as const;
  // Steps so small that only the first terms of the expansion are left (docs/model.md, "Momentum").
  const speed = 1 / (1 - step.beta);
  if (Math.abs(pull) + v * v < TINY) return speed * pull - square(speed * v) / 2;
  if (accuracy !== undefined) return momentumExponent(step, accuracy);
  return remembered('momentum', step, () => momentumExponent(step));
}

/**
 * Momentum with small steps is plain descent with the learning rate learningRate / (1 - beta)
 * (docs/model.md, "Momentum"): its stationary law is drawn where the exponent says that the steps
 * are small enough.
 */
function momentumTheory(spec: Spec): CoordinateTheory {
  const { coordinate } = spec.histogram;
  const beta = betaOf(spec);
  const rates = effectiveRates(spec, coordinate);
  const { learningRate, drift, multiplicative } = rates;
  const pull = learningRate * drift;
  const growth = momentumGrowth(spec);
  const growthRate = growth.rate;
  const perTime = growth.exponent.value / spec.time.dt;
  const speed = 1 / (1 - beta);
  const diffusion = {
    growth: speed * rates.sde.growth,
    sigma: speed * rates.sde.sigma,
    tau: speed * rates.sde.tau,
    rho: rates.rho,
  };
  const dtBias = growthRate === 0 ? null : (perTime - growthRate) / Math.abs(growthRate);
  const verdict = verdictOf(
    growth.exponent,
    Math.abs(pull) + square(learningRate * multiplicative),
  );
  const law =
    !stepsDepend(spec) &&
    verdict === 'trapped' &&
    dtBias !== null &&
    Math.abs(dtBias) <= LARGEST_DT_BIAS
      ? stationaryLaw(diffusion)
      : null;
  const gap = law && stationaryKind(diffusion) === 'density' ? spectralGap(diffusion) : 0;
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : verdict === 'trapped'
        ? stepsDepend(spec)
          ? DEPENDENT
          : 'Momentum with steps of this length traps, but its stationary law has no closed form.'
        : verdict === 'escapes'
          ? 'Momentum escapes here: there is no stationary density to draw.'
          : 'Nothing pushes and nothing pulls in the long run: there is no stationary density to draw.',
    settled: law ? gap === 0 || gap * spec.time.dt * spec.time.steps >= 10 : true,
    relaxationTime: gap > 0 ? 1 / gap : null,
    growth,
    verdict,
    dtBias,
    longRun: null,
  };
}

/**
 * As `chainThresholds`, of momentum: the lowest alone, to 1e-4. It takes some tenths of a second,
 * and none when asked again.
 */
function momentumThresholds(spec: Spec, coordinate: number): SigmaThresholds {
  return sigmaAt(spec, slopeOf(spec, coordinate), (pull) => momentumRoot(spec, pull));
}

/** Push of a step of momentum below which the leading order of the threshold is all of it. */
const TINY_PUSH = 1e-9;

/**
 * Momentum: its lowest threshold, to 1e-4; it takes a tenth of a second, and none when asked again.
 */
export function momentumRoot(spec: Spec, pull: number): number[] {
  const m = 1 + pull;
  const { batchSize } = spec.optimizer;
  const beta = betaOf(spec);
  const law = independentLaw(knownHandles(spec).noise.law);
  const method = momentumMethod(spec);
  const exponent = (v: number) =>
    momentumExponent({ method, law, m, pull, v, beta, batchSize }, 1e-5);
  // Plain descent of the effective rate would be trapped from here on, to leading order.
  const leading = Math.sqrt(2 * Math.max(pull, 0) * (1 - beta));
  if (pull > 0 && pull < TINY_PUSH) return [leading];
  return remembered('momentum root', [method, law, m, beta, batchSize], () =>
    pull > 0 ? lowestRoot(exponent, leading / 2, Math.max(2 * leading, 2)) : [],
  );
}

/** The method of a spec of momentum. */
function momentumMethod(spec: Spec): 'heavy-ball' | 'nesterov' {
  const { optimizer } = knownHandles(spec);
  if (optimizer.family !== 'momentum') throw new Error('This method has no momentum.');
  return optimizer.method;
}

export const momentum: ModelTheory = {
  theory: momentumTheory,
  growth: momentumGrowth,
  thresholds: momentumThresholds,
  escape: separableEscape,
  moments: linearMoments,
};
