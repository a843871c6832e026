import type { ModelNotes } from '../text';
import { EPSILON, EPSILON_TEXT } from './averages';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const rmsprop = defineOptimizer({
  kind: 'rmsprop',
  fields: {
    /** Share of the mean square that the next step keeps. */
    decay: { type: 'number', min: 0, max: 1, belowMax: true, default: 0.9 },
    epsilon: EPSILON,
  },
  memory: 1,
  averages: true,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: 'rmsprop',
  theory: { family: 'averaged', only: { loss: 'saddle', steady: true, symmetric: true } },
});

export const rmspropText: OptimizerText = {
  name: 'RMSProp',
  family: 'Adaptive',
  hint: 'SGD in units of recent slopes.',
  fields: {
    decay: {
      symbol: 'ϱ',
      word: 'memory',
      label: 'share kept',
      slider: { min: 0, max: 0.999, step: 0.001 },
      axis: { from: 0, to: 0.99, scale: 'linear' },
    },
    epsilon: EPSILON_TEXT,
  },
};

export const rmspropNotes: ModelNotes = {
  source: 'Tieleman and Hinton (2012), lecture 6.5',
};
