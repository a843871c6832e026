import { type PresetDescription, set } from './preset';

/** Other methods, stored data, deep networks and many dimensions. */
export const METHOD_PRESETS: readonly PresetDescription[] = [
  {
    id: 'svrg-landmark',
    title: 'SVRG: beside the landmark',
    sentence:
      'Gradients corrected at the landmark x = 1: the noise vanishes there, and all paths end farther from the saddle.',
    tryThis: 'Start at -1: the whole law is mirrored, away from the saddle again.',
    follow: [
      {
        acts: [set('start', { kind: 'point', x: [-1] })],
        shows: [
          { read: 'largest x', under: -0.8 },
          { read: 'median x', times: { over: -1.3, under: -0.75 } },
        ],
      },
    ],
    expected:
      'Nothing to the left of 1; an inverse gamma law of shape 0.5 beside it, half of the paths beyond 3.2.',
    figure: 'stat_dist_svrg',
    spec: {
      optimizer: { kind: 'svrg', epochLength: 90_000 },
      time: { steps: 90_000 },
      histogram: { axis: 'linear', min: -10, max: 10, bins: 400 },
    },
  },
  {
    id: 'svrg-ratchet',
    title: 'SVRG: a ratchet',
    sentence:
      'A new landmark every 1,000 steps, and each is farther from the saddle than the last: escape is sure.',
    tryThis: 'Choose plain SGD: the same noise now brings every path back to the saddle.',
    follow: [
      {
        acts: [set('optimizer', { kind: 'sgd' })],
        shows: [
          { read: 'word', is: 'TRAPPED' },
          { read: 'median |x|', times: { under: 0.001 } },
        ],
      },
    ],
    expected:
      'After 20 epochs ln |x| has grown by 14.9 on average, 0.74 an epoch; no path is below 1.',
    figure: 'svrg',
    spec: {
      noise: { sigma: 2, tau: 1 },
      optimizer: { kind: 'svrg', epochLength: 1000 },
      time: { steps: 20_000 },
      histogram: { axis: 'log-abs', min: 0.1, max: 1e15 },
    },
  },
  {
    id: 'perturbed',
    title: 'Perturbed SGD',
    sentence:
      'From exactly the saddle nothing moves without additive noise; kicks of 0.5 in every step get it going.',
    tryThis:
      'Set the perturbation to 5: the time to leave shrinks, and the threshold stays where it was.',
    follow: [
      {
        acts: [set('optimizer.perturbation', 5)],
        shows: [
          { read: 'median step of leaving', times: { under: 0.8 } },
          { read: 'threshold', times: { over: 0.999, under: 1.001 } },
        ],
      },
    ],
    expected: '97 % of the particles have crossed the radius of 10 at t = 8.',
    spec: {
      loss: { a: [1] },
      noise: { sigma: 0.5, tau: 0 },
      optimizer: { kind: 'perturbed', perturbation: 0.5 },
      time: { dt: 0.001, steps: 8000 },
      start: { kind: 'point', x: [0] },
      histogram: { min: -1e4, max: 1e4 },
    },
  },
  {
    id: 'annealing',
    title: 'Annealing',
    sentence:
      'Learning rates that shrink like 1/n let the noise die before the push: escape is sure, and slow.',
    tryThis:
      'Choose a constant rate of 0.1 and sigma = 4.5: now the noise traps, however long you wait.',
    follow: [
      {
        acts: [
          set('optimizer.schedule', 'constant'),
          set('optimizer.learningRate', 0.1),
          set('noise.sigma', 4.5),
        ],
        shows: [
          { read: 'word', is: 'TRAPPED' },
          { read: 'median |x|', under: 1e-4 },
        ],
      },
    ],
    expected:
      'The heap moves right and stops widening: its middle is at |x| = 21 after 1,000 steps, where the mean of ln |x| is 3.05.',
    spec: {
      noise: { sigma: 2, tau: 0 },
      optimizer: { schedule: 'inverse-time', learningRate: 0.5 },
      time: { dt: 1, steps: 1000 },
      histogram: { axis: 'log-abs', min: 1e-4, max: 1e4 },
    },
  },
  {
    id: 'heavy-ball',
    title: 'Momentum sticks',
    sentence:
      'Plain SGD escapes here. With momentum 0.9 the same saddle traps: it acts like a ten times larger step.',
    tryThis: 'Choose SGD, or lower beta to 0.5: the heap turns round and runs off to the right.',
    follow: [
      {
        acts: [set('optimizer', { kind: 'sgd', learningRate: 0.02 })],
        shows: [
          { read: 'word', is: 'ESCAPES' },
          { read: 'median |x|', over: 1 },
        ],
      },
      {
        acts: [set('optimizer.beta', 0.5)],
        shows: [
          { read: 'word', is: 'ESCAPES' },
          { read: 'median |x|', over: 1 },
        ],
      },
    ],
    expected:
      'The heap drifts to the left, ln |x| by 0.0061 a step: its middle is at |x| = 10⁻⁸ after 3,000 steps.',
    spec: {
      loss: { a: [0.05] },
      noise: { sigma: 1, tau: 0 },
      optimizer: { kind: 'heavy-ball', learningRate: 0.02, beta: 0.9 },
      time: { dt: 1, steps: 3000 },
      histogram: { axis: 'log-abs', min: 1e-20, max: 1e4 },
    },
  },
  {
    id: 'nesterov',
    title: 'Nesterov sticks, too',
    sentence:
      "Nesterov's step looks ahead before it measures the slope: the saddle still traps where SGD escapes.",
    tryThis: 'Lower sigma to 0.5, below 0.974, its threshold: now it escapes, faster than SGD.',
    follow: [
      {
        acts: [set('noise.sigma', 0.5)],
        shows: [
          { read: 'threshold', is: 0.974, within: 0.0005 },
          { read: 'word', is: 'ESCAPES' },
          { read: 'growth over that of SGD', over: 1.5 },
        ],
      },
    ],
    expected:
      'The heap drifts to the left, ln |x| by 0.0128 a step: its middle is at |x| = 3·10⁻⁶ after 1,000 steps.',
    spec: {
      loss: { a: [0.1] },
      noise: { sigma: 1.2, tau: 0 },
      optimizer: { kind: 'nesterov', learningRate: 0.1, beta: 0.5 },
      time: { dt: 1, steps: 1000 },
      histogram: { axis: 'log-abs', min: 1e-14, max: 1e4 },
    },
  },
  {
    id: 'data-set',
    title: 'Minibatches of a data set',
    sentence:
      'The noise comes from 200 stored samples: minibatches of 20 without replacement, epoch by epoch.',
    tryThis: 'Set the batch size to 200: the whole set has no noise, and SGD is gradient descent.',
    follow: [
      {
        acts: [set('optimizer.batchSize', 200)],
        shows: [
          { read: 'spread of x', is: 0 },
          { read: 'median x over that of gradient descent', is: 1, within: 1e-5 },
        ],
      },
    ],
    expected:
      'Per step ln |x| grows by 0.071; 10 steps are an epoch, after which all samples have been seen once.',
    spec: {
      loss: { a: [0.1] },
      noise: { law: 'dataset', samples: 200, sigma: 1.1, tau: 0 },
      optimizer: { batchSize: 20 },
      time: { dt: 1, steps: 200 },
      histogram: { axis: 'log-abs', min: 1e-2, max: 1e10 },
    },
  },
  {
    id: 'linear-network',
    title: 'Two weights and data',
    sentence:
      'A linear network of two layers learns y = x from 500 noisy samples: its origin is a real saddle.',
    tryThis:
      'Raise sigma to 4 and set the batch size to 1: so much noise holds half of the products w0 w1 below 0.5.',
    follow: [
      {
        acts: [set('noise.sigma', 4), set('optimizer.batchSize', 1)],
        shows: [{ read: 'median of x y', under: 0.5 }],
      },
    ],
    expected:
      'Half of the particles lie on each branch of w0 w1 = 1; the product of the weights is 1 within a few per cent.',
    spec: {
      loss: { kind: 'linear-network', a: [1], depth: 2 },
      noise: { law: 'dataset', samples: 500, sigma: 1 },
      optimizer: { learningRate: 0.05, batchSize: 10 },
      time: { dt: 1, steps: 400 },
      start: { kind: 'gaussian', standardDeviation: [0.3, 0.3] },
      histogram: { axis: 'linear', min: -2.5, max: 2.5, bins: 250 },
      ensemble: { particles: 262_144 },
    },
  },
  {
    id: 'dimension',
    title: 'Many directions',
    sentence:
      'Eight concave directions with noises of their own: it takes only one of them to escape.',
    tryThis: 'Leave one direction: an eighth as many escape in the same time.',
    follow: [
      {
        acts: [
          set('loss.a', [0.3]),
          set('start', { kind: 'gaussian', mean: [0], standardDeviation: [0.1] }),
        ],
        shows: [{ read: 'escaped', times: { over: 0.1, under: 0.16 } }],
      },
    ],
    expected:
      '10 % have crossed the radius of 3 in some direction after 40 steps, where a single direction gives 1.4 %.',
    spec: {
      loss: { a: [0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3, 0.3] },
      noise: { sigma: 1.2, tau: 0.5 },
      optimizer: { learningRate: 0.1 },
      time: { dt: 1, steps: 40 },
      start: { kind: 'gaussian', standardDeviation: new Array(8).fill(0.1) },
      escape: { radius: 3 },
      histogram: { axis: 'asinh', min: -10, max: 10, bins: 400 },
      ensemble: { particles: 131_072 },
    },
  },
];
