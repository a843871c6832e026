import type { ModelNotes } from '../text';
import { defineNoise, MOST_DRAWN_SAMPLES, type NoiseText } from './noise';

export const studentT = defineNoise({
  law: 'student-t',
  fields: {
    /** Degrees of freedom: the tail falls like size^-nu. Below 0.3 draws leave the range of float32. */
    nu: { type: 'number', min: 0.3, max: 1e6, default: 3 },
  },
  stored: false,
  largest: Number.POSITIVE_INFINITY,
  stable: false,
  batchFile: null,
  shakes: false,
  mostSamples: MOST_DRAWN_SAMPLES,
  needs: ['exponential'],
  simd: 'student-t',
  theory: { law: 'student-t', normal: false, signs: false, family: 'chain', most: 64 },
});

export const studentTText: NoiseText = {
  name: 'Student t',
  family: 'Heavier tails',
  summary: ({ nu }) => `Student t noise, nu = ${nu}`,
  fields: {
    nu: {
      symbol: 'ν',
      word: 'degrees of freedom',
      label: 'degrees of freedom',
      slider: { min: 0.5, max: 20, step: 0.1 },
      axis: { from: 0.5, to: 10, scale: 'log' },
    },
  },
};

export const studentTNotes: ModelNotes = {
  hint: 'Heavy tails: sigma and tau are scales.',
  source: 'Bailey (1994)',
};
