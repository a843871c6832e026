import type { Spec } from '../../spec/spec';
import { familyOf, whyUnknown } from '../handles';
import { modelTheory } from '../model-theories';
import type { ExactEscape, SmallStepEscape } from '../model-theory';
import { smallStepsOf } from './cell-escape';

export type { ExactEscape, SmallStepEscape };

/**
 * P(max_i |x_i| > escape.radius after some step 1 to `time.steps`) of the steps themselves; see
 * `separableEscape`.
 * @param mostPlaces  With coins, places that the chain may be at before it is given up: a million
 *   take up to 3 s, 2^16 0.1 s.
 */
export function exactEscape(spec: Spec, mostPlaces = 2 ** 20): ExactEscape {
  const family = familyOf(spec);
  if (!family) return { probability: null, reason: whyUnknown(spec) };
  return modelTheory(family).escape(spec, mostPlaces);
}

/** The closed first-passage probability of small steps; see `smallStepsOf`. */
export function smallStepEscape(spec: Spec): SmallStepEscape {
  const family = familyOf(spec);
  return family ? smallStepsOf(spec) : { probability: null, reason: whyUnknown(spec) };
}
