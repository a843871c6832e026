import { hypot, square } from '../../numerics/elementary';
import { effectiveRates, isSampled, type Rates, stepsDepend } from '../../spec/rates';
import { betaOf, type Spec } from '../../spec/spec';
import { separableEscape } from '../escape/cell-escape';
import { exactly } from '../estimate';
import { isMemoryless, knownHandles } from '../handles';
import { continuousLaw, type Law } from '../laws/distribution';
import { linearMoments } from '../laws/moments/moments';
import { type ReluDiffusion, reluCdf, reluStationaryLaw } from '../laws/relu';
import { LARGEST_DT_BIAS, LARGEST_LIMIT_ERROR } from '../limits';
import type { CoordinateTheory, GrowthRates, ModelTheory } from '../model-theory';
import { BARE, DEPENDENT, verdictOf } from './common';

/** A ridge: |x| grows by a constant length, per step and per unit of time. */
function ridgeGrowth(spec: Spec): GrowthRates & { rate: number } {
  const beta = betaOf(spec);
  const { sde } = effectiveRates(spec, spec.histogram.coordinate);
  // Momentum adds up 1 / (1 - beta) steps.
  const rate = sde.growth / (1 - beta);
  return {
    exponent: exactly(rate * spec.time.dt),
    unit: knownHandles(spec).schedule.decay > 0 ? 'distance per ln step' : 'distance per step',
    place: 'zero',
    rate,
  };
}

/** A ridge: noise that does not fade at 0 and a push of constant size. No noise traps. */
function ridgeTheory(spec: Spec, step: number): CoordinateTheory {
  const { coordinate } = spec.histogram;
  const { learningRate } = spec.optimizer;
  const beta = betaOf(spec);
  const rates = effectiveRates(spec, coordinate);
  const { sigma, tau } = rates.sde;
  const shrinking = knownHandles(spec).schedule.decay > 0;
  const growth = ridgeGrowth(spec);
  const slope = growth.rate;
  // Momentum adds up 1 / (1 - beta) steps.
  const push = (learningRate * Math.abs(rates.drift)) / (1 - beta);
  const motion: ReluDiffusion = { slope, sigma: hypot(sigma, tau) };
  const { start } = spec;
  const x0 = start.kind === 'point' ? start.x[coordinate] : null;
  const still = x0 === 0 && tau === 0;
  const why = whyNoRidgeLaw(spec, rates, motion, push, step);
  const law =
    why === null && x0 !== null && step > 0 ? ridgeLaw(motion, x0, step * spec.time.dt) : null;
  const verdict = verdictOf(growth.exponent);
  const scale = Math.max(square(motion.sigma) / (2 * Math.abs(slope)), push);
  const pace = Math.abs(slope).toPrecision(3);
  const way = isSampled(spec) ? ', for any sigma' : '';
  return {
    ...BARE,
    law,
    reason: law
      ? null
      : (why ?? 'Away from a single starting place the motion on a ridge has no closed form.'),
    relaxationTime: slope < 0 && !shrinking ? (2 * square(motion.sigma)) / square(slope) : null,
    growth,
    verdict,
    dtBias: law && slope !== 0 ? push / (square(motion.sigma) / Math.abs(slope)) : null,
    longRun: still
      ? 'At exactly 0 the slope is 0, and nothing moves without additive noise.'
      : verdict === 'escapes'
        ? `A ridge has no noise that fades at x = 0, and so no threshold: |x| grows by ${pace} ${shrinking ? 'ln n in n steps' : 'per unit of time in the long run'}${way}.`
        : verdict === 'trapped'
          ? shrinking
            ? 'A crease pulls with the same force from everywhere, and the steps shrink: |x| comes to rest at it.'
            : `A crease pulls with the same force from everywhere: |x| settles within about ${scale.toPrecision(3)} of it.`
          : 'Without a slope the noise alone spreads the particles.',
  };
}

/** Why the law of small steps on a ridge does not hold; null where it does. */
function whyNoRidgeLaw(
  spec: Spec,
  rates: Rates,
  motion: ReluDiffusion,
  push: number,
  step: number,
): string | null {
  const { optimizer } = spec;
  const { noise, schedule } = knownHandles(spec);
  const { sigma, tau } = rates.sde;
  const plain = isMemoryless(spec) && schedule.decay === 0;
  if (!plain || (rates.rho !== 0 && sigma !== 0 && tau !== 0))
    return 'For this method or noise the motion on a ridge has no closed form.';
  if (motion.sigma === 0)
    return 'Without noise all particles take the same steps, and jump to and fro across a crease.';
  if (stepsDepend(spec)) return DEPENDENT;
  if (spec.start.kind === 'point' && spec.start.x[spec.histogram.coordinate] === 0 && tau === 0)
    return 'At exactly 0 the slope is 0, and nothing moves.';
  // A push of one step is a jump across the ridge: off by about half of one, in scales of the
  // stationary law.
  if (push * Math.abs(motion.slope) > LARGEST_DT_BIAS * square(motion.sigma))
    return 'Steps of this length jump across the ridge: the law of small steps does not hold.';
  // Coins stand on a lattice: as in law.ts.
  const coins = step * optimizer.batchSize;
  if (noise.signs && 0.4 / Math.sqrt(Math.max(1, coins)) > LARGEST_LIMIT_ERROR)
    return 'Too few coins have been tossed for a smooth law.';
  return null;
}

/** The law of x at a time; the stationary one is its limit. */
function ridgeLaw(motion: ReluDiffusion, x0: number, time: number): Law {
  const spread = motion.sigma * Math.sqrt(time);
  const stationary = reluStationaryLaw(motion);
  const width = stationary ? Math.min(spread, 2 * stationary.scale) : spread;
  const lower = (x: number) => reluCdf(motion, x0, time, x);
  return continuousLaw({
    name: 'ridge',
    title: 'Drift and walk on a ridge',
    kind: 'transient',
    exact: false,
    parameters: { slope: motion.slope, sigma: motion.sigma, start: x0, time },
    mean: null,
    variance: null,
    tailExponent: null,
    lower,
    upper: (x) => reluCdf(motion, -x0, time, -x),
    // The density is only drawn: a difference over a thousandth of the width.
    pdf: (x) => (lower(x + 1e-3 * width) - lower(x - 1e-3 * width)) / (2e-3 * width),
    location: stationary ? 0 : x0 + Math.sign(x0) * motion.slope * time,
    scale: width,
  });
}

export const ridge: ModelTheory = {
  theory: ridgeTheory,
  growth: ridgeGrowth,
  // No noise that fades at 0: none traps.
  thresholds: null,
  escape: separableEscape,
  moments: linearMoments,
};
