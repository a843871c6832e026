import type { ModelNotes } from '../text';
import { defineLoss, type LossText, SLOPES, SLOPES_TEXT } from './loss';

export const saddle = defineLoss({
  kind: 'saddle',
  fields: { a: SLOPES },
  noise: 'slopes',
  moves: 'apart',
  slopes: 'linear',
  dimension: ({ a }) => a.length,
  slope: ({ a }, coordinate) => a[coordinate],
  reach: 1e30,
  defaults: {
    point: ({ a }) => a.map(() => 1),
    sigma: 2,
    tau: 1,
    axis: 'asinh',
    linearRange: null,
  },
  refuses: () => null,
  simd: 'saddle',
  theory: { family: 'saddle' },
});

export const saddleText: LossText = {
  name: 'saddle',
  fields: { a: SLOPES_TEXT },
  coordinates: 'x',
  choices: [1, 2],
  run: null,
  labels: { push: 'push of the saddle', sigma: 'noise that grows with x' },
};

export const saddleNotes: ModelNotes = {
  hint: 'A quadratic in every coordinate on its own.',
  formula: 'f = -sum (a_i + xi_i) x_i^2 / 2 + eta_i x_i',
  source: 'the post',
};
