import type { ModelNotes } from '../text';
import { defineLoss, type LossText } from './loss';

export const rosenbrock = defineLoss({
  kind: 'rosenbrock',
  fields: {
    /** Of the valley's walls. */
    stiffness: { type: 'number', min: 0.01, max: 1e4, default: 100 },
  },
  noise: 'slopes',
  moves: 'together',
  slopes: 'smooth',
  additive: true,
  numbers: ({ stiffness }) => [stiffness],
  dimension: () => 2,
  slope: () => 0,
  reach: 1e7,
  defaults: {
    point: () => [-1, 1],
    sigma: 50,
    tau: 0,
    axis: 'linear',
    linearRange: { min: -2, max: 2 },
  },
  refuses: () => null,
  simd: 'rosenbrock',
  averagedByLaw: false,
  meanLoss: 'rosenbrock',
  theory: null,
});

export const rosenbrockText: LossText = {
  name: 'Rosenbrock valley',
  family: 'Surfaces',
  fields: {
    stiffness: {
      symbol: 'b',
      word: 'stiffness',
      label: 'stiffness of the walls',
      slider: { min: 1, max: 1000, step: 0.05, log: true },
      axis: { from: 1, to: 1000, scale: 'log' },
    },
  },
  coordinates: 'xy',
  choices: null,
  run: { learningRate: 0.0005, dt: 1, steps: 5000 },
  labels: { push: '', sigma: 'noise of the stiffness' },
};

export const rosenbrockNotes: ModelNotes = {
  hint: 'A long bent valley whose walls are as stiff as each sample says.',
  formula: 'f = (1 - x)^2 + (b + xi) (y - x^2)^2 - eta x',
  source: 'H. Rosenbrock (1960); X.-S. Yang, S. Deb (2010) for the noise',
};
