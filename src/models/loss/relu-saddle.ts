import type { ModelNotes } from '../text';
import { APART, APART_TEXT } from './apart';
import { defineLoss, type LossText } from './loss';

export const reluSaddle = defineLoss({
  ...APART,
  kind: 'relu-saddle',
  slopes: 'piecewise',
  reach: 1e30,
  simd: 'relu-saddle',
  meanLoss: 'ridge',
  theory: { family: 'ridge' },
});

export const reluSaddleText: LossText = {
  ...APART_TEXT,
  name: 'ReLU saddle',
  family: 'Saddles',
  labels: { push: 'push of the saddle', sigma: 'noise of the slope' },
};

export const reluSaddleNotes: ModelNotes = {
  hint: 'A ridge or a crease in every coordinate, as networks of rectified units have.',
  formula: 'f = -sum (a_i + xi_i) |x_i| + eta_i x_i',
  source: 'the post',
};
