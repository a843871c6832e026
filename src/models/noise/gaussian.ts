import type { ModelNotes } from '../text';
import { defineNoise, type NoiseText } from './noise';

export const gaussian = defineNoise({
  law: 'gaussian',
  fields: {},
  stored: false,
  largest: Number.POSITIVE_INFINITY,
  stable: true,
  batchFile: null,
  simd: 'gaussian',
  theory: { law: 'gaussian', normal: true, signs: false },
});

export const gaussianText: NoiseText = {
  name: 'Gaussian',
  summary: null,
  fields: {},
};

export const gaussianNotes: ModelNotes = {
  hint: 'Normal, correlated by rho.',
  source: 'Box and Muller (1958)',
};
