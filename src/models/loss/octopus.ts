import type { ModelNotes } from '../text';
import { defineLoss, type LossText } from './loss';

export const octopus = defineLoss({
  kind: 'octopus',
  fields: {
    /** Saddles in a row, one for each coordinate. */
    saddles: { type: 'whole', min: 2, max: 4, default: 3 },
    /** L: half the curvature of the walls and of the minimum. */
    wall: { type: 'number', min: 1e-3, max: 1e3, default: 2 },
    /** gamma: half the curvature that leads on from a saddle, sign turned. */
    ridge: { type: 'number', min: 1e-3, max: 1e3, default: 1 },
    /** tau of the paper: a quarter of the way from a saddle to the next. */
    arm: { type: 'number', min: 1e-3, max: 1e3, default: 1 },
  },
  noise: 'slopes',
  moves: 'together',
  slopes: 'smooth',
  additive: true,
  numbers: ({ wall, ridge, arm }) => {
    const third = (10 * ridge - 14 * wall) / (3 * arm);
    const fourth = (5 * wall - 3 * ridge) / (2 * arm * arm);
    // Down from a saddle to the next: at 2 arm both sides are as deep.
    const square = arm * arm;
    const bend = square * (-4 * ridge + third * arm + fourth * square);
    return [wall, ridge, arm, third, fourth, 4 * wall * square - bend];
  },
  dimension: ({ saddles }) => saddles,
  slope: ({ ridge, wall }, coordinate) => (coordinate === 0 ? 2 * ridge : -2 * wall),
  reach: 1e9,
  defaults: {
    point: ({ saddles }) => new Array<number>(saddles).fill(0.01),
    sigma: 0,
    tau: 0.1,
    axis: 'linear',
    linearRange: { min: -6, max: 6 },
  },
  refuses: () => null,
  simd: 'octopus',
  averagedByLaw: false,
  meanLoss: 'octopus',
  theory: null,
});

const POSITIVE = { min: 0.1, max: 10, step: 0.02, log: true } as const;

export const octopusText: LossText = {
  name: 'octopus',
  family: 'Saddles',
  fields: {
    saddles: {
      symbol: 'd',
      word: 'saddles',
      label: 'saddles in a row',
      slider: { min: 2, max: 4, step: 1 },
      axis: [2, 3, 4],
    },
    wall: { symbol: 'L', word: 'wall', label: 'curvature of the walls', slider: POSITIVE },
    ridge: { symbol: 'γ', word: 'ridge', label: 'push of each saddle', slider: POSITIVE },
    arm: { symbol: 'ℓ', word: 'arm', label: 'length of an arm', slider: POSITIVE },
  },
  coordinates: 'x',
  choices: null,
  run: { learningRate: 0.125, dt: 1, steps: 1000 },
  labels: { push: '', sigma: 'noise of the whole slope' },
};

export const octopusNotes: ModelNotes = {
  hint: 'A chain of saddles, each of which leads to the next.',
  formula: 'f = (1 + xi) sum ((1 - s) L x_i^2 + s P(|x_i|)) - eta sum x_i, s the gate of x_(i-1)',
  source: 'S. Du, C. Jin, J. Lee, M. Jordan, A. Singh, B. Poczos (2017), section 4',
};
