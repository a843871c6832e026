import type { ModelNotes } from '../text';
import { defineLoss, type LossText, SLOPES, SLOPES_TEXT } from './loss';

export const reluSaddle = defineLoss({
  kind: 'relu-saddle',
  fields: { a: SLOPES },
  noise: 'slopes',
  moves: 'apart',
  slopes: 'piecewise',
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
  simd: 'relu-saddle',
  theory: { family: 'ridge' },
});

export const reluSaddleText: LossText = {
  name: 'ReLU saddle',
  fields: { a: SLOPES_TEXT },
  coordinates: 'x',
  choices: [1, 2],
  run: null,
  labels: { push: 'push of the saddle', sigma: 'noise of the slope' },
};

export const reluSaddleNotes: ModelNotes = {
  hint: 'A ridge or a crease in every coordinate, as networks of rectified units have.',
  formula: 'f = -sum (a_i + xi_i) |x_i| + eta_i x_i',
  source: 'the post',
};
