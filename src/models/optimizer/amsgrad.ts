import type { ModelNotes } from '../text';
import { ADAM_FIELDS, ADAM_TEXTS } from './averages';
import { defineOptimizer, type OptimizerText } from './optimizer';

export const amsgrad = defineOptimizer({
  kind: 'amsgrad',
  fields: ADAM_FIELDS,
  memory: 3,
  averages: true,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  steps: 'normalised',
  simd: 'amsgrad',
  theory: null,
});

export const amsgradText: OptimizerText = {
  name: 'AMSGrad',
  family: 'Adaptive',
  hint: 'Adam that divides by the largest root mean square so far.',
  fields: ADAM_TEXTS,
};

export const amsgradNotes: ModelNotes = {
  source: 'Reddi, Kale and Kumar (2018), algorithm 2; with bias correction, as in PyTorch',
};
