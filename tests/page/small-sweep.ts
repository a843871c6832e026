import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';

/**
 * A map of one side that is made in a moment. Noise as strong as its start is wide leaves its exact
 * probabilities to few points of quadrature.
 */
export const ONE_SIDE = parseSweep({
  base: {
    loss: { a: [0.5] },
    noise: { sigma: 4, tau: 1 },
    time: { dt: 1, steps: 60 },
    optimizer: { learningRate: 0.1 },
    escape: { radius: 3 },
  },
  x: { path: 'noise.sigma', from: 1, to: 8, count: 8 },
  y: { path: 'loss.a[0]', from: 0.1, to: 1, count: 4 },
  replicas: 100,
});

/**
 * One of two sides, both with theory that takes no time, for tests of anything but the map that the
 * page begins with.
 */
export const SMALL_SWEEP = parseSweep({
  ...ONE_SIDE,
  compare: { optimizer: { kind: 'perturbed' } },
});

/** Every page; the Map with a small map. */
export const PAGES = [
  'index.html',
  `map.html${sweepToFragment(SMALL_SWEEP)}`,
  'verify.html',
  'bench.html',
] as const;
