import { radiusOf, type Spec } from '../../spec/spec';
import { familyOf, whyUnknown } from '../handles';
import { modelTheory } from '../model-theories';
import type { EscapeEffort, ExactEscape, SmallStepEscape } from '../model-theory';
import { smallStepsOf } from './cell-escape';

export type { ExactEscape, SmallStepEscape };

/** For one spec that somebody looks at. */
const CAREFUL: EscapeEffort = { mostPlaces: 2 ** 20, accuracy: null };

/** For the many cells of a map: some 20 ms each, and half a second with coins. */
export const OF_MAPS: EscapeEffort = { mostPlaces: 2 ** 16, accuracy: 1e-6 };

const NO_RADIUS = {
  probability: null,
  reason: 'There is no theory of leaving a region that is not a radius.',
} as const;

/**
 * P(max_i |x_i| > escape.radius after some step 1 to `time.steps`) of the steps themselves; see
 * `separableEscape`.
 */
export function exactEscape(spec: Spec, effort = CAREFUL): ExactEscape {
  if (radiusOf(spec) === null) return NO_RADIUS;
  const family = familyOf(spec);
  if (!family) return { probability: null, reason: whyUnknown(spec) };
  return modelTheory(family).escape(spec, effort);
}

/** The closed first-passage probability of small steps; see `smallStepsOf`. */
export function smallStepEscape(spec: Spec): SmallStepEscape {
  if (radiusOf(spec) === null) return NO_RADIUS;
  const family = familyOf(spec);
  return family ? smallStepsOf(spec) : { probability: null, reason: whyUnknown(spec) };
}
