import { type PresetDescription, set } from './preset';

/** Saddles that are no quadratic: without curvature, and in a row. */
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
];
