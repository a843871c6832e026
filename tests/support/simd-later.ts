import { parseSpec } from '../../src/spec/schema';
import type { Spec } from '../../src/spec/spec';
import { bothPopulations, type OwnSteps } from './simd-checks';
import { averagedWayTolerance } from './tolerances';

/** Checks of the methods that the SIMD kernels have one loop for: assembly/point-steps.ts. */

/** The methods, with numbers for which two steps show what they do. */
const LATER = {
  adam: { beta1: 0.6, beta2: 0.7 },
  adamw: { weightDecay: 0.5 },
  amsgrad: { beta2: 0.3 },
  adagrad: {},
  'sign-sgd': {},
  'clipped-sgd': { clip: 0.5 },
  'sgd-weight-decay': { weightDecay: 0.5 },
  'averaged-sgd': {},
  langevin: { temperature: 2 },
  sam: { ascent: 0.3 },
  adai: { beta0: 0.4 },
};
// As of rmspropSteps; kicks of sqrt(2 * 2 * 0.05) are noise too, and sizes are of at most 60 + 20 with
// the ascent of SAM.
const alone: [string, OwnSteps][] = Object.entries(LATER).flatMap(([kind, own]) =>
  ['saddle', 'relu-saddle'].map((loss): [string, OwnSteps] => [
    `${kind}, ${loss}`,
    {
      size: 80,
      noiseRate: 0.05 * (0.3 * 60 + 0.5) + Math.sqrt(0.2),
      growth: 2,
      partial: {
        loss: { kind: loss, a: [-1] },
        noise: { sigma: 0.3, tau: 0.5, rho: 0.5 },
        optimizer: { kind, learningRate: 0.05, ...own },
        start: { kind: 'uniform', low: [-20], high: [20] },
      },
    },
  ]),
);
// Slopes of at most (0.7 + 0.5 * 6.66) |w|^2 + |w|^5 with |w| <= 1.3, and steps of 0.02; kicks of
// sqrt(2 * 2 * 0.02).
const together: [string, OwnSteps][] = Object.entries(LATER).map(([kind, own]) => [
  `${kind}, linear-network`,
  {
    size: 3,
    noiseRate: 0.02 * 0.5 * 1.7 + Math.sqrt(0.08),
    growth: 2,
    partial: {
      loss: { kind: 'linear-network', a: [0.7], depth: 3 },
      noise: { sigma: 0.5, tau: 0 },
      optimizer: { kind, learningRate: 0.02, ...own },
      start: { kind: 'uniform', low: [-1, -1, -1], high: [1, 1, 1] },
    },
  },
]);
/** Runs of each, as of `ownSteps`. */
export const laterSteps: Record<string, OwnSteps> = Object.fromEntries([...alone, ...together]);

/** Runs of these methods, of which many leave the radius within 150 steps. */
export const laterSpecs: Record<string, Spec> = Object.fromEntries(
  [
    // Steps of a size of their own are exact where they end on the radius.
    ...Object.entries(LATER).map(([kind, own]): [string, object] => [
      kind,
      {
        loss: { a: [3] },
        optimizer: { kind, learningRate: kind === 'adagrad' ? 0.5 : 1 / 16, ...own },
      },
    ]),
    ...['amsgrad', 'averaged-sgd', 'langevin'].map((kind): [string, object] => [
      `${kind}, three coordinates, 1/n`,
      {
        loss: { a: [1, -1, 0.5] },
        optimizer: { kind, schedule: 'inverse-time' },
        start: { kind: 'gaussian' },
      },
    ]),
  ].map(([name, partial]) => [
    name,
    parseSpec({
      noise: { sigma: 1, tau: 1, rho: 0.5 },
      time: { dt: 0.2, steps: 150 },
      ensemble: { particles: 2051, seed: 'later' },
      escape: { radius: 2 },
      ...partial,
    }),
  ]),
);

/**
 * A way of 200 steps of a method of weighted averages along a slope of 1, whose weights divide out:
 * how far it is from 200 learning rates, as a share of what is allowed.
 */
export async function worstAveragedWay(kind: string, bytes?: Uint8Array): Promise<number> {
  const STEPS = 200;
  const learningRate = 1 / 64;
  const own = kind === 'adamw' ? { weightDecay: 0 } : {};
  const spec = parseSpec({
    loss: { kind: 'relu-saddle', a: [1] },
    noise: { sigma: 0, tau: 0 },
    optimizer: { kind, learningRate, beta1: 0.999, beta2: 0.9999, ...own },
    start: { kind: 'point', x: [learningRate] },
    time: { dt: 1, steps: STEPS },
    ensemble: { particles: 8 },
  });
  const { kernel } = await bothPopulations(spec, STEPS, bytes);
  const way = kernel.row(0, 1)[0] / learningRate - 1;
  return Math.abs(way / STEPS - 1) / averagedWayTolerance(STEPS);
}
