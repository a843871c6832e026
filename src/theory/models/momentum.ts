import { square } from '../../numerics/elementary';
import { dataSet } from '../../spec/data-set';
import { effectiveRates, type Rates, stepRates, stepsDepend } from '../../spec/rates';
import { betaOf, type Spec, samplesOf, slopeOf } from '../../spec/spec';
import { separableEscape } from '../escape/cell-escape';
import type { Estimate } from '../estimate';
import { independentLaw, signsIn } from '../exponents/independent-law';
import { factorEstimate, type StepFactor, stepFactor } from '../exponents/lyapunov';
import { momentumEstimate, momentumExponent } from '../exponents/momentum';
import { epochShift } from '../exponents/momentum-expansion';
import { storedMomentumExponent } from '../exponents/momentum-stored';
import { lowestRoot, sigmaAt } from '../exponents/thresholds';
import { knownHandles } from '../handles';
import { startOf, startPoint } from '../laws/coordinate-start';
import { type Law, pointMass } from '../laws/distribution';
import { linearMoments } from '../laws/moments/moments';
import { momentumWalkLaw, settledWalkLaw, walkSettled } from '../laws/momentum-normal';
import { scaledStart } from '../laws/scaled-start';
import { type Diffusion, spectralGap, stationaryKind, stationaryLaw } from '../laws/stationary';
import { smallStepError, stepSize } from '../limits';
import type { CoordinateTheory, GrowthRates, ModelTheory, SigmaThresholds } from '../model-theory';
import { remembered } from '../numerics/remembered';
import { isSettled } from './chain';
import { BARE, DEPENDENT, verdictOf, whyNoVerdict } from './common';

/**
 * Exponent of the actual steps; the rate is that of the SDE, plain descent with the learning rate
 * learningRate / (1 - beta) (docs/models/heavy-ball.md), with the noise that is left over an epoch
 * of a stored set.
 */
export function momentumGrowth(
  spec: Spec,
  accuracy?: number,
): GrowthRates & { exponent: Estimate; rate: number } {
  const { coordinate } = spec.histogram;
  const { sde } = effectiveRates(spec, coordinate);
  const speed = 1 / (1 - betaOf(spec));
  return {
    exponent: momentumFactorEstimate(spec, stepFactor(spec, coordinate), 1, accuracy),
    unit: 'ln distance per step',
    place: 'zero',
    rate: speed * sde.growth - momentumNoiseShift(spec, sde.sigma),
  };
}

/** What the noise of small steps takes off the growth, per unit of time. */
export function momentumNoiseShift(spec: Spec, sigma: number): number {
  const beta = betaOf(spec);
  if (!stepsDepend(spec)) return square(sigma / (1 - beta)) / 2;
  const { sde } = stepRates(spec, spec.histogram.coordinate);
  const { batchSize } = spec.optimizer;
  const set = { looksAhead: looksAhead(spec), values: storedValues(spec), batchSize };
  return square(sde.sigma) * batchSize * epochShift(set, beta);
}

/** Values of xi in a stored set. */
function storedValues(spec: Spec): Float64Array {
  const { xi, xiUnit } = dataSet(spec);
  return Float64Array.from(xi, (value) => value * xiUnit);
}

/**
 * Lyapunov exponent per step of momentum with a step factor, bounded: within 1e-6, or the accuracy
 * asked for, but for stored sets, whose error `storedMomentumExponent` states. Takes some
 * milliseconds, stored sets 0.1 s, and none when asked for 1e-6 again.
 *
 * @param side  -1: across a network of two weights, where samples count with the other sign.
 */
export function momentumFactorEstimate(
  spec: Spec,
  factor: StepFactor,
  side: 1 | -1 = 1,
  accuracy?: number,
): Estimate {
  const { m, v, batchSize, pull = m - 1 } = factor;
  const ahead = looksAhead(spec);
  const beta = betaOf(spec);
  if (v !== 0 && stepsDepend(spec)) {
    // Without a memory the order of an epoch does not count.
    if (beta === 0) return factorEstimate(factor);
    const { learningRate, multiplicative } = stepRates(spec, spec.histogram.coordinate);
    const scale = side * learningRate * multiplicative * Math.sqrt(batchSize);
    const step = { looksAhead: ahead, m, pull, beta, scale, batchSize };
    const set = [samplesOf(spec), spec.ensemble.seed];
    return remembered('stored momentum', [step, set, accuracy], () =>
      storedMomentumExponent({ ...step, values: storedValues(spec) }, accuracy),
    );
  }
  const law = independentLaw(factor.law);
  const step = { looksAhead: ahead, law, m, pull, v, beta, batchSize } as const;
  if (accuracy !== undefined) return momentumEstimate(step, accuracy);
  return remembered('momentum', step, () => momentumEstimate(step), signsIn(step) === null);
}

type Found = { law: Law; settled: boolean } | { law: null; reason: string };

/**
 * Momentum, in this order: where the factor has no noise, the exact law (`momentumWalkLaw`); the
 * stationary law of plain descent with the learning rate learningRate / (1 - beta), a limit, where
 * the exponent says that the steps are small enough; none, with the reason.
 */
function momentumTheory(spec: Spec, step: number): CoordinateTheory {
  const rates = effectiveRates(spec, spec.histogram.coordinate);
  const { learningRate, drift, multiplicative } = rates;
  const growth = momentumGrowth(spec);
  const { exponent, rate } = growth;
  const perTime = exponent.value / spec.time.dt;
  const speed = 1 / (1 - betaOf(spec));
  const diffusion = {
    growth: speed * rates.sde.growth,
    sigma: speed * rates.sde.sigma,
    tau: speed * rates.sde.tau,
    rho: rates.rho,
  };
  const dtBias = rate === 0 ? null : (perTime - rate) / Math.abs(rate);
  const parts = Math.abs(learningRate * drift) + square(learningRate * multiplicative);
  const verdict = verdictOf(exponent, parts);
  const still = multiplicative === 0;
  const gap =
    verdict === 'trapped' && stationaryKind(diffusion) === 'density' ? spectralGap(diffusion) : 0;
  const found = still
    ? walkLaw(spec, rates, step)
    : smallStepLaw(spec, diffusion, { verdict, dtBias, gap, rate, step });
  return {
    ...BARE,
    law: found.law,
    reason: found.law ? null : found.reason,
    settled: found.law ? found.settled : true,
    relaxationTime: found.law?.kind === 'stationary' && gap > 0 ? 1 / gap : null,
    growth,
    verdict,
    dtBias,
    longRun: verdict === 'unknown' ? whyNoVerdict(growth) : null,
  };
}

/** Momentum whose factor has no noise; starts at rest. */
function walkLaw(spec: Spec, rates: Rates, step: number): Found {
  const start = startOf(spec.start, spec.histogram.coordinate);
  const walk = {
    looksAhead: looksAhead(spec),
    pull: rates.learningRate * rates.drift,
    beta: betaOf(spec),
    w: rates.learningRate * rates.additive,
  };
  if (walk.w !== 0 && step > 0 && stepsDepend(spec)) return { law: null, reason: DEPENDENT };
  const law = independentLaw(knownHandles(spec).noise.law);
  const signs = signsIn({ law, batchSize: spec.optimizer.batchSize });
  const found = momentumWalkLaw(walk, start, step, signs);
  if (found.law) return { law: found.law, settled: true };
  const settled = signs === null ? settledWalkLaw(walk) : null;
  if (!settled) return found;
  // Only a uniform start has no exact law.
  const reach = start.kind === 'uniform' ? Math.max(Math.abs(start.low), Math.abs(start.high)) : 0;
  const settledSpread = Math.sqrt(settled.variance!);
  return { law: settled, settled: walkSettled(walk, step, reach / settledSpread) };
}

/** The law of small steps, where the exponent says that they are small enough. */
function smallStepLaw(
  spec: Spec,
  diffusion: Diffusion,
  {
    verdict,
    dtBias,
    gap,
    rate,
    step,
  }: {
    verdict: CoordinateTheory['verdict'];
    dtBias: number | null;
    gap: number;
    rate: number;
    step: number;
  },
): Found {
  const start = startOf(spec.start, spec.histogram.coordinate);
  if (step === 0) return { law: scaledStart(start, 1), settled: true };
  const none = (reason: string): Found => ({ law: null, reason });
  if (diffusion.tau === 0) {
    if (startPoint(start) === 0) return { law: pointMass(0, 'transient', true), settled: true };
    return none(
      verdict === 'trapped'
        ? 'The law of momentum after finitely many steps has no closed form; in the long run every path goes to 0.'
        : 'The law of momentum after finitely many steps has no closed form.',
    );
  }
  if (stepsDepend(spec)) return none(DEPENDENT);
  switch (verdict) {
    case 'escapes':
      return none('Momentum escapes here: there is no stationary density to draw.');
    case 'critical':
      return none(
        'Nothing pushes and nothing pulls in the long run: there is no stationary density to draw.',
      );
    case 'unknown':
      return none('The law of momentum has no closed form, and nobody knows whether it settles.');
    case 'trapped':
      break;
    default:
      return verdict satisfies never;
  }
  const { m, v, pull = m - 1 } = stepFactor(spec, spec.histogram.coordinate);
  const speed = 1 / (1 - betaOf(spec));
  const effective = { m, v: speed * v, pull: speed * pull };
  const error = smallStepError(dtBias, stepSize(effective));
  const small = error === null ? null : stationaryLaw(diffusion);
  if (error === null || !small)
    return none(
      'Momentum with steps of this length traps, but its stationary law has no closed form.',
    );
  const law = { ...small, error };
  return { law, settled: isSettled(law, start, gap, rate, spec.time.dt * step) };
}

/**
 * As `chainThresholds`, of momentum: the lowest alone, to 1e-4. It takes some tenths of a second,
 * and none when asked again. None are known for stored sets.
 */
function momentumThresholds(spec: Spec, coordinate: number): SigmaThresholds {
  // Batches that cancel over an epoch: nobody has looked for the noise that decides.
  if (stepsDepend(spec)) return { sde: null, steps: [] };
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
  const ahead = looksAhead(spec);
  const exponent = (v: number) =>
    momentumExponent({ looksAhead: ahead, law, m, pull, v, beta, batchSize }, 1e-5);
  // Plain descent of the effective rate would be trapped from here on, to leading order.
  const leading = Math.sqrt(2 * Math.max(pull, 0) * (1 - beta));
  if (pull > 0 && pull < TINY_PUSH) return [leading];
  return remembered('momentum root', [ahead, law, m, beta, batchSize], () =>
    pull > 0 ? lowestRoot(exponent, leading / 2, Math.max(2 * leading, 2)) : [],
  );
}

/** Whether the momentum of a spec takes the slope ahead. */
function looksAhead(spec: Spec): boolean {
  const { optimizer } = knownHandles(spec);
  if (optimizer.family !== 'momentum') throw new Error('This method has no momentum.');
  return optimizer.looksAhead;
}

export const momentum: ModelTheory = {
  theory: momentumTheory,
  growth: momentumGrowth,
  thresholds: momentumThresholds,
  escape: separableEscape,
  moments: linearMoments,
};
