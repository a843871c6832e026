import type { ModelNotes } from '../text';
import { APART, APART_TEXT } from './apart';
import { defineLoss, type LossText } from './loss';

export const quarticSaddle = defineLoss({
  ...APART,
  kind: 'quartic-saddle',
  slopes: 'cubic',
  reach: 1e9,
  simd: 'quartic-saddle',
  meanLoss: 'quartic',
  theory: null,
});

export const quarticSaddleText: LossText = {
  ...APART_TEXT,
  name: 'quartic saddle',
  family: 'Degenerate saddles',
  labels: { push: 'push of the saddle', sigma: 'noise that grows with x³' },
};

export const quarticSaddleNotes: ModelNotes = {
  hint: 'A fourth power in every coordinate on its own: flat at 0 to third order.',
  formula: 'f = -sum (a_i + xi_i) x_i^4 / 4 + eta_i x_i',
  source: 'A. Anandkumar, R. Ge (2016)',
};
