import type { Sweep } from './sweep';
import { parseSweep } from './sweep-schema';

/** A map worth looking at. */
export interface SweepPreset {
  id: string;
  title: string;
  /** How to read it, in one sentence that the counts bear out: tests/statistics/maps.test.ts. */
  sentence: string;
  sweep: Sweep;
  /** Response of the sweep that the sentence is about; left out where it is about the share. */
  response?: string;
}

/**
 * Whole steps of SGD from 0.1, with noise that grows with x: push a away from the saddle against
 * pull h sigma^2 / 2 back to it.
 */
const STEPS = {
  loss: { a: [1] },
  noise: { sigma: 3, tau: 0 },
  optimizer: { learningRate: 0.1 },
  time: { dt: 1, steps: 300 },
  start: { x: [0.1] },
  escape: { radius: 3 },
};
const SIGMA = { path: 'noise.sigma', from: 0.1, to: 8, count: 48 };
const PUSH = { path: 'loss.a[0]', from: 0.03, to: 1.5, count: 48 };

/** Methods that are compared with SGD, at numbers that show what they do. */
const METHODS = {
  svrg: { optimizer: { kind: 'svrg', epochLength: 50 } },
  perturbed: { optimizer: { kind: 'perturbed', perturbation: 0.1 } },
  batch: { optimizer: { batchSize: 4 } },
  rate: { optimizer: { learningRate: 0.025 }, time: { steps: 1200 } },
  annealed: { optimizer: { learningRate: 1, schedule: 'inverse-time' }, time: { steps: 3000 } },
  momentum: { optimizer: { kind: 'heavy-ball', beta: 0.5 } },
};

function compared(id: keyof typeof METHODS, title: string, sentence: string): SweepPreset {
  const sweep = parseSweep({
    base: STEPS,
    x: SIGMA,
    y: PUSH,
    replicas: 1024,
    compare: METHODS[id],
  });
  return { id, title, sentence, sweep };
}

export const SWEEP_PRESETS: readonly SweepPreset[] = [
  compared(
    'svrg',
    'SGD against SVRG',
    'Noise traps SGD right of the line; SVRG, whose noise vanishes at its landmark, escapes there too, unless the push is so weak that 300 steps are too few.',
  ),
  compared(
    'perturbed',
    'SGD against perturbed SGD',
    'Kicks do not move the threshold, but where noise pulls x to 0 they keep it away from there, so that more of the replicas get out in time.',
  ),
  compared(
    'batch',
    'SGD against minibatches of 4',
    'A minibatch of 4 halves σ: the threshold moves to twice the noise, and between the two lines B escapes where A is trapped.',
  ),
  compared(
    'rate',
    'SGD against a quarter of the learning rate',
    'A quarter of the step, and four times as many of them, does what a minibatch of 4 does: the threshold a = hσ²/2 only knows h/B.',
  ),
  compared(
    'annealed',
    'SGD against annealing',
    'Steps of 1/n free SGD from every noise in the end, as a power of n only: B wins where A is trapped, and is late where A is not.',
  ),
  compared(
    'momentum',
    'SGD against heavy ball',
    'With β = 0.5 the ball rolls out sooner where the saddle repels, and is trapped by less noise: it acts like a learning rate of h/(1 − β).',
  ),
  {
    id: 'methods',
    title: 'Six methods in a row',
    sentence:
      'The same saddle, noise and start for SGD and five ways out: what frees from strong noise is less noise near 0, by SVRG, larger batches, smaller or shrinking steps.',
    sweep: parseSweep({
      base: STEPS,
      x: { ...SIGMA, count: 24 },
      y: { ...PUSH, count: 24 },
      replicas: 1024,
      compare: [METHODS.svrg, METHODS.perturbed, METHODS.batch, METHODS.annealed, METHODS.momentum],
    }),
  },
  {
    id: 'too-much-noise',
    title: 'Too much noise frees again',
    sentence:
      'With whole steps of h = 1 the trap has two sides: beyond σ ≈ 1.5 the noise throws x out again, which the limit of small steps does not know.',
    sweep: parseSweep({
      base: { ...STEPS, optimizer: { learningRate: 1 }, time: { dt: 1, steps: 200 } },
      x: { path: 'noise.sigma', from: 0.05, to: 2.4, count: 48 },
      y: { path: 'loss.a[0]', from: 0.01, to: 0.4, count: 48 },
      replicas: 1024,
    }),
  },
  {
    id: 'batch-rate',
    title: 'Batch size against learning rate',
    sentence:
      'With a row for every doubling of the batch the threshold a = hσ²/(2B) is a straight line: twice the batch buys twice the learning rate.',
    sweep: parseSweep({
      base: { ...STEPS, noise: { sigma: 6, tau: 0 }, loss: { a: [0.5] } },
      x: { path: 'optimizer.learningRate', from: 0.01, to: 0.5, count: 40, scale: 'log' },
      y: { path: 'optimizer.batchSize', values: [1, 2, 4, 8, 16, 32], scale: 'list' },
      replicas: 1024,
    }),
  },
  {
    id: 'coins',
    title: 'Gaussian noise against coin flips',
    sentence:
      'Of the same variance, coin flips need a little more noise to trap than Gaussian steps do, and trap against strong pushes that no Gaussian noise holds.',
    sweep: parseSweep({
      base: { ...STEPS, optimizer: { learningRate: 0.25 }, time: { dt: 1, steps: 200 } },
      x: { path: 'noise.sigma', from: 0.1, to: 6, count: 48 },
      y: PUSH,
      replicas: 1024,
      compare: { noise: { law: 'two-point' } },
    }),
  },
  {
    id: 'kinds-of-noise',
    title: 'Two kinds of noise: σ against τ',
    sentence:
      'Noise that is always there, τ, drives replicas out; noise that grows with x, σ, first pulls them to 0, and only then throws some of them far.',
    sweep: parseSweep({
      base: { ...STEPS, noise: { sigma: 3, tau: 0.1 }, loss: { a: [0.2] } },
      x: SIGMA,
      y: { path: 'noise.tau', from: 0.01, to: 10, count: 48, scale: 'log' },
      replicas: 1024,
    }),
  },
  {
    id: 'ball',
    title: 'Kicks from a ball in d dimensions',
    sentence:
      'One direction leads away from the saddle and d − 1 lead back; of a kick from a ball of radius 0.1 each gets 0.1/√(d + 2), so that the median time to escape grows only as ln d.',
    sweep: parseSweep({
      base: {
        loss: { a: [-1] },
        noise: { sigma: 0, tau: 0 },
        optimizer: { kind: 'perturbed', learningRate: 0.5 },
        time: { dt: 1, steps: 200 },
        start: { x: [0] },
        escape: { radius: 1 },
      },
      x: { path: 'loss.dimensions', values: [1, 2, 4, 8, 16, 32] },
      y: { path: 'loss.a[0]', from: 0.04, to: 0.4, count: 12, scale: 'log' },
      tied: { 'optimizer.perturbation': '0.1 / (dimensions + 2) ^ 0.5' },
      replicas: 1024,
      responses: ['escapeTime:0.5'],
    }),
    response: 'escapeTime:0.5',
  },
];
