import type { NumberField } from './field';
import type { OptimizerField, ScheduleField } from './registry';

/**
 * Own numbers of all methods, each once, in the order of the memory that kernels read: it is the
 * same whichever kinds are loaded. Kinds that share a name share its meaning.
 */
export const OPTIMIZER_OWN = {
  perturbation: 'number',
  epochLength: 'whole',
  beta: 'number',
  decay: 'number',
  epsilon: 'number',
  beta1: 'number',
  beta2: 'number',
  weightDecay: 'number',
  clip: 'number',
  temperature: 'number',
  ascent: 'number',
  beta0: 'number',
} as const satisfies Record<OptimizerField, NumberField['type']>;

/** The same of all schedules. */
export const SCHEDULE_OWN = {
  period: 'whole',
  factor: 'number',
  exponent: 'number',
  horizon: 'whole',
  warmUp: 'whole',
} as const satisfies Record<ScheduleField, NumberField['type']>;

/** Both: those of methods first. */
export const OWN_NUMBERS = { ...OPTIMIZER_OWN, ...SCHEDULE_OWN };
