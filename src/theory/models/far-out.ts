import { grouped } from '../../numerics/grouped';
import { effectiveRates } from '../../spec/rates';
import { betaOf, type Spec } from '../../spec/spec';
import { type Estimate, inTheLimit } from '../estimate';
import {
  type AveragedSlopes,
  averagedDrift,
  averagedRun,
  whyNoAveragedDrift,
} from '../exponents/averaged-drift';
import { independentLaw } from '../exponents/independent-law';
import { stepFactor } from '../exponents/lyapunov';
import { heavyBallSurelyGrows } from '../exponents/momentum';
import { meanSign } from '../exponents/sign-drift';
import { familyOf, knownHandles } from '../handles';
import { modelTheory } from '../model-theories';
import type { CoordinateTheory, GrowthRates, ModelTheory } from '../model-theory';
import { BARE, verdictOf, whyNoVerdict } from './common';
import { withMomentum } from './with-momentum';

/**
 * Methods whose steps are of one size however steep the slope: far from 0 in a saddle, where
 * additive noise is nothing beside a x, the steps do not depend on x, and |x| is a random walk with
 * a drift. Derived in docs/theory.md, "Far out"; held by tests/unit/theory/far-out.test.ts.
 */

/** What a family knows of the drift far out. */
interface FarOut {
  /** Drift of |x| in units of a step; or one sentence why there is none. */
  drift(spec: Spec, coordinate: number): Estimate | { reason: string };
  /** How long a step is where slopes are steep. */
  length(spec: Spec): number;
  /** Where the drift is from, after its number; empty where it is a closed form. */
  source(spec: Spec, drift: Estimate): string;
  /** Whether steps are all of that length, so that some starts lead to exactly 0. */
  even: boolean;
  /** The same motion next to 0, where it is linear; null where it is not. */
  near(spec: Spec): Spec | null;
}

const NO_SLOPE =
  'Far from 0 nothing is left of some slopes but additive noise and rounding, which decide then: no drift is known.';

/** Steps along the sign of a slope. */
const sign: FarOut = {
  drift: (spec, coordinate) => meanSign(spec, coordinate) ?? { reason: NO_SLOPE },
  length: ({ optimizer }) => optimizer.learningRate * ('clip' in optimizer ? optimizer.clip : 1),
  source: () => '',
  even: true,
  near: (spec) => ('clip' in spec.optimizer ? withMomentum(spec, 1, 0) : null),
};

/** Steps of an average of slopes over their root mean square. */
const averaged: FarOut = {
  drift(spec, coordinate) {
    const { drift, multiplicative } = effectiveRates(spec, coordinate);
    const { beta1, beta2 } = averagesOf(spec);
    if (drift === 0 && multiplicative === 0) return { reason: NO_SLOPE };
    // Then a step is a sign.
    if (beta1 === 0 && beta2 === 0) return sign.drift(spec, coordinate);
    const slopes = averagedSlopes(spec, coordinate);
    const why = whyNoAveragedDrift(slopes);
    if (why !== null) return { reason: why };
    const found = averagedDrift(slopes);
    return { ...found, value: Math.sign(drift) * found.value };
  },
  length: ({ optimizer }) => optimizer.learningRate,
  source: (spec, { basis, error }) =>
    basis === 'bounded'
      ? `, give or take ${error.toPrecision(2)}, by a sampled run of ${stepsSampled(spec)} steps`
      : '',
  even: false,
  near(spec) {
    const { beta1, epsilon } = averagesOf(spec);
    // The root is nothing beside epsilon.
    return withMomentum(spec, (1 - beta1) / epsilon, beta1);
  },
};

function stepsSampled(spec: Spec): string {
  return grouped(String(averagedRun(averagedSlopes(spec, spec.histogram.coordinate))));
}

function averagedSlopes(spec: Spec, coordinate: number): AveragedSlopes {
  const { drift, multiplicative } = effectiveRates(spec, coordinate);
  const { beta1, beta2 } = averagesOf(spec);
  return {
    ratio: Math.abs(drift) / Math.abs(multiplicative),
    coins: knownHandles(spec).noise.signs ? spec.optimizer.batchSize : null,
    beta1,
    beta2,
  };
}

/**
 * Shares that running averages of slopes and of their squares keep, and what is added to the root of
 * the latter; 0 where a method has no such average.
 */
function averagesOf({ optimizer }: Pick<Spec, 'optimizer'>): {
  beta1: number;
  beta2: number;
  epsilon: number;
} {
  const beta1 = 'beta1' in optimizer ? optimizer.beta1 : 0;
  const beta2 = 'beta2' in optimizer ? optimizer.beta2 : 'decay' in optimizer ? optimizer.decay : 0;
  return { beta1, beta2, epsilon: 'epsilon' in optimizer ? optimizer.epsilon : 0 };
}

/**
 * Why paths that drift outwards far from 0 might not leave all the same; null where they do. With
 * additive noise no path stays near 0, since slopes that hold it there on both sides would point
 * inwards everywhere. Without, 0 holds what comes to it.
 */
function whyDoubt(of: FarOut, spec: Spec): string | null {
  const { coordinate } = spec.histogram;
  const { additive, rho, drift } = effectiveRates(spec, coordinate);
  // Noise of both kinds that vanishes at one place, for a = 0.
  const still = additive === 0 || (drift === 0 && Math.abs(rho) === 1);
  if (!still) return null;
  if (additive !== 0) return 'Both noises vanish at one place, which may hold paths.';
  const { start } = spec;
  const steps = start.kind === 'point' ? start.x[coordinate] / of.length(spec) : Number.NaN;
  if (steps === 0) return 'At exactly 0 the slope is 0, and nothing moves without additive noise.';
  if (of.even && Math.abs(steps - Math.round(steps)) <= WHOLE * Math.abs(steps))
    return 'Whole steps lead from the start to exactly 0, where nothing moves without additive noise.';
  const near = of.near(spec);
  return near === null || growsNear(near)
    ? null
    : 'Next to 0, where the steps are linear, they may hold paths for ever.';
}

/** Whether |x| surely grows next to 0. */
function growsNear(near: Spec): boolean {
  const beta = betaOf(near);
  if (beta > 0) {
    const { law, m, v, batchSize } = stepFactor(near, near.histogram.coordinate);
    const factor = { m, v, beta, batchSize, law: independentLaw(law) };
    if (heavyBallSurelyGrows({ ...factor, looksAhead: false })) return true;
  }
  const family = familyOf(near);
  const exponent = family && modelTheory(family).growth(near).exponent;
  return exponent !== null && verdictOf(exponent) === 'escapes';
}

/** Share by which float32 may be off a whole number of steps. */
const WHOLE = 1e-6;

interface FarGrowth extends GrowthRates {
  /** Why there is no exponent, or why it decides nothing; null where it does. */
  why: string | null;
}

function farGrowth(of: FarOut, spec: Spec): FarGrowth {
  const { coordinate } = spec.histogram;
  const common = { unit: 'distance per step far out', place: 'zero', rate: null } as const;
  const drift = of.drift(spec, coordinate);
  if ('reason' in drift) return { ...common, exponent: null, why: drift.reason };
  const length = of.length(spec);
  const scaled = { ...drift, value: length * drift.value, error: length * drift.error };
  const why = scaled.value > 0 ? whyDoubt(of, spec) : null;
  const exponent =
    why === null ? scaled : inTheLimit('a start far from 0', scaled.value, scaled.error);
  return { ...common, exponent, why };
}

function farTheory(of: FarOut, spec: Spec): CoordinateTheory {
  const { why, ...growth } = farGrowth(of, spec);
  const { exponent } = growth;
  return {
    ...BARE,
    reason: 'The law of this method after finitely many steps has no closed form.',
    growth,
    verdict: verdictOf(exponent, of.length(spec)),
    longRun: exponent ? longRun(of, spec, growth, why) : why,
  };
}

function longRun(of: FarOut, spec: Spec, growth: GrowthRates, why: string | null): string | null {
  const exponent = growth.exponent!;
  const pace = `${Math.abs(exponent.value).toPrecision(3)} a step on average${of.source(spec, exponent)}`;
  const near = effectiveRates(spec, spec.histogram.coordinate).additive !== 0;
  const where = near ? 'Far out, where additive noise no longer counts,' : 'Far out';
  const verdict = verdictOf(exponent, of.length(spec));
  switch (verdict) {
    case 'escapes':
      return `${where} steps do not depend on x: |x| grows by ${pace}.`;
    case 'trapped':
      return `${where} steps do not depend on x: |x| shrinks by ${pace}, and paths come back.`;
    case 'critical':
      return `${where} steps out and steps in cancel: |x| wanders, and neither grows nor shrinks.`;
    case 'unknown':
      return [whyNoVerdict(growth), why].filter((part) => part !== null).join(' ');
    default:
      return verdict satisfies never;
  }
}

function farOut(of: FarOut): ModelTheory {
  return {
    theory: (spec) => farTheory(of, spec),
    growth: (spec) => {
      const { why: _, ...growth } = farGrowth(of, spec);
      return growth;
    },
    // Noise whose sign is fair never decides; of other noise nobody has worked it out.
    thresholds: null,
    escape: () => ({
      probability: null,
      reason:
        'Steps of this method are not linear in x: this has no exact escape probability here.',
    }),
    moments: null,
  };
}

export const signFarOut = /* @__PURE__ */ farOut(sign);
export const averagedFarOut = /* @__PURE__ */ farOut(averaged);
