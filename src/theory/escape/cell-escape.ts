import { noiseModel } from '../../models/registry';
import { log } from '../../numerics/elementary';
import { noiseAt, withNoiseAt } from '../../spec/listed-noise';
import { effectiveRates, type Rates, stepRates, stepsDepend } from '../../spec/rates';
import {
  betaOf,
  dimensionOf,
  epochLengthOf,
  isListed,
  perturbationOf,
  radiusOf,
  type Spec,
} from '../../spec/spec';
import { knownHandles } from '../handles';
import { lawParts } from '../later-parts';
import { type CoordinateStart, startOf, startPoint } from '../laws/coordinate-start';
import { startMean, startsBeyond } from '../laws/start-mean';
import type { EscapeEffort, ExactEscape, SmallStepEscape } from '../model-theory';
import { anyEscapeProbability } from './dimension';
import { chainEscapeProbability, gaussianEscape } from './escape-oracle';
import { type EscapeProblem, rateOf } from './escape-problem';
import { escapeProbability, escapeProbabilityAtSteps } from './first-passage';
import { panelEscape } from './panel-escape';
import { ratioWalkEscape } from './ratio-walk';
import { factorBeyond, stepNoiseOf, whyNoStepNoise } from './step-noise';

const ON_PANELS = 'escape probabilities carried back on panels that stay';
const CARRIED_BACK = 'escape probabilities carried back step by step';
const ENUMERATED = 'every place that the coins lead to';
const WITHOUT_NOISE = 'steps without noise';
const WALKED = 'ln |x| as a random walk on grids';

/** Rounding errors of what is otherwise exact. */
const ROUNDING = 1e-12;

/**
 * P(max_i |x_i| > escape.radius after some step 1 to `time.steps`) of the steps themselves,
 * whatever their length: what the share of escaped particles of a run, or of a cell of a map,
 * estimates. The start is not looked at. Nothing is simulated or approximated: what has no such
 * number gets a reason.
 *
 * Errors with `accuracy` null as of `chainEscapeProbability`, and 1e-9 from a spread-out start;
 * several coordinates are independent chains and add up. Takes some 0.1 s for each different
 * coordinate with normal noise, 0.3 s for 10,000 small steps; without additive noise 0.5 s for 200
 * steps and several seconds for a thousand. With an accuracy of 1e-6 see `panelEscape`.
 *
 * Throws nothing for a valid spec. Held by tests/unit/theory/cell-escape.test.ts.
 */
export function separableEscape(spec: Spec, effort: EscapeEffort): ExactEscape {
  for (let i = 0; i < dimensionOf(spec); i++) {
    const why = whyNoChain(withNoiseAt(spec, i));
    if (why !== null) return { probability: null, reason: why };
    if (!isListed(spec)) break;
  }
  const known = new Map<string, ExactEscape>();
  const each: number[] = [];
  let error = 0;
  const methods = new Set<string>();
  for (let i = 0; i < dimensionOf(spec); i++) {
    const own = withNoiseAt(spec, i);
    const rates = effectiveRates(own, i);
    const start = startOf(spec.start, i);
    // Directions alike have the same probability.
    const key = JSON.stringify([rates, start]);
    const found = known.get(key) ?? coordinateEscape(own, { rates, start, effort });
    known.set(key, found);
    if (found.probability === null) return found;
    each.push(found.probability);
    error += found.error;
    methods.add(found.method);
  }
  return {
    probability: each.length === 1 ? each[0] : anyEscapeProbability(each),
    error,
    method: [...methods].join('; '),
  };
}

/** @throws Error for a spec with another region: a fault of the program, which refuses it first. */
function radiusIn(spec: Spec): number {
  const radius = radiusOf(spec);
  if (radius === null) throw new Error('There is no radius.');
  return radius;
}

/** Whether a minibatch, of what is drawn again in every step, has any noise. */
function isNoisy(spec: Spec): boolean {
  const wholeSet = noiseModel(spec.noise).stored && !stepsDepend(spec);
  const { multiplicative, additive } = stepRates(spec, 0);
  return !wholeSet && (multiplicative !== 0 || additive !== 0);
}

/**
 * Whether the steps are those of plain descent: momentum that keeps nothing, and SVRG whose
 * correction does nothing.
 */
function isPlain(spec: Spec): boolean {
  const { optimizer } = knownHandles(spec);
  switch (optimizer.family) {
    case 'memoryless':
      return true;
    case 'landmark':
      // The additive noise of SVRG cancels; without the multiplicative one, or with a landmark in
      // every step, its gradients are full ones.
      return epochLengthOf(spec) === 1 || effectiveRates(spec, 0).multiplicative === 0;
    case 'momentum':
      return betaOf(spec) === 0;
    case 'inertia':
    case 'sign':
    case 'averaged':
      return false;
    default:
      return optimizer satisfies never;
  }
}

/** Why the coordinates are no chains of independent steps of their own; null where they are. */
function whyNoChain(spec: Spec): string | null {
  const { noise, optimizer } = knownHandles(spec);
  const corrected = optimizer.family === 'landmark';
  if (!isPlain(spec))
    return corrected
      ? 'SVRG remembers its landmark for a whole epoch: this has no exact escape probability here, except with epochLength 1.'
      : 'Momentum remembers the last step: this has no exact escape probability here, except with beta 0.';
  if (corrected || !isNoisy(spec)) return null;
  if (noiseModel(spec.noise).stored)
    return 'Minibatches of a stored set depend on each other: this has no exact escape probability here, except with the whole set in every step.';
  const coins = noise.signs || headsOf(spec) !== null;
  if (!noise.normal && !coins) return whyNoStepNoise(spec);
  if (coins && perturbationOf(spec) > 0)
    return 'Normal kicks on top of coins lead everywhere, and never smoothly: this has no exact escape probability here.';
  return null;
}

/** Probability of heads of unfair coins; null for any other noise. */
function headsOf(spec: Spec): number | null {
  return lawParts(knownHandles(spec).noise.law)?.heads?.(spec) ?? null;
}

/** @param spec  Its noise is that of the coordinate. */
function coordinateEscape(
  spec: Spec,
  { rates, start, effort }: { rates: Rates; start: CoordinateStart; effort: EscapeEffort },
): ExactEscape {
  const { optimizer, time } = spec;
  const { loss, noise, ...handles } = knownHandles(spec);
  const corrected = handles.optimizer.family === 'landmark';
  const quiet = corrected || !isNoisy(spec);
  const ridge = loss.family === 'ridge';
  const common = {
    a: rates.drift,
    learningRate: rates.learningRate,
    radius: radiusIn(spec),
    steps: time.steps,
    decay: handles.schedule.decay,
    ridge,
  };
  const point = startPoint(start);
  if (corrected || (rates.multiplicative === 0 && rates.additive === 0)) {
    const still = { ...common, law: 'gaussian', sigma: 0, tau: 0, rho: 0 } as const;
    if (point !== null)
      return {
        probability: chainEscapeProbability({ ...still, x0: point }),
        error: ROUNDING,
        method: WITHOUT_NOISE,
      };
    return withoutNoise(still, start);
  }
  const heads = headsOf(spec);
  if ((noise.signs || heads !== null) && !quiet) {
    if (point === null)
      return {
        probability: null,
        reason:
          'Coins from a start that is spread out lead to too many places: take a start at a point.',
      };
    const root = Math.sqrt(time.dt);
    const { batchSize } = optimizer;
    const { sigma, tau, rho } = noiseAt(spec.noise, 0);
    const coins = {
      sigma: sigma * root,
      tau: tau * root,
      rho,
      batchSize,
      ...(heads === null ? {} : { heads }),
    };
    try {
      const problem = { ...common, ...coins, law: 'two-point', x0: point } as const;
      const probability = chainEscapeProbability(problem, effort.mostPlaces);
      return { probability, error: ROUNDING, method: ENUMERATED };
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      return {
        probability: null,
        reason: `${error.message[0].toUpperCase()}${error.message.slice(1)}.`,
      };
    }
  }
  if (!quiet && !noise.normal && rates.additive === 0)
    return multipliedEscape(spec, rates, point, effort);
  const own = quiet || noise.normal ? null : stepNoiseOf(spec);
  const normal = { ...common, sigma: rates.multiplicative, tau: rates.additive, rho: rates.rho };
  const jumps = ridge && Math.abs(rates.rho) === 1 && normal.sigma === Math.abs(normal.tau);
  const spread = point === null && start.kind !== 'point' ? start : null;
  if (spread && jumps)
    return {
      probability: null,
      reason: 'On a side without noise all particles jump together: take a start at a point.',
    };
  const { sigma, tau, rho, radius } = normal;
  // Nothing pushes at 0, and the noise is weakest at the other place: around both the probability
  // may change within little.
  const weakest = sigma === 0 || ridge ? 0 : (-rho * tau) / sigma;
  const places = [...new Set([0, weakest, -radius, radius])];
  const over = (from: (x0: number) => number) =>
    spread ? startMean(from, spread, places) : from(point!);
  const method = (how: string) => (spread ? `${how}, averaged over the start` : how);
  const { accuracy } = effort;
  const found = accuracy === null || own ? null : panelEscape(normal, over, point, accuracy);
  if (found) return { ...found, method: method(ON_PANELS) };
  const probability = Math.min(1, over(gaussianEscape(normal, own?.noise)));
  const error = own ? own.error : spread ? 1e-9 : 1e-9 * probability + ROUNDING;
  return { probability, error, method: method(CARRIED_BACK) };
}

/** Largest error of a random walk of ln |x|, where a smaller one is not asked for. */
const WALK_ERROR = 1e-6;

/** Noise of a law that is not normal, which multiplies x and adds nothing. */
function multipliedEscape(
  spec: Spec,
  { learningRate, drift, multiplicative }: Rates,
  point: number | null,
  { accuracy }: EscapeEffort,
): ExactEscape {
  if (point === null) throw new Error('A walk of ln |x| has one start.');
  if (point === 0) return { probability: 0, error: 0, method: WITHOUT_NOISE };
  const beyond = factorBeyond(spec, 1 + learningRate * drift, learningRate * multiplicative);
  const start = log(Math.abs(point) / radiusIn(spec));
  const walk = { beyond, start, steps: spec.time.steps };
  const found = ratioWalkEscape(walk, Math.max(WALK_ERROR, accuracy ?? 0));
  return found
    ? { ...found, method: WALKED }
    : {
        probability: null,
        reason:
          'Without additive noise ln |x| walks too far, or in too small steps, for a grid: this has no exact escape probability here.',
      };
}

/** Steps without noise from a start that is spread out: those escape that begin far enough out. */
function withoutNoise(problem: Omit<EscapeProblem, 'x0'>, start: CoordinateStart): ExactEscape {
  const { a, radius, steps, ridge } = problem;
  const rate = rateOf(problem);
  if (ridge) {
    if (a < 0)
      return {
        probability: null,
        reason:
          'Without noise particles jump to and fro across the crease: take a start at a point.',
      };
    // Everyone moves out by the same way.
    let way = 0;
    for (let n = 1; n <= steps && way < radius; n++) way += rate(n) * a;
    return {
      probability: startsBeyond(start, Math.max(0, radius - way)),
      error: ROUNDING,
      method: WITHOUT_NOISE,
    };
  }
  // x_n = factor_n x_0: whoever the largest factor takes out has escaped.
  let factor = 1;
  let largest = 0;
  for (let n = 1; n <= steps; n++) {
    const next = factor * (1 + rate(n) * a);
    largest = Math.max(largest, Math.abs(next));
    if (next === factor || next === 0 || largest === Number.POSITIVE_INFINITY) break;
    factor = next;
  }
  return {
    probability: startsBeyond(start, radius / largest),
    error: ROUNDING,
    method: WITHOUT_NOISE,
  };
}

/**
 * The closed first-passage probability of geometric Brownian motion, which |x| is in the limit of
 * small steps without additive noise. `uncorrected`: as if |x| were looked at all the time.
 * `probability`: looked at after every step only, which moves the radius outwards in ln |x| by 0.58
 * standard deviations of a step. Off the exact one by terms of the order of dt (`probability`) and
 * sqrt(dt) (`uncorrected`): with learningRate sigma sqrt(dt) = 0.03 by 1e-3 and 1e-2,
 * tests/unit/theory/cell-escape.test.ts. For one coordinate of a saddle, normal noise, a start at a
 * point inside the radius, constant steps of a method without a memory.
 */
export function smallStepsOf(spec: Spec): SmallStepEscape {
  const why = whyNoSmallSteps(spec);
  if (why !== null) return { probability: null, reason: why };
  const { sde } = effectiveRates(spec, 0);
  const { dt, steps } = spec.time;
  const motion = {
    growth: sde.growth,
    sigma: isCorrected(spec) ? 0 : Math.abs(sde.sigma),
  };
  const x0 = startPoint(startOf(spec.start, 0))!;
  const radius = radiusIn(spec);
  return {
    probability: escapeProbabilityAtSteps(motion, x0, radius, steps * dt, dt),
    uncorrected: escapeProbability(motion, x0, radius, steps * dt),
  };
}

/** Whether the gradient's noise is measured against a landmark. */
function isCorrected(spec: Spec): boolean {
  return knownHandles(spec).optimizer.family === 'landmark';
}

function whyNoSmallSteps(spec: Spec): string | null {
  const { start } = spec;
  const { loss, noise, schedule } = knownHandles(spec);
  if (loss.family !== 'saddle') return 'The small-step formula is that of a saddle.';
  if (dimensionOf(spec) > 1) return 'The small-step formula is that of one coordinate.';
  if (schedule.decay > 0) return 'The small-step formula is that of constant steps.';
  if (!isPlain(spec))
    return 'The small-step formula is that of linear steps of methods that remember nothing.';
  if (!isCorrected(spec)) {
    if (effectiveRates(spec, 0).additive !== 0)
      return 'With additive noise the small-step limit has no closed form.';
    if (isNoisy(spec) && !noise.normal)
      return noiseModel(spec.noise).stored
        ? 'Minibatches of a stored set depend on each other: the small-step formula does not hold.'
        : `${noise.signs ? 'Coins step' : 'Other noise steps'} over the radius by another length than normal noise: the small-step formula does not hold.`;
  }
  const point = startPoint(startOf(start, 0));
  if (point === null) return 'The small-step formula is that of a start at a point.';
  if (!(Math.abs(point) < radiusIn(spec)))
    return 'The small-step formula is that of a start inside the radius.';
  return null;
}
