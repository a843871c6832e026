import type { ModelNotes } from '../text';
import { ADAM_FIELDS, ADAM_TEXTS } from './averages';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const adam = defineOptimizer({
  kind: 'adam',
  fields: ADAM_FIELDS,
  memory: 2,
  averages: true,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: 'adam',
  theory: { family: 'averaged', only: { loss: 'saddle', steady: true, symmetric: true } },
});

export const adamText: OptimizerText = {
  name: 'Adam',
  family: 'Adaptive',
  hint: 'An average of slopes, in units of their root mean square.',
  fields: ADAM_TEXTS,
};

export const adamNotes: ModelNotes = {
  source: 'Kingma and Ba (2015), algorithm 1; epsilon outside of the root, as in PyTorch',
};
