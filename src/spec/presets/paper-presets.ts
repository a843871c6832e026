import { type PresetDescription, set } from './preset';

/** Published results: `saddlescape verify --suite papers` puts their numbers to the test. */
export const PAPER_PRESETS: readonly PresetDescription[] = [
  {
    id: 'local-maximum',
    title: 'SGD settles on a maximum',
    sentence:
      'Two samples, curved up by 1 and down by 1.5: on average the loss has a maximum at 0, and SGD converges to it (Ziyin and others, 2021).',
    tryThis: 'Set the learning rate to 1.4, above the window: now every path leaves.',
    follow: [
      {
        acts: [set('optimizer.learningRate', 1.4)],
        shows: [{ read: 'word', is: 'ESCAPES' }],
      },
    ],
    expected:
      'Every step shrinks ln |x| by 0.41 on average: after 40 of them the middle of the particles is near 7·10⁻⁸.',
    spec: {
      loss: { a: [0.25] },
      noise: { law: 'two-point', sigma: 1.25, tau: 0 },
      optimizer: { learningRate: 0.8 },
      time: { dt: 1, steps: 40 },
      histogram: { axis: 'log-abs', min: 1e-25, max: 1e14 },
    },
  },
  {
    id: 'random-fibonacci',
    title: 'Random Fibonacci numbers',
    sentence:
      'Heavy ball whose steps are those of y → ±y ± y before it, shrunk by the root of 0.9: they grow at the rate that Viswanath found in 2000.',
    tryThis: 'Set sigma to 0: without the random signs nothing grows, and momentum dies out.',
    follow: [{ acts: [set('noise.sigma', 0)], shows: [{ read: 'word', is: 'TRAPPED' }] }],
    expected:
      'Every step adds 0.0713 to ln |x| on average: 0.1240, the logarithm of 1.13198824, less 0.0527.',
    spec: {
      loss: { a: [-1.9] },
      noise: { law: 'two-point', sigma: 0.9486832980505138, tau: 0 },
      optimizer: { kind: 'heavy-ball', learningRate: 1, beta: 0.9 },
      time: { dt: 1, steps: 600 },
      histogram: { axis: 'log-abs', min: 1e-10, max: 1e29 },
    },
  },
  {
    id: 'annealed-minimum',
    title: 'Averaging at a minimum',
    sentence:
      'Steps of 2/n about a minimum average the noise away: √n x becomes normal, of variance 4/3 (Fabian, 1968).',
    tryThis:
      'Set the learning rate to 0.25: below half the inverse of the curvature the start is forgotten more slowly than the noise.',
    follow: [
      {
        acts: [set('optimizer.learningRate', 0.25)],
        shows: [{ read: 'median |x|', times: { over: 1.5 } }],
      },
    ],
    expected: 'A bell of standard deviation 0.0516 after 500 steps, exactly on the curve.',
    spec: {
      loss: { a: [-1] },
      noise: { sigma: 0, tau: 1 },
      optimizer: { learningRate: 2, schedule: 'inverse-time' },
      time: { dt: 1, steps: 500 },
      start: { kind: 'point', x: [0.2] },
      histogram: { axis: 'linear', min: -0.3, max: 0.3, bins: 300 },
    },
  },
  {
    id: 'momentum-minimum',
    title: 'Momentum at a minimum',
    sentence:
      'Heavy ball about a minimum is an autoregressive process of second order (Yule, 1927): its law is normal at every step.',
    tryThis: 'Set beta to 0: without momentum the bell is a third as wide.',
    follow: [
      {
        acts: [set('optimizer.beta', 0)],
        shows: [{ read: 'median |x|', times: { over: 0.31, under: 0.37 } }],
      },
    ],
    expected: 'A bell of standard deviation 1.697, exactly on the curve.',
    spec: {
      loss: { a: [-1] },
      noise: { sigma: 0, tau: 1 },
      optimizer: { kind: 'heavy-ball', learningRate: 0.5, beta: 0.9 },
      time: { dt: 1, steps: 400 },
      histogram: { axis: 'linear', min: -8, max: 8, bins: 320 },
    },
  },
];
