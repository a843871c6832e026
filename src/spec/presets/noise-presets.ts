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
  {
    id: 'anisotropic-noise',
    title: 'A hundredth of the noise is enough',
    sentence:
      'Nearly all noise is in three directions that hold. The little along the way out grows until it leads (Daneshmand and others, 2018).',
    tryThis: 'Set the first tau to 0: without noise along the way out nothing ever moves there.',
    follow: [
      {
        acts: [set('noise.tau', [0, 0.1, 0.1, 0.1])],
        shows: [{ read: 'median |x|', is: 0 }],
      },
    ],
    expected:
      'A bell of standard deviation 1.02 after 20 steps, exactly on the curve; that of the other coordinates is 0.10.',
    spec: {
      loss: { a: [Math.SQRT2 - 1, -1, -1, -1] },
      noise: { sigma: 0, tau: [0.001, 0.1, 0.1, 0.1] },
      time: { dt: 1, steps: 20 },
      start: { kind: 'point', x: [0, 0, 0, 0] },
      histogram: { axis: 'linear', min: -4, max: 4 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'regression',
    title: 'Regression has heavy tails',
    sentence:
      'Least squares, one sample a step, learning rate 1: the law has the tail index 1.09, and no variance (Gurbuzbalaban and others, 2021).',
    tryThis: 'Set the batch size to 4: the index rises to 3.5, and the heap is far narrower.',
    follow: [
      {
        acts: [set('optimizer.batchSize', 4)],
        shows: [
          { read: 'tail index', is: 3.5, within: 0.05 },
          { read: 'median |x|', times: { under: 0.5 } },
        ],
      },
    ],
    expected: 'Half of the particles are within 1.03 of the minimum, and 5 % beyond 10.',
    spec: {
      loss: { a: [-1] },
      noise: { law: 'chi-squared', sigma: Math.SQRT2, tau: 1 },
      time: { dt: 1, steps: 100 },
      start: { kind: 'point', x: [0] },
      histogram: { axis: 'asinh', min: -1000, max: 1000 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'rare-luck',
    title: 'Rare luck across a saddle',
    sentence:
      'Noise of a formula: every step multiplies both coordinates by a log-normal number of mean 1.1, and nearly all paths die out.',
    tryThis: 'Set sigma to 0: without noise every path runs away.',
    follow: [
      {
        acts: [set('noise.sigma', 0)],
        shows: [{ read: 'median |x|', over: 1e10 }],
      },
    ],
    expected:
      'The middle of the heap is |x| = 7·10⁻⁶ after 400 steps, and 12 % of the paths are beyond 1.',
    spec: {
      // Neither coordinate is curved: one diagonal pushes away, and the other holds.
      loss: { kind: 'quadratic-form', matrix: [0, 0.1, 0] },
      noise: { law: 'formula', xi: 'exp(0.5*z1 - 0.125) - 1', eta: '0', sigma: 1.1, tau: 0 },
      time: { dt: 1, steps: 400 },
      start: { kind: 'point', x: [1, 1] },
      histogram: { axis: 'log-abs', min: 1e-20, max: 1e10 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'step-decay',
    title: 'Points of a file, and a rate in steps',
    sentence:
      'A fit to 256 given points, one a step; drop a file of your own for others. At every cut of the learning rate the heap narrows.',
    tryThis: 'Set the share kept at a cut to 1: without cuts the heap is six times as wide.',
    follow: [
      {
        acts: [set('optimizer.factor', 1)],
        shows: [{ read: 'standard deviation', times: { over: 5.4, under: 6.6 } }],
      },
    ],
    expected: 'The standard deviation is 0.114 after 300 steps and two cuts to a quarter.',
    spec: {
      loss: { a: [-1] },
      noise: { law: 'samples' },
      optimizer: { learningRate: 0.4, schedule: 'step-decay', period: 100, factor: 0.25 },
      time: { dt: 1, steps: 300 },
      start: { kind: 'point', x: [1] },
      histogram: { axis: 'linear', min: -1.2, max: 1.2 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'reshuffling',
    title: 'Shuffling beats drawing',
    sentence:
      'The same 256 points in a new order every epoch: their errors cancel by its end (Gurbuzbalaban, Ozdaglar and Parrilo, 2021).',
    tryThis: 'Choose samples that are drawn with replacement: the heap is four times as wide.',
    follow: [
      {
        acts: [set('noise.law', 'samples')],
        shows: [{ read: 'standard deviation', times: { over: 3.9, under: 4.7 } }],
      },
    ],
    expected: 'A heap of standard deviation 0.009 after 8 epochs of 16 steps.',
    spec: {
      loss: { a: [-1] },
      noise: { law: 'shuffled-samples' },
      optimizer: { learningRate: 0.05, batchSize: 16 },
      time: { dt: 1, steps: 128 },
      start: { kind: 'point', x: [0.05] },
      histogram: { axis: 'linear', min: -0.06, max: 0.06 },
      ensemble: { particles: 65_536 },
    },
  },
];
