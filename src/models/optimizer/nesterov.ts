import { BETA, defineOptimizer } from './optimizer';

export const nesterov = defineOptimizer({
  kind: 'nesterov',
  name: 'Nesterov',
  hint: 'Heavy ball that looks at the slope where the last step would carry it.',
  source: 'Nesterov (1983); in this form Sutskever et al. (2013), equations (3) and (4)',
  fields: { beta: BETA },
  memory: 1,
  kicks: false,
  gradient: 'sampled',
  steps: 'proportional',
  simd: 'nesterov',
  theory: { family: 'momentum', method: 'nesterov' },
});
