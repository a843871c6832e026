import type { ModelNotes } from '../text';
import { defineSchedule, type ScheduleText } from './schedule';

export const inverseTime = defineSchedule({
  kind: 'inverse-time',
  fields: {},
  exponential: false,
  simd: 'inverse-time',
  steady: false,
  theory: { decay: 1 },
});

export const inverseTimeText: ScheduleText = {
  name: 'annealed',
  rate: 'h / n',
  fields: {},
};

export const inverseTimeNotes: ModelNotes = {
  hint: 'Step n, counted from 1, has learning rate h / n.',
  formula: 'h / n',
  source: 'Robbins and Monro (1951)',
};
