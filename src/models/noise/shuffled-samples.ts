import type { ModelNotes } from '../text';
import { defineNoise, type NoiseText } from './noise';
import { GIVEN_FIELDS, GIVEN_TEXTS } from './samples';

export const shuffledSamples = defineNoise({
  law: 'shuffled-samples',
  fields: GIVEN_FIELDS,
  stored: true,
  given: true,
  largest: null,
  stable: false,
  file: 'dataset',
  toldFile: 'shuffled-batches',
  batchFile: null,
  shakes: false,
  simd: 'dataset',
  theory: null,
});

export const shuffledSamplesText: NoiseText = {
  name: 'samples of your own, shuffled',
  family: 'Your own',
  summary: () => 'noise of shuffled samples',
  fields: GIVEN_TEXTS,
};

export const shuffledSamplesNotes: ModelNotes = {
  hint: 'Pairs from a file, minibatches without replacement, epoch by epoch.',
  source: 'the post',
};
