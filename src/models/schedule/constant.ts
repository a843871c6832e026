import { defineSchedule } from './schedule';

export const constant = defineSchedule({
  kind: 'constant',
  name: '',
  hint: 'Every step has the same learning rate.',
  formula: 'h',
  source: 'none',
  simd: 'constant',
  theory: 'constant',
});
