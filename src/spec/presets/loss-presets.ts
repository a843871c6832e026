import { type PresetDescription, set } from './preset';

/** Saddles that are no quadratic, without curvature and in a row; a bent valley and a network. */
export const LOSS_PRESETS: readonly PresetDescription[] = [
  {
    id: 'monkey-saddle',
    title: 'Monkey saddle: three ways down',
    sentence:
      'No curvature holds or pushes at the saddle: shaken, it lets a third of the particles go into each of three valleys.',
    tryThis: 'Set the shake to 0: nothing moves, because the slope at the saddle is exactly 0.',
    follow: [{ acts: [set('noise.shake', 0)], shows: [{ read: 'median |x|', under: 1e-6 }] }],
    expected: '54 % of the particles have left by step 240, down three valleys.',
    spec: {
      loss: { kind: 'monkey-saddle' },
      noise: { shake: 0.3 },
      optimizer: { learningRate: 0.02 },
      time: { dt: 1, steps: 240 },
      escape: { region: 'coordinate', coordinate: 0, low: -2, high: 2 },
      histogram: { axis: 'asinh', min: -1e4, max: 1e4 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'octopus',
    title: 'Octopus: saddles in a row',
    sentence:
      'Three saddles in a row: gradient descent stays at each about twice as long as at the one before.',
    tryThis:
      'Choose perturbed SGD with kicks of 0.05: the last saddle is left in less than half the time.',
    follow: [
      {
        acts: [set('optimizer', { kind: 'perturbed', learningRate: 0.05, perturbation: 0.05 })],
        shows: [{ read: 'median step of leaving', times: { under: 0.5 } }],
      },
    ],
    expected: 'The third saddle is left at step 393 of 400, by all particles at once.',
    spec: {
      loss: { kind: 'octopus', saddles: 3, wall: 1, ridge: 1, arm: 1 },
      noise: { sigma: 0, tau: 0 },
      optimizer: { kind: 'gd', learningRate: 0.05 },
      time: { dt: 1, steps: 400 },
      escape: { region: 'coordinate', coordinate: 2, low: -1, high: 1 },
      histogram: { coordinate: 2 },
      ensemble: { particles: 4096 },
    },
  },
  {
    id: 'rosenbrock',
    title: 'Rosenbrock: down a bent valley',
    sentence:
      'Noise throws paths about in a bent valley. Half a cosine takes the learning rate to 0, and they come to rest near (1, 1).',
    tryThis: 'Choose a constant learning rate: the heap is nearly twice as wide.',
    follow: [
      {
        acts: [set('optimizer', { kind: 'sgd', learningRate: 0.01 })],
        shows: [{ read: 'spread of x', times: { over: 1.6, under: 2 } }],
      },
    ],
    expected: 'The mean of x is 0.974 and its standard deviation 0.027: the bend keeps it below 1.',
    spec: {
      loss: { kind: 'rosenbrock', stiffness: 10 },
      noise: { sigma: 5, tau: 2 },
      optimizer: { learningRate: 0.01, schedule: 'cosine', horizon: 1500 },
      time: { dt: 1, steps: 1500 },
      start: { kind: 'point', x: [-1, 1] },
      histogram: { axis: 'linear', min: -1.5, max: 2 },
      ensemble: { particles: 32_768 },
    },
  },
  {
    id: 'tanh-network',
    title: 'Twin units stay twins',
    sentence:
      'Two tanh units that start alike stay alike: no minibatch can tell them apart (Fukumizu and Amari, 2000).',
    tryThis: 'Start the second unit at 0: it stays there, and the first one learns alone.',
    follow: [
      {
        acts: [set('start', { kind: 'point', x: [0.1, 0, 0.1, 0] })],
        shows: [
          { read: 'median y', is: 0 },
          { read: 'median x', times: { over: 1.15, under: 1.25 } },
        ],
      },
    ],
    expected:
      'Both units of a particle have the same weights to the last digit; those of the inputs have the mean 0.455.',
    spec: {
      loss: { kind: 'tanh-network', units: 2 },
      noise: { law: 'dataset', samples: 64, sigma: 1, tau: 1, rho: 0.8 },
      optimizer: { learningRate: 0.2, batchSize: 4 },
      time: { dt: 1, steps: 200 },
      start: { kind: 'point', x: [0.1, 0.1, 0.1, 0.1] },
      histogram: { axis: 'linear', min: -0.5, max: 1 },
      ensemble: { particles: 16_384 },
    },
  },
];
