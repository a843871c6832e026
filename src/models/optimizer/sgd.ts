import { defineOptimizer } from './optimizer';

export const sgd = defineOptimizer({
  kind: 'sgd',
  name: 'SGD',
  hint: null,
  source: 'Robbins and Monro (1951)',
  fields: {},
  memory: 0,
  kicks: false,
  gradient: 'sampled',
  steps: 'proportional',
  simd: 'sgd',
  theory: { family: 'memoryless' },
});
