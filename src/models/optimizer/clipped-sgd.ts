import { LARGEST_MAGNITUDE } from '../field';
import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const clippedSgd = defineOptimizer({
  kind: 'clipped-sgd',
  fields: {
    /** Largest norm of a slope that a step takes as it is. */
    clip: { type: 'number', min: 1e-30, max: LARGEST_MAGNITUDE, default: 1 },
  },
  memory: 0,
  averages: false,
  coupled: true,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: 'clipped-sgd',
  theory: { family: 'sign', only: { loss: 'saddle', steady: true } },
});

export const clippedSgdText: OptimizerText = {
  name: 'clipped SGD',
  family: 'Variants of SGD',
  hint: 'SGD that shortens slopes which are longer than c.',
  fields: {
    clip: {
      symbol: 'c',
      word: 'clip',
      label: 'longest slope taken',
      slider: { min: 0.001, max: 100, step: 0.05, log: true },
    },
  },
};

export const clippedSgdNotes: ModelNotes = {
  source: 'Pascanu, Mikolov and Bengio (2013), algorithm 1',
};
