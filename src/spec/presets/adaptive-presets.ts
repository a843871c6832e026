import { type PresetDescription, set } from './preset';

/** Methods that measure slopes in units of their own, or adapt their memory to them. */
export const ADAPTIVE_PRESETS: readonly PresetDescription[] = [
  {
    id: 'rmsprop-by-hand',
    title: 'RMSProp in two lines',
    sentence:
      'A method as you write it: s keeps the mean square of slopes, and a step is a slope over its root (Tieleman and Hinton, 2012).',
    tryThis: 'Choose RMSProp from the list: every particle ends where it did.',
    follow: [
      {
        acts: [set('optimizer', { kind: 'rmsprop', learningRate: 0.1 })],
        shows: [
          { read: 'median |x|', times: { over: 0.999, under: 1.001 } },
          { read: 'standard deviation', times: { over: 0.999, under: 1.001 } },
        ],
      },
    ],
    expected: 'The paths settle about the minimum, with a standard deviation of 0.223.',
    spec: {
      loss: { a: [-1] },
      noise: { sigma: 0, tau: 1 },
      optimizer: {
        kind: 'formula',
        learningRate: 0.1,
        memory: ['s: 0.9*s + 0.1*g^2'],
        step: 'g/(sqrt(s) + 1e-8)',
      },
      time: { dt: 1, steps: 200 },
      start: { kind: 'point', x: [0.9] },
      histogram: { axis: 'linear', min: -1, max: 1 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'warm-up',
    title: 'A warm-up for RMSProp',
    sentence:
      'The memory of RMSProp starts empty, which makes its first step ten times the learning rate: a warm-up of 50 steps tames it.',
    tryThis:
      'Stop after 1 step: it has led from 1 to 0.96; with a constant rate it leads across the minimum, to -1.',
    follow: [
      {
        acts: [set('time.steps', 1)],
        shows: [{ read: 'median x', is: 0.96, within: 0.00001 }],
      },
      {
        acts: [
          set('time.steps', 1),
          set('optimizer', { kind: 'rmsprop', learningRate: 0.2, decay: 0.99 }),
        ],
        shows: [{ read: 'median x', is: -1, within: 0.00001 }],
      },
    ],
    expected: 'After 100 steps the standard deviation about the minimum is 0.260.',
    spec: {
      loss: { a: [-1] },
      noise: { law: 'uniform', sigma: 0, tau: 0.5 },
      optimizer: {
        kind: 'rmsprop',
        learningRate: 0.2,
        decay: 0.99,
        schedule: 'warm-up',
        warmUp: 50,
      },
      time: { dt: 1, steps: 100 },
      start: { kind: 'point', x: [1] },
      histogram: { axis: 'linear', min: -1.5, max: 1.5 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'adagrad',
    title: 'AdaGrad leaves a flat saddle',
    sentence:
      'Near a saddle of fourth order all slopes are tiny. AdaGrad divides by them: its first step is 0.1, wherever it stands.',
    tryThis: 'Choose SGD: at the same learning rate hardly a path gets away.',
    follow: [
      {
        acts: [set('optimizer', { kind: 'sgd', learningRate: 0.1 })],
        shows: [{ read: 'escaped', under: 0.005 }],
      },
    ],
    expected: 'Nearly all particles have left |x| < 1 by step 30, and their middle is |x| = 1.90.',
    spec: {
      loss: { kind: 'quartic-saddle', a: [1] },
      noise: { sigma: 0, tau: 0 },
      optimizer: { kind: 'adagrad', learningRate: 0.1 },
      time: { dt: 1, steps: 30 },
      start: { kind: 'gaussian', standardDeviation: [0.1] },
      escape: { radius: 1 },
      histogram: { axis: 'linear', min: -3, max: 3 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'amsgrad',
    title: 'AMSGrad where Adam strays',
    sentence:
      'Nine steps of ten see a slope of 1 away from the minimum, one a slope of 20 back: Adam follows the nine (Reddi and others, 2018).',
    tryThis: 'Choose Adam with the same numbers: half of the paths climb beyond 53.',
    follow: [
      {
        acts: [set('optimizer', { kind: 'adam', learningRate: 0.2, beta1: 0, beta2: 0.5 })],
        shows: [{ read: 'median x', is: 53, within: 0.5 }],
      },
    ],
    expected:
      'AMSGrad never forgets the largest slope: 79 % of the particles end within 1 of the minimum.',
    spec: {
      loss: { kind: 'relu-saddle', a: [-1.1] },
      noise: { law: 'unfair-coins', probability: 0.1, sigma: 0, tau: -6.3 },
      optimizer: { kind: 'amsgrad', learningRate: 0.2, beta1: 0, beta2: 0.5 },
      time: { dt: 1, steps: 600 },
      start: { kind: 'point', x: [5] },
      histogram: { axis: 'linear', min: -5, max: 15 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'adamw',
    title: 'AdamW meets a wall',
    sentence:
      'Far from the saddle the steps of Adam are of one length, and the decay grows with x: they balance at |x| = 1/λ (Xie and Li, 2024).',
    tryThis: 'Halve the decay to 0.25: paths come to rest at 4. With Adam nothing stops them.',
    follow: [
      {
        acts: [set('optimizer.weightDecay', 0.25)],
        shows: [{ read: 'median |x|', is: 4, within: 0.05 }],
      },
      {
        acts: [set('optimizer', { kind: 'adam', learningRate: 0.05, beta2: 0.95 })],
        shows: [{ read: 'median |x|', times: { over: 10 } }],
      },
    ],
    expected: 'Half of the particles on each side, at a distance of 2.00.',
    spec: {
      loss: { a: [1] },
      noise: { sigma: 0, tau: 0.1 },
      optimizer: { kind: 'adamw', learningRate: 0.05, beta2: 0.95, weightDecay: 0.5 },
      time: { dt: 1, steps: 400 },
      start: { kind: 'point', x: [0] },
      histogram: { axis: 'linear', min: -4.5, max: 4.5 },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'adai',
    title: 'Adai: large noise is quick',
    sentence:
      'Adai adapts its inertia and not its step: other than Adam it leaves sooner where noise is large (Xie and others, 2022).',
    tryThis: 'Set tau to 0.5: with a quarter of the noise only 64 % have left.',
    follow: [
      {
        acts: [set('noise.tau', 0.5)],
        shows: [{ read: 'escaped', is: 0.64, within: 0.005 }],
      },
    ],
    expected:
      '91 % of the particles have left |x| < 2 by step 250; the standard deviation is 17.1 then.',
    spec: {
      loss: { a: [1] },
      noise: { sigma: 0, tau: 2 },
      optimizer: { kind: 'adai', learningRate: 0.02 },
      time: { dt: 1, steps: 250 },
      start: { kind: 'point', x: [0] },
      escape: { radius: 2 },
      histogram: { axis: 'asinh', min: -1000, max: 1000 },
      ensemble: { particles: 65_536 },
    },
  },
];
