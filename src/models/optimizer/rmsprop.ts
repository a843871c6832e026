import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const rmsprop = defineOptimizer({
  kind: 'rmsprop',
  fields: {
    /** Share of the mean square that the next step keeps. */
    decay: { type: 'number', min: 0, max: 1, belowMax: true, default: 0.9 },
    /** Added to the root; so large that no slope is lost beside it in 32-bit numbers. */
    epsilon: { type: 'number', min: 1e-12, max: 1e3, default: 1e-8 },
  },
  memory: 1,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: 'rmsprop',
  theory: null,
});

export const rmspropText: OptimizerText = {
  name: 'RMSProp',
  hint: 'SGD in units of recent slopes.',
  fields: {
    decay: {
      symbol: 'ϱ',
      word: 'memory',
      label: 'share kept',
      slider: { min: 0, max: 0.999, step: 0.001 },
      axis: { from: 0, to: 0.99, scale: 'linear' },
    },
    epsilon: {
      symbol: 'ε',
      word: 'offset',
      label: 'added to the root',
      slider: { min: 1e-8, max: 1, step: 0.1, log: true },
    },
  },
};

export const rmspropNotes: ModelNotes = {
  source: 'Tieleman and Hinton (2012), lecture 6.5',
};
