import type { ModelNotes } from '../text';
import { ADAM_FIELDS, ADAM_TEXTS } from './averages';
import { WEIGHT_DECAY, WEIGHT_DECAY_TEXT } from './decay';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const adamw = defineOptimizer({
  kind: 'adamw',
  fields: { ...ADAM_FIELDS, weightDecay: WEIGHT_DECAY },
  memory: 2,
  averages: true,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: 'adamw',
  theory: null,
});

export const adamwText: OptimizerText = {
  name: 'AdamW',
  family: 'Adaptive',
  hint: 'Adam that also shrinks x by a share of itself in every step.',
  fields: { ...ADAM_TEXTS, weightDecay: WEIGHT_DECAY_TEXT },
};

export const adamwNotes: ModelNotes = {
  source: 'Loshchilov and Hutter (2019), algorithm 2; decay times the learning rate, as in PyTorch',
};
