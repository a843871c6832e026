import { LARGEST_MAGNITUDE } from '../field';
import { defineOptimizer } from './optimizer';

export const perturbed = defineOptimizer({
  kind: 'perturbed',
  name: 'perturbed SGD',
  hint: 'SGD with a random kick in every step.',
  source: 'Ge, Huang, Jin and Yuan (2015), algorithm 1',
  fields: {
    /** Standard deviation of the isotropic normal noise added to a gradient, per sqrt(dt). */
    perturbation: {
      type: 'number',
      symbol: 'κ',
      word: 'kicks',
      label: 'size of the kicks',
      min: 0,
      max: LARGEST_MAGNITUDE,
      default: 1,
      slider: { min: 0, max: 10, step: 0.05 },
      perStep: 'sqrt-dt',
    },
  },
  memory: 0,
  kicks: true,
  gradient: 'sampled',
  steps: 'proportional',
  simd: 'perturbed',
  theory: { family: 'memoryless' },
});
