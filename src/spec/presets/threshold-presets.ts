import { type PresetDescription, set } from './preset';

/** Runs on both sides of a threshold: diffusion, minibatches, step size, raw steps. */
export const THRESHOLD_PRESETS: readonly PresetDescription[] = [
  {
    id: 'diffusion',
    title: 'Diffusion alone',
    sentence:
      'Without slope and without multiplicative noise the particles just wander, and spread like the square root of time.',
    tryThis: 'Set a to -0.5: a valley holds the spread at a width of 1.',
    follow: [
      {
        acts: [set('loss.a[0]', -0.5)],
        shows: [
          { read: 'standard deviation', is: 1, within: 0.05 },
          { read: 'agreement', is: 'agrees' },
        ],
      },
    ],
    expected:
      'A bell curve (Gaussian) around 0 of standard deviation 3.16 at the end; the distance stays inside the band.',
    spec: {
      loss: { a: [0] },
      noise: { sigma: 0, tau: 1 },
      time: { dt: 0.01, steps: 1000 },
      start: { kind: 'point', x: [0] },
      histogram: { axis: 'linear', min: -15, max: 15, bins: 300 },
    },
  },
  {
    id: 'escapes',
    title: 'Escapes',
    sentence:
      'With weaker noise the push of the saddle wins, and the paths leave it faster and faster.',
    tryThis: 'Raise sigma to 2: the same saddle becomes a trap.',
    follow: [
      {
        acts: [set('noise.sigma', 2)],
        shows: [
          { read: 'word', is: 'TRAPPED' },
          { read: 'median |x|', times: { under: 0.1 } },
        ],
      },
    ],
    expected:
      'The crowd moves outwards without end, most of it to the right, where it started; 99.8 % of the paths have crossed the radius of 10 at the end.',
    spec: {
      noise: { sigma: 0.5 },
      time: { steps: 10_000 },
      histogram: { min: -1e8, max: 1e8 },
    },
  },
  {
    id: 'minibatch',
    title: 'A bigger minibatch',
    sentence:
      'Averaging the noise over three samples instead of one brings it below the threshold, and the trap opens.',
    tryThis:
      'Set the batch size back to 1, where it traps, and to 2, where it is exactly at the threshold.',
    follow: [
      { acts: [set('optimizer.batchSize', 1)], shows: [{ read: 'word', is: 'TRAPPED' }] },
      { acts: [set('optimizer.batchSize', 2)], shows: [{ read: 'word', is: 'CRITICAL' }] },
    ],
    expected:
      'The crowd of the first preset no longer settles: it spreads outwards, at a rate of 1 - 4/6 = 0.33 per unit of time.',
    spec: {
      optimizer: { batchSize: 3 },
      time: { steps: 20_000 },
      histogram: { min: -1e10, max: 1e10 },
    },
  },
  {
    id: 'smaller-step',
    title: 'A smaller learning rate',
    sentence:
      'A smaller learning rate shrinks the noise more than the push, and below 0.5 the trap opens, slowly.',
    tryThis: 'Set the learning rate to 0.6: trapped again.',
    follow: [
      {
        acts: [set('optimizer.learningRate', 0.6)],
        shows: [
          { read: 'word', is: 'TRAPPED' },
          { read: 'median |x|', times: { under: 0.1 } },
        ],
      },
    ],
    expected: 'The crowd spreads outwards at a rate of only 0.4 - 0.32 = 0.08 per unit of time.',
    spec: {
      optimizer: { learningRate: 0.4 },
      time: { dt: 0.01, steps: 10_000 },
      histogram: { min: -1e12, max: 1e12 },
    },
  },
  {
    id: 'raw-steps',
    title: 'The discrete surprise',
    sentence:
      'The very parameters of the first preset, but in whole steps as an optimiser takes them: now everything escapes.',
    tryThis: 'Lower dt to 0.1 with 500 steps, and then to 0.01 with 5,000: the trap comes back.',
    follow: [
      {
        acts: [set('time.dt', 0.1), set('time.steps', 500)],
        shows: [{ read: 'word', is: 'TRAPPED' }],
      },
      {
        acts: [set('time.dt', 0.01), set('time.steps', 5000)],
        shows: [
          { read: 'word', is: 'TRAPPED' },
          { read: 'median |x|', times: { under: 0.001 } },
        ],
      },
    ],
    expected:
      'The heap runs off to the right at 0.485 per step in ln|x|, where the limit of small steps promises -1: the two thresholds on the sigma control disagree.',
    spec: {
      time: { dt: 1, steps: 50 },
      histogram: { axis: 'log-abs', min: 1e-3, max: 1e24 },
    },
  },
  {
    id: 'too-much-noise',
    title: 'Too much noise frees it again',
    sentence:
      'In whole steps noise traps only within a window: this much does, less does not, and more does not either.',
    tryThis: 'Set sigma to 0.4 and then to 1.5, just outside of the window: both escape.',
    follow: [
      { acts: [set('noise.sigma', 0.4)], shows: [{ read: 'word', is: 'ESCAPES' }] },
      { acts: [set('noise.sigma', 1.5)], shows: [{ read: 'word', is: 'ESCAPES' }] },
    ],
    expected:
      'At sigma = 1 the heap comes to rest; the window reaches from sigma = 0.412 to 1.454.',
    spec: {
      loss: { a: [0.1] },
      noise: { sigma: 1 },
      time: { dt: 1, steps: 1000 },
      histogram: { min: -1e6, max: 1e6 },
    },
  },
];
