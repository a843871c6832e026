import type { ModelNotes } from '../text';
import { defineNoise, MOST_DRAWN_SAMPLES, type NoiseText } from './noise';

export const laplace = defineNoise({
  law: 'laplace',
  fields: {},
  stored: false,
  largest: Number.POSITIVE_INFINITY,
  stable: false,
  batchFile: null,
  shakes: false,
  mostSamples: MOST_DRAWN_SAMPLES,
  simd: 'laplace',
  theory: { law: 'laplace', normal: false, signs: false, family: 'chain' },
});

export const laplaceText: NoiseText = {
  name: 'Laplace',
  family: 'Heavier tails',
  summary: () => 'Laplace noise',
  fields: {},
};

export const laplaceNotes: ModelNotes = {
  hint: 'Two-sided exponential, of variance 1.',
  source: 'Laplace (1774)',
};
