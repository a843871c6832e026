import type { Spec } from './spec';

/** The spec that the page opens with, as far as it differs from the defaults: the first preset. */
export const OPENING = { time: { steps: 80_000 } };

/** The same in full: the page begins to run before what reads specs is loaded. */
export const OPENING_SPEC: Spec = {
  version: 1,
  loss: { kind: 'saddle', a: [1] },
  noise: { law: 'gaussian', sigma: 2, tau: 1, rho: 0 },
  optimizer: { kind: 'sgd', learningRate: 1, schedule: 'constant', batchSize: 1 },
  time: { dt: 0.001, steps: 80_000 },
  start: { kind: 'point', x: [1] },
  escape: { radius: 10 },
  ensemble: { particles: 2 ** 20, seed: '1' },
  histogram: { coordinate: 0, axis: 'asinh', min: -100, max: 100, bins: 512 },
};
