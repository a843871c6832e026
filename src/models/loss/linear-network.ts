import type { ModelNotes } from '../text';
import { defineLoss, type LossText, SLOPES, SLOPES_TEXT } from './loss';

export const linearNetwork = defineLoss({
  kind: 'linear-network',
  fields: {
    a: { ...SLOPES, length: 1 },
    /** Weights. */
    depth: { type: 'whole', min: 2, max: 4, default: 2 },
  },
  noise: 'slopes',
  moves: 'together',
  slopes: 'product',
  additive: false,
  dimension: ({ depth }) => depth,
  slope: ({ a }) => a[0],
  reach: 1e4,
  defaults: {
    point: ({ depth }) => new Array<number>(depth).fill(0.1),
    sigma: 2,
    tau: 0,
    axis: 'asinh',
    linearRange: null,
  },
  // A sample has input u and target v: u^2 = 1 + tau eta must not be negative.
  refuses: ({ noise, time, largest }) => {
    if (noise.tau === 0) return null;
    const most = Math.sqrt(time.dt) / largest();
    if (Math.abs(noise.tau) <= most) return null;
    const bound = Number(most.toPrecision(6));
    return {
      path: 'noise.tau',
      found: noise.tau,
      accepted:
        most === 0
          ? '0 with normal noise on the loss linear-network: the square of some input would be negative'
          : `a number between -${bound} and ${bound} with the loss linear-network: beyond, the square of some input is negative`,
    };
  },
  simd: 'linear-network',
  averagedByLaw: false,
  meanLoss: 'network',
  theory: { family: 'network' },
});

export const linearNetworkText: LossText = {
  name: 'linear network',
  family: 'Networks',
  fields: {
    a: SLOPES_TEXT,
    depth: { symbol: 'depth', word: 'weights', label: 'weights', axis: [2, 3, 4] },
  },
  coordinates: 'w',
  choices: null,
  run: null,
  labels: { push: 'product to learn', sigma: 'noise of the slope' },
};

export const linearNetworkNotes: ModelNotes = {
  hint: 'A product of weights against data: one unit a layer.',
  formula: 'f = (1 + eta) (w_1 ... w_depth)^2 / 2 - (a + xi) w_1 ... w_depth',
  source: 'the post',
};
