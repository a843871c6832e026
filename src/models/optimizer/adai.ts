import type { ModelNotes } from '../text';
import { BETA2, BETA2_TEXT } from './averages';
import { defineOptimizer, type OptimizerText } from './optimizer';

/** Largest share of an average that the next step keeps. */
export const LARGEST_INERTIA = 0.999;

export const adai = defineOptimizer({
  kind: 'adai',
  fields: {
    /** Share of a slope of mean size that enters the average. */
    beta0: { type: 'number', min: 0, max: 1000, default: 0.1 },
    beta2: { ...BETA2, default: 0.99 },
  },
  memory: 3,
  averages: true,
  coupled: true,
  kicks: false,
  gradient: 'sampled',
  steps: 'proportional',
  simd: 'adai',
  theory: { family: 'inertia', only: { loss: 'saddle', steady: true } },
});

export const adaiText: OptimizerText = {
  name: 'Adai',
  family: 'Adaptive',
  hint: 'An average of slopes that is longer where they are small.',
  fields: {
    beta0: {
      symbol: 'β₀',
      word: 'share of a new slope',
      label: 'share of a new slope',
      slider: { min: 0, max: 1, step: 0.01 },
      axis: { from: 0.04, to: 1, scale: 'linear' },
    },
    beta2: BETA2_TEXT,
  },
};

export const adaiNotes: ModelNotes = {
  source: 'Xie, Wang, Zhang, Sato and Sugiyama (2022), algorithm 2',
};
