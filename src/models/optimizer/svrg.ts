import { MOST_RUN_STEPS } from '../field';
import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const svrg = defineOptimizer({
  kind: 'svrg',
  fields: {
    /** Steps between two landmarks. */
    epochLength: { type: 'whole', min: 1, max: MOST_RUN_STEPS, default: 100 },
  },
  memory: 1,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'corrected',
  wide: true,
  steps: 'proportional',
  simd: 'svrg',
  theory: { family: 'landmark' },
});

export const svrgText: OptimizerText = {
  name: 'SVRG',
  family: 'Of the post',
  hint: 'SGD whose noise is measured against a landmark, taken anew now and then.',
  fields: {
    epochLength: {
      symbol: 'L',
      word: 'epoch',
      label: 'steps between landmarks',
      slider: { min: 1, max: 100_000, step: 0.05, log: true },
      axis: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    },
  },
};

export const svrgNotes: ModelNotes = {
  source: 'Johnson and Zhang (2013), procedure SVRG',
};
