import { type PresetDescription, set } from './preset';

/** SGD with its steps cut, bent, heated, pulled back or averaged. */
export const VARIANT_PRESETS: readonly PresetDescription[] = [
  {
    id: 'sign-sgd',
    title: 'Sign SGD walks on a comb',
    sentence:
      'Every step is 1/8 up or down. How often it errs depends on the slope over the noise alone (Bernstein and others, 2018).',
    tryThis: 'Set tau to 4: the comb becomes nearly twice as wide.',
    follow: [
      {
        acts: [set('noise.tau', 4)],
        shows: [{ read: 'standard deviation', times: { over: 1.75, under: 2 } }],
      },
    ],
    expected: 'Bars at the multiples of 0.25; the one at 0 has 43 % of the particles.',
    spec: {
      loss: { a: [-1] },
      noise: { law: 'laplace', sigma: 0, tau: 1 },
      optimizer: { kind: 'sign-sgd', learningRate: 0.125 },
      time: { dt: 1, steps: 100 },
      start: { kind: 'point', x: [2] },
      // Every place of the walk is in the middle of a bin.
      histogram: { axis: 'linear', min: -2.0625, max: 2.0625, bins: 33 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'clipping',
    title: 'Clipped Cauchy noise',
    sentence:
      'Noise so heavy that it has no mean: clipped at 1, no step is longer than 0.1, and the crowd stays (Zhang and others, 2020).',
    tryThis: 'Choose SGD: half of the paths are beyond 1, and 30 % out of the picture.',
    follow: [
      {
        acts: [set('optimizer', { kind: 'sgd', learningRate: 0.1 })],
        shows: [
          { read: 'median |x|', is: 1, within: 0.05 },
          { read: 'outside', is: 0.3, within: 0.005 },
        ],
      },
    ],
    expected:
      'Half of the particles are within 0.172 of the minimum; the standard deviation is 0.257.',
    spec: {
      loss: { a: [-1] },
      noise: { law: 'student-t', nu: 1, sigma: 0, tau: 1 },
      optimizer: { kind: 'clipped-sgd', learningRate: 0.1, clip: 1 },
      time: { dt: 1, steps: 200 },
      start: { kind: 'point', x: [1.5] },
      histogram: { axis: 'linear', min: -2, max: 2 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'sam',
    title: 'SAM falls for a saddle',
    sentence:
      'SAM takes the slope of a place uphill. Within its ascent of 0.5 that place is beyond the saddle, which attracts (Kim and others, 2023).',
    tryThis: 'Set the ascent to 1: now 95 % are held.',
    follow: [
      {
        acts: [set('optimizer.ascent', 1)],
        shows: [{ read: 'share |x| < 1', is: 0.95, within: 0.005 }],
      },
    ],
    expected: '68 % of the particles are held: those that started within 0.5 of the saddle.',
    spec: {
      loss: { a: [1] },
      noise: { sigma: 0, tau: 0 },
      optimizer: { kind: 'sam', learningRate: 0.1, ascent: 0.5 },
      time: { dt: 1, steps: 40 },
      start: { kind: 'gaussian', standardDeviation: [0.5] },
      escape: { radius: 2 },
      histogram: { axis: 'asinh', min: -100, max: 100 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'weight-decay',
    title: 'Weight decay cuts a product',
    sentence:
      'Two factors are fitted to the entry 1. A decay of 0.3 leaves their product at 1 less 0.3 (Srebro, Rennie and Jaakkola, 2005).',
    tryThis: 'Set the decay to 1.5, more than the entry: all particles collapse onto the saddle.',
    follow: [
      {
        acts: [set('optimizer.weightDecay', 1.5)],
        shows: [{ read: 'median |x|', under: 1e-5 }],
      },
    ],
    expected: 'The mean of the product is 0.70; half of the particles are on each branch.',
    spec: {
      loss: { kind: 'matrix-factorisation', a: [1] },
      noise: { sigma: 0.2, tau: 0 },
      optimizer: { kind: 'sgd-weight-decay', learningRate: 0.05, weightDecay: 0.3 },
      time: { dt: 1, steps: 600 },
      start: { kind: 'gaussian', standardDeviation: [1, 1] },
      histogram: { axis: 'linear', min: -1.5, max: 1.5 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'langevin',
    title: 'Langevin: the law of Gibbs',
    sentence:
      'At a temperature of 0.25 paths climb from well to well until they have the law of Gibbs, with more of them in the deeper one.',
    tryThis: 'Set the temperature to 0.01: nobody climbs over any more.',
    follow: [
      {
        acts: [set('optimizer.temperature', 0.01)],
        shows: [{ read: 'share x > 0', is: 0 }],
      },
    ],
    expected: '66 % of the particles are right of 0, where all of them started left.',
    spec: {
      loss: { kind: 'formula', f: 'x^4/4 - x^2/2 - 0.1*x', coordinates: 1 },
      noise: { sigma: 0, tau: 0 },
      optimizer: { kind: 'langevin', learningRate: 0.04, temperature: 0.25 },
      time: { dt: 1, steps: 1000 },
      start: { kind: 'point', x: [-1] },
      histogram: { axis: 'linear', min: -2.5, max: 2.5 },
      ensemble: { particles: 16_384 },
    },
  },
  {
    id: 'polyak-average',
    title: 'The average of all places',
    sentence:
      'Steps that shrink slowly, and the average of where they led: no method does better in the long run (Polyak and Juditsky, 1992).',
    tryThis: 'Choose SGD: its last place is three times as far off.',
    follow: [
      {
        acts: [set('optimizer.kind', 'sgd')],
        shows: [{ read: 'standard deviation', times: { over: 3, under: 3.4 } }],
      },
    ],
    expected:
      'A bell of standard deviation 0.0507 after 400 steps, where 0.05 is the least there can be.',
    spec: {
      loss: { a: [-1] },
      noise: { sigma: 0, tau: 1 },
      optimizer: {
        kind: 'averaged-sgd',
        learningRate: 1,
        schedule: 'power-decay',
        exponent: 0.5,
      },
      time: { dt: 1, steps: 400 },
      start: { kind: 'point', x: [0] },
      histogram: { axis: 'linear', min: -0.5, max: 0.5, bins: 200 },
      ensemble: { particles: 65_536 },
    },
  },
];
