import { LARGEST_INERTIA } from '../../models/optimizer/adai';
import type { Spec } from '../../spec/spec';
import { familyOf, whyUnknown } from '../handles';
import { modelTheory } from '../model-theories';
import type { CoordinateTheory, ModelTheory } from '../model-theory';
import { withMomentum } from './with-momentum';

/**
 * Adai of one coordinate, whose inertia is the same in every step: x + h m, m <- (1 - f) m + f g, but
 * for the weights of m, which are 1 in the long run. That is the heavy ball with the learning rate
 * h f and the share 1 - f, or plain descent for f = 1. Held by tests/unit/theory/inertia.test.ts.
 */
function freshShare({ optimizer }: Spec): number {
  const beta0 = 'beta0' in optimizer ? optimizer.beta0 : 1;
  return Math.min(1, Math.max(1 - LARGEST_INERTIA, beta0));
}

/** The method that a spec's steps are those of in the long run. */
function longRunOf(spec: Spec): Spec {
  const fresh = freshShare(spec);
  return withMomentum(spec, fresh, 1 - fresh);
}

/** @throws Error where nothing is known of that method: a fault of the program. */
function theoryOfLongRun(other: Spec): ModelTheory {
  const family = familyOf(other);
  if (!family) throw new Error(whyUnknown(other));
  return modelTheory(family);
}

/** Whether the weights count that the long run is without. */
function isWeighted(spec: Spec): boolean {
  return freshShare(spec) < 1;
}

function inertiaTheory(spec: Spec, step: number): CoordinateTheory {
  const other = longRunOf(spec);
  const found = theoryOfLongRun(other).theory(other, step);
  if (!isWeighted(spec) || step === 0 || found.law?.kind !== 'transient') return found;
  return {
    ...found,
    law: null,
    reason: 'The law of an average of slopes after finitely many steps has no closed form.',
    settled: true,
  };
}

export const inertia: ModelTheory = {
  theory: inertiaTheory,
  growth: (spec, accuracy) => {
    const other = longRunOf(spec);
    return theoryOfLongRun(other).growth(other, accuracy);
  },
  thresholds: (spec, coordinate) => {
    const other = longRunOf(spec);
    return theoryOfLongRun(other).thresholds?.(other, coordinate) ?? { sde: null, steps: [] };
  },
  escape: (spec, effort) => {
    if (isWeighted(spec))
      return {
        probability: null,
        reason:
          'Adai remembers an average of slopes: this has no exact escape probability here, except with beta0 of 1 or more.',
      };
    const other = longRunOf(spec);
    return theoryOfLongRun(other).escape(other, effort);
  },
  moments: (spec, step) => {
    if (isWeighted(spec)) return null;
    const other = longRunOf(spec);
    return theoryOfLongRun(other).moments?.(other, step) ?? null;
  },
};
