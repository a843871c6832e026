import { defineNoise } from './noise';

export const twoPoint = defineNoise({
  law: 'two-point',
  name: 'coin flips',
  summary: () => 'two-point noise',
  hint: 'Fair signs: eta = xi with probability (1 + rho) / 2, else -xi.',
  source: 'the post',
  fields: {},
  stored: false,
  largest: 1,
  stable: false,
  batchFile: 'two-point-batch',
  simd: 'two-point',
  theory: { law: 'two-point' },
});
