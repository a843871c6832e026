import type { ModelNotes } from '../text';
import { defineNoise, MOST_DRAWN_SAMPLES, type NoiseText } from './noise';

/** Fields of laws whose samples are a user's own. */
export const GIVEN_FIELDS = {
  /** Which pairs: the SHA-256 of their numbers, or the example that comes with the program. */
  data: {
    type: 'text',
    most: 64,
    only: {
      pattern: '^(example|[0-9a-f]{64})$',
      accepted: '"example" or the SHA-256 of samples, 64 hexadecimal digits',
    },
    default: 'example',
  },
} as const;

export const GIVEN_TEXTS = {
  data: { symbol: '', word: 'data', label: 'pairs (xi, eta) by their SHA-256, or "example"' },
};

export const samples = defineNoise({
  law: 'samples',
  fields: GIVEN_FIELDS,
  stored: false,
  given: true,
  largest: null,
  stable: false,
  batchFile: null,
  mostSamples: MOST_DRAWN_SAMPLES,
  shakes: false,
  simd: 'samples',
  theory: { law: 'samples', normal: false, signs: false, family: 'chain' },
});

export const samplesText: NoiseText = {
  name: 'samples of your own',
  family: 'Your own',
  summary: () => 'noise of samples',
  fields: GIVEN_TEXTS,
};

export const samplesNotes: ModelNotes = {
  hint: 'Pairs from a file, minibatches with replacement.',
  source: 'Efron (1979), the empirical law',
};
