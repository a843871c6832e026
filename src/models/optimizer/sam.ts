import { LARGEST_MAGNITUDE } from '../field';
import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const sam = defineOptimizer({
  kind: 'sam',
  fields: {
    /** Length of the step uphill before the slope is taken. */
    ascent: { type: 'number', min: 0, max: LARGEST_MAGNITUDE, default: 0.05 },
  },
  memory: 0,
  averages: false,
  coupled: true,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: 'sam',
  theory: null,
});

export const samText: OptimizerText = {
  name: 'SAM',
  family: 'Variants of SGD',
  hint: 'SGD with the slope of a place uphill, on the same sample.',
  fields: {
    ascent: {
      symbol: 'r',
      word: 'ascent',
      label: 'length of the step uphill',
      slider: { min: 0, max: 2, step: 0.01 },
      axis: { from: 0, to: 1, scale: 'linear' },
    },
  },
};

export const samNotes: ModelNotes = {
  source: 'Foret, Kleiner, Mobahi and Neyshabur (2021), algorithm 1 with p = 2',
};
