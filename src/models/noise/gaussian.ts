import type { ModelNotes } from '../text';
import { defineNoise, type NoiseText } from './noise';

export const gaussian = defineNoise({
  law: 'gaussian',
  fields: {
    /** Normals a step: two where left out. One stands for xi and eta together, with the same law. */
    normals: { type: 'whole', min: 1, max: 1, optional: true, default: null },
  },
  stored: false,
  largest: Number.POSITIVE_INFINITY,
  stable: true,
  batchFile: null,
  plain: true,
  simd: 'gaussian',
  theory: { law: 'gaussian', normal: true, signs: false },
});

export const gaussianText: NoiseText = {
  name: 'Gaussian',
  family: 'Light tails',
  summary: ({ normals }) => (normals === 1 ? 'normal noise, one number a step' : ''),
  fields: {
    normals: { symbol: '', word: 'normals a step', label: 'normals a step' },
  },
};

export const gaussianNotes: ModelNotes = {
  hint: 'Normal, correlated by rho.',
  source: 'Box and Muller (1958)',
};
