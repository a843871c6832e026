import type { ModelNotes } from '../text';
import { defineLoss, type LossText } from './loss';
import { SURFACE, SURFACE_DEFAULTS, SURFACE_TEXT, surfaceRefuses } from './surface';

export const doubleWell = defineLoss({
  ...SURFACE,
  kind: 'double-well',
  reach: 1e9,
  defaults: { ...SURFACE_DEFAULTS, point: () => [2, -3] },
  refuses: surfaceRefuses,
  simd: 'double-well',
  averagedByLaw: true,
  meanLoss: 'double-well',
  theory: { family: 'surface', surface: 'double-well' },
});

export const doubleWellText: LossText = {
  ...SURFACE_TEXT,
  name: 'double well',
  family: 'Surfaces',
  run: { learningRate: 0.01, dt: 1, steps: 500 },
};

export const doubleWellNotes: ModelNotes = {
  hint: 'Two minima of different depth in a skewed valley.',
  formula: 'f = y^2 + x^4/4 - 5x^3/6 - x^2/2 + 5x/4 + 2, translated by shake times the noise',
  source: 'the post',
};
