import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const gd = defineOptimizer({
  kind: 'gd',
  fields: {},
  memory: 0,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'full',
  wide: true,
  steps: 'proportional',
  simd: 'gd',
  theory: { family: 'memoryless' },
});

export const gdText: OptimizerText = {
  name: 'gradient descent',
  family: 'Of the post',
  hint: 'The full gradient, without any noise.',
  fields: {},
};

export const gdNotes: ModelNotes = {
  source: 'Cauchy (1847)',
};
