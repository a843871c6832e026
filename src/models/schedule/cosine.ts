import { MOST_RUN_STEPS } from '../field';
import type { ModelNotes } from '../text';
import { defineSchedule, type ScheduleText } from './schedule';

export const cosine = defineSchedule({
  kind: 'cosine',
  fields: {
    horizon: { type: 'whole', min: 1, max: MOST_RUN_STEPS, default: 10_000 },
  },
  exponential: false,
  simd: 'cosine',
  steady: false,
  theory: null,
});

export const cosineText: ScheduleText = {
  name: 'cosine',
  rate: 'h (1 + cos π(n − 1)/H) / 2',
  fields: {
    horizon: {
      symbol: 'H',
      word: 'horizon',
      label: 'steps until it is 0',
      slider: { min: 1, max: 100_000, step: 0.05, log: true },
    },
  },
};

export const cosineNotes: ModelNotes = {
  hint: 'The learning rate falls along half a cosine to 0 at step H + 1, and stays there.',
  formula: 'h (1 + cos(pi min((n - 1) / H, 1))) / 2',
  source: 'Loshchilov and Hutter (2017), equation (5), without restarts',
};
