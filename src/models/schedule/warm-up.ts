import { MOST_RUN_STEPS } from '../field';
import type { ModelNotes } from '../text';
import { defineSchedule, type ScheduleText } from './schedule';

export const warmUp = defineSchedule({
  kind: 'warm-up',
  fields: {
    warmUp: { type: 'whole', min: 1, max: MOST_RUN_STEPS, default: 100 },
  },
  exponential: false,
  simd: 'warm-up',
  steady: false,
  theory: null,
});

export const warmUpText: ScheduleText = {
  name: 'warm-up',
  rate: 'h min(1, n/W)',
  fields: {
    warmUp: {
      symbol: 'W',
      word: 'warm-up',
      label: 'steps until it is h',
      slider: { min: 1, max: 100_000, step: 0.05, log: true },
    },
  },
};

export const warmUpNotes: ModelNotes = {
  hint: 'The learning rate grows in equal steps to h at step W, and stays there.',
  formula: 'h min(1, n / W)',
  source: 'Goyal et al. (2017), section 2.2',
};
