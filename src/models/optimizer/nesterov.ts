import type { ModelNotes } from '../text';
import { BETA, BETA_TEXT, defineOptimizer, type OptimizerText } from './optimizer';

export const nesterov = defineOptimizer({
  kind: 'nesterov',
  fields: { beta: BETA },
  memory: 1,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  wide: true,
  steps: 'proportional',
  simd: 'nesterov',
  theory: { family: 'momentum', looksAhead: true },
});

export const nesterovText: OptimizerText = {
  name: 'Nesterov',
  family: 'Momentum',
  hint: 'Heavy ball that looks at the slope where the last step would carry it.',
  fields: { beta: BETA_TEXT },
};

export const nesterovNotes: ModelNotes = {
  source: 'Nesterov (1983); in this form Sutskever et al. (2013), equations (3) and (4)',
};
