import { MOST_TOLD_SAMPLES } from '../noise/noise';
import type { Refusal } from '../refusal';
import type { ModelNotes } from '../text';
import { defineLoss, type LossText, type Parts } from './loss';

/** Largest scale of inputs and targets: slopes of weights within the reach stay in float32. */
const LARGEST_SCALE = 1e6;

export const tanhNetwork = defineLoss({
  kind: 'tanh-network',
  fields: {
    /** Hidden units, each with a weight of the input and one of the output. */
    units: { type: 'whole', min: 1, max: 4, default: 2 },
  },
  noise: 'slopes',
  moves: 'together',
  slopes: 'smooth',
  additive: false,
  /** Scales of the inputs and of the targets. */
  numbers: (_, { sigma, tau }) => [sigma, tau],
  dimension: ({ units }) => 2 * units,
  slope: () => 0,
  reach: 1e6,
  bySample: { mostSamples: 1024, mostInBatch: MOST_TOLD_SAMPLES },
  // For its tanh.
  needs: 'formula',
  levels: false,
  defaults: {
    // Units that start alike stay alike.
    point: ({ units }) => Array.from({ length: 2 * units }, (_, k) => 0.1 / ((k % units) + 1)),
    sigma: 1,
    tau: 1,
    rho: 0.8,
    axis: 'linear',
    linearRange: { min: -3, max: 3 },
  },
  refuses,
  simd: null,
  averagedByLaw: false,
  meanLoss: 'tanh-network',
  theory: null,
});

function refuses({ noise, time }: Parts): Refusal | null {
  if (time.dt !== 1)
    return {
      path: 'time.dt',
      found: time.dt,
      accepted:
        '1 with the loss tanh-network: its noise is that of minibatches, which shorter steps do not scale',
    };
  for (const name of ['sigma', 'tau'] as const)
    if (Math.abs(noise[name]) > LARGEST_SCALE)
      return {
        path: `noise.${name}`,
        found: noise[name],
        accepted: `at most ${LARGEST_SCALE} in size with the loss tanh-network`,
      };
  return null;
}

export const tanhNetworkText: LossText = {
  name: 'tanh network',
  family: 'Networks',
  fields: {
    units: {
      symbol: 'm',
      word: 'units',
      label: 'hidden units',
      slider: { min: 1, max: 4, step: 1 },
      axis: [1, 2, 3, 4],
    },
  },
  coordinates: 'w',
  choices: null,
  run: { learningRate: 0.1, dt: 1, steps: 500 },
  labels: { push: '', sigma: 'scale of the inputs' },
};

export const tanhNetworkNotes: ModelNotes = {
  hint: 'Two layers with tanh units, fitted to stored samples in minibatches of them.',
  formula: 'f = mean over the minibatch of (t_j - sum_k v_k tanh(w_k u_j))^2 / 2',
  source: 'Y. LeCun, L. Bottou, G. Orr, K.-R. Mueller (1998); P. Baldi, K. Hornik (1989)',
};
