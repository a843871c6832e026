import { type PresetDescription, set } from './preset';

/** Surfaces in two dimensions: wells, saddles and creases. */
export const SURFACE_PRESETS: readonly PresetDescription[] = [
  {
    id: 'gradient-descent',
    title: 'Gradient descent',
    sentence:
      'From the foot of a spike gradient descent rolls down the steepest way until it lies in a well.',
    tryThis:
      'Start at (-2.5, 2.2), a little to the left: it ends in another well, at (-1.45, -0.56).',
    follow: [
      {
        acts: [set('start', { kind: 'point', x: [-2.5, 2.2] })],
        shows: [
          { read: 'median x', is: -1.45, within: 0.005 },
          { read: 'median y', is: -0.56, within: 0.005 },
        ],
      },
    ],
    expected:
      'Every path ends in the well at (0.51, 1.45); the minimum of -1.05 far to the right is never seen.',
    figure: 'gradient_descent1',
    spec: {
      loss: { kind: 'spike-and-wells' },
      noise: { shake: 0 },
      optimizer: { kind: 'gd', learningRate: 0.1 },
      time: { dt: 1, steps: 400 },
      ensemble: { particles: 4096 },
    },
  },
  {
    id: 'clustering',
    title: 'Steps cluster at a saddle',
    sentence:
      'Starts on both sides of a divide: those next to it come to the saddle and hardly move there for long.',
    tryThis: 'Restart and watch the map: the crowd splits in two at the saddle at (-0.36, 0.43).',
    follow: [
      {
        acts: [{ press: 'restart' }],
        shows: [
          { read: 'saddle x', is: -0.36, within: 0.005 },
          { read: 'saddle y', is: 0.43, within: 0.005 },
          { read: 'share left of the saddle', over: 0.6, under: 0.72 },
        ],
      },
    ],
    expected:
      'Two thirds end in the well at (-1.45, -0.56) and a third in that at (0.51, 1.45); a few are still near the saddle.',
    figure: 'gradient_descent2',
    spec: {
      loss: { kind: 'spike-and-wells' },
      noise: { shake: 0 },
      optimizer: { kind: 'gd', learningRate: 0.1 },
      time: { dt: 1, steps: 150 },
      start: { kind: 'uniform', low: [-2.55, 2.15], high: [-2.42, 2.35] },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'saddle-point',
    title: 'A saddle point',
    sentence:
      'Along one line the surface is a valley, along the other a ridge: what starts anywhere is led to the line and out.',
    tryThis:
      'Choose SGD with tau = 1 and start at (0, 0): noise alone now pushes the particles off.',
    follow: [
      {
        acts: [
          set('optimizer.kind', 'sgd'),
          set('noise.tau', 1),
          set('start', { kind: 'point', x: [0, 0] }),
        ],
        shows: [{ read: 'standard deviation', over: 1 }],
      },
    ],
    expected:
      'The cloud is squeezed onto the line y = 0 and pulled apart along x; 83 % have left the radius of 4 after 60 steps.',
    figure: 'saddle_point',
    spec: {
      loss: { a: [2, -2] },
      noise: { sigma: 0, tau: 0 },
      optimizer: { kind: 'gd', learningRate: 0.025 },
      time: { dt: 1, steps: 60 },
      start: { kind: 'gaussian', mean: [0, 1], standardDeviation: [1, 1] },
      escape: { radius: 4 },
      histogram: { axis: 'linear', min: -60, max: 60, bins: 300 },
      ensemble: { particles: 262_144 },
    },
  },
  {
    id: 'shaken-0',
    title: 'A double well at rest',
    sentence: 'A well beside a saddle, and no noise: descent rolls straight into it.',
    tryThis: 'Raise the shake to 0.5: the paths tremble and still end in the well.',
    follow: [
      { acts: [set('noise.shake', 0.5)], shows: [{ read: 'share in 2.2 < x < 3.2', over: 0.9 }] },
    ],
    expected:
      'All particles are at x = 2.70, the bottom of the well, and still on their way to y = 0.',
    figure: 'sdg_0noise',
    spec: {
      loss: { kind: 'double-well' },
      noise: { shake: 0 },
      optimizer: { learningRate: 0.01 },
      time: { dt: 1, steps: 100 },
      histogram: { axis: 'linear', min: -2, max: 4, bins: 300 },
      ensemble: { particles: 262_144 },
    },
  },
  {
    id: 'shaken-1',
    title: 'A double well, shaken by 1',
    sentence:
      'The same surface, translated at random by 1 in every step: descent lingers between the well and the ridge.',
    tryThis:
      'Look at the dashed and the full lines of the map: averaged over its shaking the surface has one minimum.',
    follow: [
      {
        acts: [],
        shows: [{ read: 'minima', is: 1 }],
      },
    ],
    expected: 'The crowd gathers around x = 1.74, far from the bottom of the well at 2.70.',
    figure: 'sdg_1noise',
    spec: {
      loss: { kind: 'double-well' },
      noise: { shake: 1 },
      optimizer: { learningRate: 0.01 },
      time: { dt: 1, steps: 100 },
      histogram: { axis: 'linear', min: -2, max: 4, bins: 300 },
      ensemble: { particles: 262_144 },
    },
  },
  {
    id: 'shaken-2',
    title: 'A double well, shaken by 2',
    sentence:
      'Shaken by 2 it comes to rest next to the saddle, as if that were a minimum: on average, it now is.',
    tryThis: 'Lower the shake slowly: below 0.716 the averaged surface has a saddle again.',
    follow: [
      {
        acts: [set('noise.shake', 0.71)],
        shows: [{ read: 'critical shake', is: 0.716, within: 0.0005 }],
      },
    ],
    expected:
      '59 % of the particles are between x = 0.5 and 1.5; the saddle of the surface at rest is at 0.59.',
    figure: 'sdg_2noise',
    spec: {
      loss: { kind: 'double-well' },
      noise: { shake: 2 },
      optimizer: { learningRate: 0.01 },
      time: { dt: 1, steps: 100 },
      histogram: { axis: 'linear', min: -2, max: 4, bins: 300 },
      ensemble: { particles: 262_144 },
    },
  },
  {
    id: 'relu',
    title: 'A ReLU ridge',
    sentence:
      'Piecewise linear loss: steps of one size jump to and fro across the crease and slide off along it.',
    tryThis:
      'Set sigma to 5: the zigzag is wild, and still nothing is trapped, as the noise does not grow with x.',
    follow: [
      {
        acts: [set('noise.sigma', 5)],
        shows: [
          { read: 'escaped', over: 0.9 },
          { read: 'spread of x', times: { over: 3 } },
        ],
      },
    ],
    expected:
      'Paths zigzag across x = 0 by about 0.3 while y falls by 0.2 a step; after 17 steps nearly all have y below -3.',
    figure: 'relu',
    spec: {
      loss: { kind: 'relu-saddle', a: [-1, 0.65] },
      noise: { sigma: 0.2, tau: 0 },
      optimizer: { learningRate: 0.3 },
      time: { dt: 1, steps: 17 },
      start: { kind: 'point', x: [-1.6, -0.4] },
      escape: { radius: 4 },
      histogram: { axis: 'linear', min: -2, max: 1, bins: 150 },
      ensemble: { particles: 65_536 },
    },
  },
];
