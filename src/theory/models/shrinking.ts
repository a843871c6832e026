import { optimizerModel } from '../../models/registry';
import { effectiveRates, type Rates } from '../../spec/rates';
import { betaOf, type Spec } from '../../spec/spec';
import { separableEscape } from '../escape/cell-escape';
import { exactly } from '../estimate';
import { isMemoryless, knownHandles } from '../handles';
import { shrinkingMean, shrinkingMoments } from '../laws/annealing';
import type { Law } from '../laws/distribution';
import { linearMoments } from '../laws/moments/moments';
import { normalLaw } from '../laws/normal-law';
import type { CoordinateTheory, GrowthRates, ModelTheory } from '../model-theory';
import { BARE, verdictOf } from './common';

/**
 * learning rate / n: log |x| moves by A log n, A = learningRate a dt, whatever the noise; both
 * numbers are A.
 */
function shrinkingGrowth(spec: Spec): GrowthRates & { rate: number } {
  const { learningRate } = spec.optimizer;
  const beta = betaOf(spec);
  const { drift } = effectiveRates(spec, spec.histogram.coordinate);
  // Momentum adds up 1 / (1 - beta) steps of nearly the same size.
  const growth = (learningRate * drift) / (1 - beta);
  return {
    exponent: exactly(growth),
    unit: 'ln distance per ln step',
    place: 'zero',
    rate: growth,
  };
}

/** learning rate / n: log |x| moves by A log n, A = learningRate a dt, whatever the noise. */
function shrinkingTheory(spec: Spec, step: number): CoordinateTheory {
  const { coordinate } = spec.histogram;
  const rates = effectiveRates(spec, coordinate);
  const own = shrinkingGrowth(spec);
  const growth = own.rate;
  const verdict = verdictOf(own.exponent);
  const noisy = rates.additive !== 0 && optimizerModel(spec.optimizer).gradient !== 'corrected';
  // The last additive noise is of size 1/n, n of it adds up to n^(-1/2): nothing shrinks faster
  // than that.
  const power = noisy ? Math.max(growth, -0.5) : growth;
  const law = isMemoryless(spec) ? shrinkingNormal(spec, rates, step) : null;
  const rate = power.toPrecision(3);
  const still = !noisy && spec.start.kind === 'point' && spec.start.x[coordinate] === 0;
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : growth > 0
        ? `With steps that shrink like 1/n x is n^${rate} times a random number that settles early; its law has no closed form.`
        : 'With steps that shrink like 1/n the law after finitely many of them has no closed form.',
    growth: own,
    verdict,
    longRun: still
      ? 'At exactly 0 nothing moves without additive noise.'
      : verdict === 'escapes'
        ? `The noise dies out before the push does: |x| grows like n^${rate}, for any sigma, and no faster.`
        : verdict === 'trapped'
          ? `|x| shrinks like n^${rate}, and slower and slower.`
          : 'Without a slope shrinking steps come to rest wherever they are.',
  };
}

/** Purely additive Gaussian noise in shrinking steps: a normal law with the chain's own moments. */
function shrinkingNormal(spec: Spec, rates: Rates, step: number): Law | null {
  const { start } = spec;
  const { coordinate } = spec.histogram;
  if (start.kind !== 'point' || rates.multiplicative !== 0 || step > 1e6) return null;
  if (!knownHandles(spec).noise.normal) return null;
  const steps = {
    growth: rates.learningRate * rates.drift,
    spread: 0,
    additive: rates.learningRate * rates.additive,
    rho: rates.rho,
  };
  // From 0 the second moment is the variance.
  const { second } = shrinkingMoments(steps, 0, step);
  const mean = shrinkingMean(steps, start.x[coordinate], step);
  if (!Number.isFinite(mean) || !Number.isFinite(second)) return null;
  return normalLaw(mean, Math.sqrt(second), 'transient', true);
}

export const shrinking: ModelTheory = {
  theory: shrinkingTheory,
  growth: shrinkingGrowth,
  // The steps sum up to no noise: the exponent is that of the push alone.
  thresholds: null,
  escape: separableEscape,
  moments: linearMoments,
};
