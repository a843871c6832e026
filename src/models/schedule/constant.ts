import type { ModelNotes } from '../text';
import { defineSchedule, type ScheduleText } from './schedule';

export const constant = defineSchedule({
  kind: 'constant',
  fields: {},
  exponential: false,
  simd: 'constant',
  steady: true,
  theory: { decay: 0 },
});

export const constantText: ScheduleText = {
  name: '',
  rate: 'h',
  fields: {},
};

export const constantNotes: ModelNotes = {
  hint: 'Every step has the same learning rate.',
  formula: 'h',
  source: 'none',
};
