import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const sgd = defineOptimizer({
  kind: 'sgd',
  fields: {},
  memory: 0,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  wide: true,
  onePoint: true,
  steps: 'proportional',
  plain: true,
  simd: 'sgd',
  theory: { family: 'memoryless' },
});

export const sgdText: OptimizerText = {
  name: 'SGD',
  family: 'Of the post',
  hint: null,
  fields: {},
};

export const sgdNotes: ModelNotes = {
  source: 'Robbins and Monro (1951)',
};
