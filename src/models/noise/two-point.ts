import type { ModelNotes } from '../text';
import { defineNoise, type NoiseText } from './noise';

export const twoPoint = defineNoise({
  law: 'two-point',
  fields: {},
  stored: false,
  largest: 1,
  stable: false,
  batchFile: 'two-point-batch',
  plain: true,
  oneRho: true,
  simd: 'two-point',
  theory: { law: 'two-point', normal: false, signs: true },
});

export const twoPointText: NoiseText = {
  name: 'coin flips',
  family: 'Light tails',
  summary: () => 'two-point noise',
  fields: {},
};

export const twoPointNotes: ModelNotes = {
  hint: 'Fair signs: eta = xi with probability (1 + rho) / 2, else -xi.',
  source: 'the post',
};
