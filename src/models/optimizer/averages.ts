import type { Field, FieldText } from '../field';

/** Fields that methods share which keep running averages of slopes. */

/** Share of the running average of slopes that the next step keeps. */
export const BETA1 = {
  type: 'number',
  min: 0,
  max: 1,
  belowMax: true,
  default: 0.9,
} as const satisfies Field;

/** Share of the running average of their squares that the next step keeps. */
export const BETA2 = {
  type: 'number',
  min: 0,
  max: 1,
  belowMax: true,
  default: 0.999,
} as const satisfies Field;

/** Added to the root; so large that no slope is lost beside it in 32-bit numbers. */
export const EPSILON = {
  type: 'number',
  min: 1e-12,
  max: 1e3,
  default: 1e-8,
} as const satisfies Field;

export const BETA1_TEXT: FieldText = {
  symbol: 'β₁',
  word: 'memory of slopes',
  label: 'share of slopes kept',
  slider: { min: 0, max: 0.99, step: 0.01 },
  axis: { from: 0, to: 0.96, scale: 'linear' },
};

export const BETA2_TEXT: FieldText = {
  symbol: 'β₂',
  word: 'memory of squares',
  label: 'share of squares kept',
  slider: { min: 0, max: 0.999, step: 0.001 },
  axis: { from: 0, to: 0.99, scale: 'linear' },
};

export const EPSILON_TEXT: FieldText = {
  symbol: 'ε',
  word: 'offset',
  label: 'added to the root',
  slider: { min: 1e-8, max: 1, step: 0.1, log: true },
};

export const ADAM_FIELDS = { beta1: BETA1, beta2: BETA2, epsilon: EPSILON };
export const ADAM_TEXTS = { beta1: BETA1_TEXT, beta2: BETA2_TEXT, epsilon: EPSILON_TEXT };
