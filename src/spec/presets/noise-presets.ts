import { type PresetDescription, set } from './preset';

/** What leaves: the direction of noise, its size and its tail. */
export const NOISE_PRESETS: readonly PresetDescription[] = [
  {
    id: 'negative-curvature',
    title: 'Noise along the way out',
    sentence:
      'Sixteen coordinates and one way out: isotropic noise has only a sixteenth of its variance there (Daneshmand and others, 2018).',
    tryThis:
      'Set tau to 0.01, the root of all that variance: noise that all points along the way out takes a path four times as far.',
    follow: [
      {
        acts: [set('noise.tau', 0.01)],
        shows: [
          { read: 'median |x|', times: { over: 3.99, under: 4.01 } },
          { read: 'law', is: 'normal' },
        ],
      },
    ],
    expected:
      'A bell of standard deviation 0.0800 after 10 steps, exactly on the curve; 4 steps later it is 0.320.',
    spec: {
      loss: { a: [Math.SQRT2 - 1, ...new Array(15).fill(-1)] },
      noise: { sigma: 0, tau: 0.0025 },
      time: { dt: 1, steps: 10 },
      start: { kind: 'point', x: new Array(16).fill(0) },
      histogram: { axis: 'linear', min: -0.4, max: 0.4 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'adam-large-noise',
    title: 'Adam: large noise is slow',
    sentence:
      'Adam divides the slope by its noise: where that is large, the push of the saddle is small (Xie and others, 2022).',
    tryThis: 'Set tau to 0.5: with a quarter of the noise Adam leaves in less than half the time.',
    follow: [
      {
        acts: [set('noise.tau', 0.5)],
        shows: [{ read: 'median step of leaving', times: { under: 0.5 } }],
      },
    ],
    expected: '89 % of the particles have left |x| < 2 by step 500.',
    spec: {
      loss: { a: [1] },
      noise: { sigma: 0, tau: 2 },
      optimizer: { kind: 'adam', learningRate: 0.02 },
      time: { dt: 1, steps: 500 },
      start: { kind: 'point', x: [0] },
      escape: { radius: 2 },
      histogram: { axis: 'linear', min: -8, max: 8 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'heavy-tails',
    title: 'Heavy tails leave a well',
    sentence:
      'Cauchy noise leaves a well in a single jump, after a time like one over its size (Imkeller and Pavlyukevich, 2006).',
    tryThis: 'Set alpha to 2: normal noise of this size climbs out of no well.',
    follow: [{ acts: [set('noise.alpha', 2)], shows: [{ read: 'escaped', is: 0 }] }],
    expected: '64 % of the particles have been beyond 1 by step 50.',
    spec: {
      loss: { a: [-1] },
      noise: { law: 'alpha-stable', alpha: 1, sigma: 0, tau: 0.0625 },
      optimizer: { learningRate: 0.5 },
      time: { dt: 1, steps: 50 },
      start: { kind: 'point', x: [0] },
      escape: { radius: 1 },
      histogram: { axis: 'linear', min: -1, max: 1 },
      ensemble: { particles: 65_536 },
    },
  },
];
