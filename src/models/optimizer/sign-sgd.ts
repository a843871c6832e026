import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const signSgd = defineOptimizer({
  kind: 'sign-sgd',
  fields: {},
  memory: 0,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: 'sign-sgd',
  theory: { family: 'sign', only: { loss: 'saddle', steady: true } },
});

export const signSgdText: OptimizerText = {
  name: 'sign SGD',
  family: 'Variants of SGD',
  hint: 'Steps of one length along the sign of the slope.',
  fields: {},
};

export const signSgdNotes: ModelNotes = {
  source: 'Bernstein, Wang, Azizzadenesheli and Anandkumar (2018), algorithm 1',
};
