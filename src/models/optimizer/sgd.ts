import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const sgd = defineOptimizer({
  kind: 'sgd',
  fields: {},
  memory: 0,
  kicks: false,
  gradient: 'sampled',
  steps: 'proportional',
  simd: 'sgd',
  theory: { family: 'memoryless' },
});

export const sgdText: OptimizerText = {
  name: 'SGD',
  hint: null,
  fields: {},
};

export const sgdNotes: ModelNotes = {
  source: 'Robbins and Monro (1951)',
};
