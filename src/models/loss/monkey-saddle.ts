import type { ModelNotes } from '../text';
import { defineLoss, type LossText } from './loss';
import { SURFACE, SURFACE_DEFAULTS, SURFACE_TEXT, surfaceRefuses } from './surface';

export const monkeySaddle = defineLoss({
  ...SURFACE,
  kind: 'monkey-saddle',
  reach: 1e9,
  defaults: { ...SURFACE_DEFAULTS, point: () => [0, 0] },
  refuses: surfaceRefuses,
  simd: 'monkey-saddle',
  averagedByLaw: false,
  meanLoss: 'monkey-saddle',
  theory: { family: 'surface', surface: 'monkey-saddle' },
});

export const monkeySaddleText: LossText = {
  ...SURFACE_TEXT,
  name: 'monkey saddle',
  family: 'Degenerate saddles',
  run: { learningRate: 0.01, dt: 1, steps: 500 },
};

export const monkeySaddleNotes: ModelNotes = {
  hint: 'A saddle with three ways down and no curvature at all.',
  formula: 'f = x^3 - 3 x y^2, translated by shake times the noise',
  source: 'D. Hilbert, S. Cohn-Vossen (1932)',
};
