import type { ModelNotes } from '../text';
import { defineSchedule, type ScheduleText } from './schedule';

export const powerDecay = defineSchedule({
  kind: 'power-decay',
  fields: {
    exponent: { type: 'number', min: 0, max: 3, default: 0.5 },
  },
  exponential: true,
  simd: 'power-decay',
  steady: false,
  theory: null,
});

export const powerDecayText: ScheduleText = {
  name: 'power decay',
  rate: 'h / n^α',
  fields: {
    exponent: {
      symbol: 'α',
      word: 'power',
      label: 'power of the step',
      slider: { min: 0, max: 2, step: 0.01 },
      axis: { from: 0, to: 1, scale: 'linear' },
    },
  },
};

export const powerDecayNotes: ModelNotes = {
  hint: 'Step n, counted from 1, has learning rate h / n^α.',
  formula: 'h / n^alpha',
  source: 'Robbins and Monro (1951)',
};
