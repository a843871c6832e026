import type { ModelNotes } from '../text';
import { defineLoss, type LossText } from './loss';
import { SURFACE, SURFACE_DEFAULTS, SURFACE_TEXT, surfaceRefuses } from './surface';

export const spikeAndWells = defineLoss({
  ...SURFACE,
  kind: 'spike-and-wells',
  reach: 1e9,
  defaults: { ...SURFACE_DEFAULTS, point: () => [-2.45, 2.3] },
  refuses: (parts) => {
    const refused = surfaceRefuses(parts);
    const { loss, noise, gradient, optimizer } = parts;
    if (refused || noise.law === 'gaussian' || gradient === 'sampled' || !noise.shake)
      return refused;
    return {
      path: 'noise.law',
      found: noise.law,
      accepted: `"gaussian" with ${optimizer.kind} on the loss ${loss.kind}: the full gradient is that of the surface averaged over normal translations`,
    };
  },
  simd: 'spike-and-wells',
  averagedByLaw: true,
  meanLoss: 'spike-and-wells',
  theory: { family: 'surface', surface: 'spike-and-wells' },
});

export const spikeAndWellsText: LossText = {
  ...SURFACE_TEXT,
  name: 'spike and wells',
  family: 'Surfaces',
  run: { learningRate: 0.1, dt: 1, steps: 500 },
};

export const spikeAndWellsNotes: ModelNotes = {
  hint: 'A spike, a bump and three wells, each a Gaussian.',
  formula: 'f = sum height exp(-|x - centre|^2 / (2 width^2)), translated by shake times the noise',
  source: 'the post',
};
