import type { Spec } from '../../spec/spec';
import type { StepFactor } from '../../theory/exponents/step-factor';

/** What of theory takes long. */
export type TheoryQuestion =
  | { of: 'theory' | 'growth'; spec: Spec }
  | { of: 'thresholds'; spec: Spec; coordinate: number }
  | { of: 'stored thresholds'; factor: StepFactor }
  | { of: 'changes of sign'; spec: Spec; m: number; pull: number }
  | { of: 'whole steps'; factor: StepFactor; additive: number; rho: number };

export interface ToLaterTheory {
  type: 'ask';
  questions: TheoryQuestion[];
}

/** Results of the routines that take long; see src/theory/numerics/remembered.ts. */
export interface FromLaterTheory {
  type: 'known';
  results: [string, unknown][];
}
