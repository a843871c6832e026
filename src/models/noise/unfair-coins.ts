import type { ModelNotes } from '../text';
import { defineNoise, MOST_DRAWN_SAMPLES, type NoiseText } from './noise';

export const unfairCoins = defineNoise({
  law: 'unfair-coins',
  fields: {
    /** Of heads. */
    probability: { type: 'number', min: 1e-6, max: 0.999999, default: 0.1 },
  },
  stored: false,
  largest: Math.sqrt(1e6),
  stable: false,
  batchFile: null,
  oneRho: true,
  shakes: false,
  mostSamples: MOST_DRAWN_SAMPLES,
  simd: 'unfair-coins',
  theory: { law: 'unfair-coins', normal: false, signs: false, family: 'chain' },
});

export const unfairCoinsText: NoiseText = {
  name: 'unfair coins',
  family: 'Light tails',
  summary: ({ probability }) => `coins with ${probability} of heads`,
  fields: {
    probability: {
      symbol: 'p',
      word: 'probability',
      label: 'probability of heads',
      slider: { min: 0.01, max: 0.99, step: 0.01 },
      axis: { from: 0.05, to: 0.95, scale: 'linear' },
    },
  },
};

export const unfairCoinsNotes: ModelNotes = {
  hint: 'Heads with probability p, standardised: rare large pushes one way.',
  source: 'Bernoulli (1713)',
};
