import type { ModelNotes } from '../text';
import { EPSILON, EPSILON_TEXT } from './averages';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const adagrad = defineOptimizer({
  kind: 'adagrad',
  fields: { epsilon: EPSILON },
  memory: 1,
  averages: true,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: 'adagrad',
  theory: null,
});

export const adagradText: OptimizerText = {
  name: 'AdaGrad',
  family: 'Adaptive',
  hint: 'SGD in units of the root of the sum of all squared slopes.',
  fields: { epsilon: EPSILON_TEXT },
};

export const adagradNotes: ModelNotes = {
  source: 'Duchi, Hazan and Singer (2011), figure 1, with one number a coordinate',
};
