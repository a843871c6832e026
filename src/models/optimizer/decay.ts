import { type Field, type FieldText, LARGEST_MAGNITUDE } from '../field';

/** Pull towards 0, as a share of x and per unit of time. */
export const WEIGHT_DECAY = {
  type: 'number',
  min: 0,
  max: LARGEST_MAGNITUDE,
  perStep: 'dt',
  default: 0.01,
} as const satisfies Field;

export const WEIGHT_DECAY_TEXT: FieldText = {
  symbol: 'λ',
  word: 'weight decay',
  label: 'pull towards 0',
  slider: { min: 0, max: 2, step: 0.01 },
  axis: { from: 0, to: 2, scale: 'linear' },
};
