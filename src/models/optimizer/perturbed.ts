import { LARGEST_MAGNITUDE } from '../field';
import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const perturbed = defineOptimizer({
  kind: 'perturbed',
  fields: {
    /** Standard deviation of the isotropic normal noise added to a gradient, per sqrt(dt). */
    perturbation: {
      type: 'number',
      min: 0,
      max: LARGEST_MAGNITUDE,
      default: 1,
      perStep: 'sqrt-dt',
    },
  },
  memory: 0,
  averages: false,
  coupled: false,
  kicks: true,
  gradient: 'sampled',
  wide: true,
  steps: 'proportional',
  simd: 'perturbed',
  theory: { family: 'memoryless' },
});

export const perturbedText: OptimizerText = {
  name: 'perturbed SGD',
  family: 'Of the post',
  hint: 'SGD with a random kick in every step.',
  fields: {
    perturbation: {
      symbol: 'κ',
      word: 'kicks',
      label: 'size of the kicks',
      slider: { min: 0, max: 10, step: 0.05 },
    },
  },
};

export const perturbedNotes: ModelNotes = {
  source: 'Ge, Huang, Jin and Yuan (2015), algorithm 1',
};
