import { LARGEST_MAGNITUDE } from '../field';
import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const langevin = defineOptimizer({
  kind: 'langevin',
  fields: {
    /** Temperature of the law that small steps without other noise come to. */
    temperature: {
      type: 'number',
      min: 0,
      max: LARGEST_MAGNITUDE,
      perStep: 'dt',
      default: 1,
    },
  },
  memory: 0,
  averages: false,
  coupled: false,
  kicks: true,
  gradient: 'sampled',
  wide: true,
  steps: 'proportional',
  simd: 'langevin',
  theory: { family: 'memoryless', only: { steady: true } },
});

export const langevinText: OptimizerText = {
  name: 'Langevin',
  family: 'Variants of SGD',
  hint: 'SGD with a random kick √(2Th) in every step.',
  fields: {
    temperature: {
      symbol: 'T',
      word: 'temperature',
      label: 'temperature',
      slider: { min: 0, max: 10, step: 0.05 },
    },
  },
};

export const langevinNotes: ModelNotes = {
  source: 'Welling and Teh (2011), equation (4), at the learning rate 2h and temperature T',
};
