import type { ModelNotes } from '../text';
import { BETA, BETA_TEXT, defineOptimizer, type OptimizerText } from './optimizer';

export const heavyBall = defineOptimizer({
  kind: 'heavy-ball',
  fields: { beta: BETA },
  memory: 1,
  averages: false,
  coupled: false,
  kicks: false,
  gradient: 'sampled',
  wide: true,
  steps: 'proportional',
  simd: 'heavy-ball',
  theory: { family: 'momentum', looksAhead: false },
});

export const heavyBallText: OptimizerText = {
  name: 'heavy ball',
  family: 'Momentum',
  hint: 'SGD that keeps a share β of its last step.',
  fields: { beta: BETA_TEXT },
};

export const heavyBallNotes: ModelNotes = {
  source: 'Polyak (1964); in this form Sutskever et al. (2013), equations (1) and (2)',
};
