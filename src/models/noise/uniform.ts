import type { ModelNotes } from '../text';
import { defineNoise, MOST_DRAWN_SAMPLES, type NoiseText } from './noise';

export const uniform = defineNoise({
  law: 'uniform',
  fields: {},
  stored: false,
  largest: Math.sqrt(6),
  stable: false,
  batchFile: null,
  shakes: false,
  mostSamples: MOST_DRAWN_SAMPLES,
  simd: 'uniform',
  theory: { law: 'uniform', normal: false, signs: false, family: 'chain', most: 64 },
});

export const uniformText: NoiseText = {
  name: 'uniform',
  family: 'Light tails',
  summary: () => 'uniform noise',
  fields: {},
};

export const uniformNotes: ModelNotes = {
  hint: 'Uniform, of variance 1; eta = rho xi and a share of its own.',
  source: 'standard',
};
