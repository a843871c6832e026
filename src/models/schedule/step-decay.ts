import { MOST_RUN_STEPS } from '../field';
import type { ModelNotes } from '../text';
import { defineSchedule, type ScheduleText } from './schedule';

export const stepDecay = defineSchedule({
  kind: 'step-decay',
  fields: {
    period: { type: 'whole', min: 1, max: MOST_RUN_STEPS, default: 1000 },
    factor: { type: 'number', min: 0, max: 1, default: 0.5 },
  },
  exponential: false,
  simd: 'step-decay',
  steady: false,
  theory: null,
});

export const stepDecayText: ScheduleText = {
  name: 'step decay',
  rate: 'h γ^⌊(n − 1)/P⌋',
  fields: {
    period: {
      symbol: 'P',
      word: 'period',
      label: 'steps between two cuts',
      slider: { min: 1, max: 100_000, step: 0.05, log: true },
    },
    factor: {
      symbol: 'γ',
      word: 'cut',
      label: 'share kept at a cut',
      slider: { min: 0, max: 1, step: 0.01 },
      axis: { from: 0.04, to: 1, scale: 'linear' },
    },
  },
};

export const stepDecayNotes: ModelNotes = {
  hint: 'After every P steps the learning rate is cut to a share γ.',
  formula: 'h gamma^floor((n - 1) / P)',
  source: 'torch.optim.lr_scheduler.StepLR',
};
