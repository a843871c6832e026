import type { ModelNotes } from '../text';
import { APART, APART_TEXT } from './apart';
import { defineLoss, type LossText } from './loss';

export const saddle = defineLoss({
  ...APART,
  kind: 'saddle',
  slopes: 'linear',
  reach: 1e30,
  oneNormalFile: 'saddle-of-one-normal',
  plain: true,
  simd: 'saddle',
  meanLoss: 'saddle',
  theory: { family: 'saddle' },
});

export const saddleText: LossText = {
  ...APART_TEXT,
  name: 'saddle',
  family: 'Saddles',
  labels: { push: 'push of the saddle', sigma: 'noise that grows with x' },
};

export const saddleNotes: ModelNotes = {
  hint: 'A quadratic in every coordinate on its own.',
  formula: 'f = -sum (a_i + xi_i) x_i^2 / 2 + eta_i x_i',
  source: 'the post',
};
