import { MOST_STEPS } from '../field';
import { defineOptimizer } from './optimizer';

export const svrg = defineOptimizer({
  kind: 'svrg',
  name: 'SVRG',
  hint: 'SGD whose noise is measured against a landmark, taken anew now and then.',
  source: 'Johnson and Zhang (2013), procedure SVRG',
  fields: {
    /** Steps between two landmarks. */
    epochLength: {
      type: 'whole',
      symbol: 'L',
      word: 'epoch',
      label: 'steps between landmarks',
      min: 1,
      max: MOST_STEPS,
      default: 100,
      slider: { min: 1, max: 100_000, step: 0.05, log: true },
      axis: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    },
  },
  memory: 1,
  kicks: false,
  gradient: 'corrected',
  steps: 'proportional',
  simd: 'svrg',
  theory: { family: 'landmark' },
});
