import type { ModelNotes } from '../text';
import { defineLoss, type LossText, SLOPES, SLOPES_TEXT } from './loss';

export const matrixFactorisation = defineLoss({
  kind: 'matrix-factorisation',
  fields: { a: { ...SLOPES, length: 1 } },
  noise: 'slopes',
  moves: 'together',
  slopes: 'product',
  additive: true,
  dimension: () => 2,
  slope: ({ a }) => a[0],
  reach: 1e9,
  defaults: {
    point: () => [0.1, 0.1],
    sigma: 0.5,
    tau: 0,
    axis: 'asinh',
    linearRange: null,
  },
  refuses: () => null,
  simd: 'matrix-factorisation',
  averagedByLaw: false,
  meanLoss: 'factorisation',
  theory: { family: 'network' },
});

export const matrixFactorisationText: LossText = {
  name: 'matrix factorisation',
  family: 'Networks',
  fields: { a: SLOPES_TEXT },
  coordinates: 'w',
  choices: null,
  run: null,
  labels: { push: 'entry to factorise', sigma: 'noise of the entry' },
};

export const matrixFactorisationNotes: ModelNotes = {
  hint: 'Two factors whose product is fitted to an entry that is seen with noise.',
  formula: 'f = (w_0 w_1 - a - xi)^2 / 2 - eta (w_0 + w_1)',
  source: 'R. Ge, J. Lee, T. Ma (2016)',
};
