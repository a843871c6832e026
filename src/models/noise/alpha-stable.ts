import { power } from '../../numerics/elementary';
import { numberOf } from '../field';
import type { ModelNotes } from '../text';
import { defineNoise, type NoiseText } from './noise';

export const alphaStable = defineNoise({
  law: 'alpha-stable',
  fields: {
    /** Index: 2 is normal of variance 2; below, the tail falls like size^-alpha. */
    alpha: { type: 'number', min: 0.3, max: 2, default: 1.5 },
  },
  stored: false,
  largest: Number.POSITIVE_INFINITY,
  stable: true,
  batchFile: null,
  shakes: false,
  // |rho|^alpha and this^alpha add up to 1: eta has the scale of xi.
  complement: ({ rho, ...own }) => {
    const alpha = numberOf(own, 'alpha')!;
    return power(1 - power(Math.abs(rho), alpha), 1 / alpha);
  },
  needs: ['exponential'],
  simd: 'alpha-stable',
  theory: { law: 'alpha-stable', normal: false, signs: false, family: 'chain' },
});

export const alphaStableText: NoiseText = {
  name: 'alpha-stable',
  family: 'Heavier tails',
  summary: ({ alpha }) => `stable noise, alpha = ${alpha}`,
  fields: {
    alpha: {
      symbol: 'α',
      word: 'index',
      label: 'index of stability',
      slider: { min: 0.3, max: 2, step: 0.01 },
      axis: { from: 0.5, to: 2, scale: 'linear' },
    },
  },
};

export const alphaStableNotes: ModelNotes = {
  hint: 'Stable, no variance below alpha = 2: sigma and tau are scales.',
  formula: 'E exp(i t xi) = exp(-|t|^alpha)',
  source: 'Chambers, Mallows and Stuck (1976)',
};
