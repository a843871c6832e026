import type { ModelNotes } from '../text';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const averagedSgd = defineOptimizer({
  kind: 'averaged-sgd',
  fields: {},
  memory: 1,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  wide: true,
  steps: 'proportional',
  simd: 'averaged-sgd',
  theory: null,
});

export const averagedSgdText: OptimizerText = {
  name: 'averaged SGD',
  family: 'Variants of SGD',
  hint: 'SGD, seen through the average of all its places.',
  fields: {},
};

export const averagedSgdNotes: ModelNotes = {
  source: 'Ruppert (1988), Polyak and Juditsky (1992); the average that torch.optim.ASGD keeps',
};
