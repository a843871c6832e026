import { parseSpec } from '../../src/spec/schema';

/**
 * A plain run that begins close to the reach. Every step is times 4 or 1/2, which is exact in float32:
 * many who come beyond the reach between two looks come back before the second.
 */
export const aboutTheReach = parseSpec({
  loss: { a: [1.25] },
  noise: { law: 'two-point', sigma: 1.75, tau: 0 },
  time: { dt: 1 },
  start: { kind: 'point', x: [2 ** 93] },
  ensemble: { particles: 500, seed: 'reach' },
});

/** Ways to cut the run: looks are after every eighth step. */
export const STOPS = [[64], [3, 12, 16, 70, 128], [5, 37, 128]];
