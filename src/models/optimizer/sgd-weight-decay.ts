import type { ModelNotes } from '../text';
import { WEIGHT_DECAY, WEIGHT_DECAY_TEXT } from './decay';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const sgdWeightDecay = defineOptimizer({
  kind: 'sgd-weight-decay',
  fields: { weightDecay: WEIGHT_DECAY },
  memory: 0,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  wide: true,
  steps: 'proportional',
  simd: 'sgd-weight-decay',
  theory: { family: 'memoryless', only: { loss: 'saddle' } },
});

export const sgdWeightDecayText: OptimizerText = {
  name: 'SGD with weight decay',
  family: 'Variants of SGD',
  hint: 'SGD that is also pulled towards 0, as by a loss λx²/2.',
  fields: { weightDecay: WEIGHT_DECAY_TEXT },
};

export const sgdWeightDecayNotes: ModelNotes = {
  source: 'Krogh and Hertz (1992), equation (2)',
};
