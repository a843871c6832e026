import type { ModelNotes } from '../text';
import { defineNoise, type NoiseText } from './noise';

export const dataset = defineNoise({
  law: 'dataset',
  fields: {
    /** Samples in the set: two have no correlation but 1 and -1. */
    samples: { type: 'whole', min: 3, max: 65_536, default: 1024 },
  },
  stored: true,
  largest: null,
  stable: false,
  toldFile: 'shuffled-batches',
  batchFile: null,
  simd: 'dataset',
  theory: { law: 'dataset', normal: false, signs: false },
});

export const datasetText: NoiseText = {
  name: 'data set',
  family: 'Data',
  summary: ({ samples }) => `a data set of ${samples}`,
  fields: {
    samples: {
      symbol: 'N',
      word: 'samples',
      label: 'samples in the set',
      slider: { min: 3, max: 65_536, step: 0.02, log: true },
      axis: [4, 8, 16, 32, 64, 128, 256, 512, 1024],
    },
  },
};

export const datasetNotes: ModelNotes = {
  hint: 'A stored set of pairs, minibatches without replacement.',
  source: 'the post',
};
