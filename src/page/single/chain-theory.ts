import type { Spec } from '../../spec/spec';
import type { Family } from '../../theory/handles';
import type { ModelTheory } from '../../theory/model-theory';
import { chain, needsLaterParts } from '../../theory/models/chain';
import { NO_GROWTH, noTheory } from '../../theory/models/no-theory';

/**
 * Theory of the page in one file, in the place of theory/model-theories.ts: that of plain SGD with
 * normal noise, with which the page begins.
 */
const REASON = 'The page in one file leaves out the theory of this run';

const UNKNOWN = noTheory(`${REASON}; the whole of Saddlescape has it.`);

const leftOut: ModelTheory = {
  theory: () => UNKNOWN,
  growth: () => NO_GROWTH,
  thresholds: null,
  escape: () => ({ probability: null, reason: REASON }),
  moments: null,
};

const of = (spec: Spec) => (needsLaterParts(spec) ? leftOut : chain);

const chainAlone: ModelTheory = {
  theory: (spec, step) => of(spec).theory(spec, step),
  growth: (spec, accuracy) => of(spec).growth(spec, accuracy),
  thresholds: (spec, coordinate) =>
    of(spec).thresholds?.(spec, coordinate) ?? { sde: null, steps: [] },
  escape: leftOut.escape,
  moments: null,
};

export function modelTheory(family: Family): ModelTheory {
  return family === 'chain' ? chainAlone : leftOut;
}

/** Nothing more will come. */
export function hasTheoryOf(): boolean {
  return true;
}
