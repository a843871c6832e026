import type { ModelNotes } from '../text';
import { defineNoise, MOST_DRAWN_SAMPLES, type NoiseText } from './noise';

export const chiSquared = defineNoise({
  law: 'chi-squared',
  fields: {},
  stored: false,
  largest: Number.POSITIVE_INFINITY,
  stable: false,
  batchFile: null,
  oneRho: true,
  mostSamples: MOST_DRAWN_SAMPLES,
  shakes: false,
  refuses: ({ law, rho }) =>
    rho === 0
      ? null
      : {
          path: 'noise.rho',
          found: rho,
          accepted: `0 with the noise ${law}: the targets of the regression do not depend on its inputs`,
        },
  simd: 'chi-squared',
  theory: { law: 'chi-squared', normal: false, signs: false, family: 'chain' },
});

export const chiSquaredText: NoiseText = {
  name: 'chi-squared',
  family: 'Data',
  summary: () => 'noise of linear regression',
  fields: {},
};

export const chiSquaredNotes: ModelNotes = {
  hint: 'Linear regression on a minibatch: squared normal inputs.',
  formula: 'xi = (1 - x^2) / sqrt(2), eta = x y',
  source: 'Gurbuzbalaban, Simsekli and Zhu (2021)',
};
