import { exp, log } from '../numerics/elementary';
import { OPENING } from './opening';
import { parseSpec } from './schema';
import type { Spec } from './spec';

/**
 * One thing that a hand does on the page: gives a field of the spec a value, or presses a button.
 */
export type Act = { set: string; to: unknown } | { press: 'step' | 'restart' | 'seed' };

/**
 * A number or word that a "Try" promises, as it is read when the run has ended:
 * tests/statistics/tries.test.ts follows every one. `times` compares with the same reading of the
 * preset as it is.
 */
export interface Promised {
  read: string;
  is?: number | string;
  /** Half a unit of the last digit that the text gives. */
  within?: number;
  over?: number;
  under?: number;
  times?: { over?: number; under?: number };
}

/** What a "Try" says to do, and what there is to see then. */
export interface Following {
  acts: readonly Act[];
  shows: readonly Promised[];
}

/** A run worth looking at, ready to start. */
export interface Preset {
  id: string;
  title: string;
  /** What is to be seen, in plain words. */
  sentence: string;
  /** One change to make by hand, and what it does. */
  tryThis: string;
  /** The same for a machine: each is done from the preset as it is. */
  follow: readonly Following[];
  /** What to read off the screen when it has run. */
  expected: string;
  spec: Spec;
  /** Picture of the post this comes from, by the name it has there. */
  figure?: string;
}

/**
 * Histogram of the coin flips with `fineness` bins for each number of heads, its atom in the middle
 * of one of them: ln x = flips ln(1 - sigma) + heads ln((1 + sigma) / (1 - sigma)). The finer ones
 * keep other atoms apart, too: those of the "Try".
 */
function coinHistogram(
  sigma: number,
  flips: number,
  fewestHeads = 0,
  mostHeads = flips,
  fineness = 1,
) {
  const spacing = log((1 + sigma) / (1 - sigma));
  const at = (heads: number) =>
    Number(exp(flips * log(1 - sigma) + heads * spacing).toPrecision(4));
  return {
    axis: 'log-abs',
    min: at(fewestHeads - 0.5 / fineness),
    max: at(mostHeads + 0.5 / fineness),
    bins: (mostHeads - fewestHeads) * fineness + 1,
  };
}

function coinSpec(sigma: number, flips: number, histogram = coinHistogram(sigma, flips)) {
  return {
    loss: { a: [0] },
    noise: { law: 'two-point', sigma, tau: 0 },
    time: { dt: 1, steps: flips },
    start: { kind: 'point', x: [1] },
    histogram,
  };
}

function set(field: string, to: unknown): Act {
  return { set: field, to };
}

const DESCRIPTIONS: (Omit<Preset, 'spec'> & { spec: unknown })[] = [
  {
    id: 'trapped',
    title: 'Trapped',
    sentence:
      'The saddle pushes every path away, yet noise of this strength brings each of them back, again and again.',
    tryThis: 'Lower sigma to 1.3, below 1.41, the square root of 2 a: the crowd no longer settles.',
    follow: [
      {
        acts: [set('noise.sigma', 1.3)],
        shows: [
          { read: 'threshold', is: 1.41, within: 0.005 },
          { read: 'word', is: 'ESCAPES' },
          { read: 'law', is: 'none' },
          { read: 'median |x|', times: { over: 100 } },
        ],
      },
    ],
    expected:
      'The bars settle on the bell with heavy flanks (Student t, 0.5 degrees of freedom); the median stays at 0. The curve is that of infinitely small steps, so that a million particles show a distance a little over the band.',
    figure: 'stat_dist',
    spec: OPENING,
  },
  {
    id: 'critical',
    title: 'Exactly at the threshold',
    sentence:
      'At sigma = square root of 2 a the pull of the noise and the push of the saddle cancel, and nothing ever settles.',
    tryThis: 'Raise sigma to 1.6: a law appears, and the crowd begins to settle on it.',
    follow: [
      {
        acts: [set('noise.sigma', 1.6)],
        shows: [
          { read: 'law', is: 'student-t' },
          { read: 'agreement', is: 'settling' },
        ],
      },
    ],
    expected:
      'No curve: there is no stationary law. The peak looks settled, yet the share of particles beyond the edges keeps growing with time.',
    figure: 'stat_dist',
    spec: {
      noise: { sigma: Math.SQRT2 },
      time: { steps: 20_000 },
      histogram: { axis: 'linear', min: -5, max: 5, bins: 250 },
    },
  },
  {
    id: 'skewed',
    title: 'Skewed trap',
    sentence:
      'When the two kinds of noise move together, the trap leans to one side and its peak sits beside the saddle.',
    tryThis: 'Turn rho from 0.95 to -0.95: the picture is mirrored.',
    follow: [
      {
        acts: [set('noise.rho', -0.95)],
        shows: [
          { read: 'median x', times: { over: -1.3, under: -0.75 } },
          { read: 'share x > 0', under: 0.4 },
        ],
      },
    ],
    expected:
      'The bars settle on the lopsided curve (Pearson IV), steep on the left, with its peak at x = 0.63 and a long flank to the right.',
    figure: 'stat_dist',
    spec: {
      noise: { tau: -1, rho: 0.95 },
      time: { steps: 80_000 },
      histogram: { axis: 'linear', min: -5, max: 5, bins: 250 },
    },
  },
  {
    id: 'correlated',
    title: 'One-sided trap',
    sentence:
      'When both kinds of noise are one and the same, every path ends up on one side of a wall at x = 1.',
    tryThis:
      'Change the sign of tau to 2: the wall and everything beyond it jump to the other side, to x = -1.',
    follow: [
      {
        acts: [set('noise.tau', 2)],
        shows: [
          { read: 'largest x', is: -1, within: 0.2 },
          { read: 'share x > 0', is: 0 },
        ],
      },
    ],
    expected:
      'Nothing to the left of 1, a steep peak at 1.3 and a long flank to the right (1 plus an inverse gamma law); half of the paths are beyond 3.2.',
    figure: 'correlated',
    spec: {
      noise: { tau: -2, rho: 1 },
      time: { steps: 80_000 },
      histogram: { axis: 'linear', min: -15, max: 15, bins: 300 },
    },
  },
  {
    id: 'uncorrelated',
    title: 'Uncorrelated noise',
    sentence:
      'Two independent noises make a symmetric heap, higher in the middle and with far heavier flanks than a bell curve.',
    tryThis:
      'Halve tau to 3.5: the heap keeps its shape and becomes half as wide, since tau sets its scale and nothing else.',
    follow: [
      {
        acts: [set('noise.tau', 3.5)],
        shows: [
          { read: 'median |x|', times: { over: 0.42, under: 0.58 } },
          { read: 'law', is: 'student-t' },
        ],
      },
    ],
    expected:
      'The bars settle on a Student t curve with 0.7 degrees of freedom; about one path in six is outside of -25 to 25.',
    figure: 'uncorelated',
    spec: {
      loss: { a: [0.6] },
      noise: { sigma: 2, tau: 7 },
      time: { steps: 42_000 },
      start: { kind: 'point', x: [0] },
      histogram: { axis: 'linear', min: -25, max: 25, bins: 250 },
    },
  },
  {
    id: 'forays',
    title: 'Forays',
    sentence:
      'Each path dies out in the end, but not without a few sudden trips far away: look at the sample paths below.',
    tryThis:
      'Raise sigma to 1.4: the trips become wilder and the paths die out faster, both at once.',
    follow: [
      {
        acts: [set('noise.sigma', 1.4)],
        shows: [
          { read: 'median |x|', times: { under: 1e-5 } },
          { read: 'spread of ln |x|', times: { over: 1.08 } },
        ],
      },
    ],
    expected:
      'On the logarithmic axis the bars follow a bell curve (log-normal) that wanders to the left and widens; a strip of it at the right are the trips of the moment.',
    figure: 'gbm_freq_exc',
    spec: {
      loss: { a: [0.5] },
      noise: { sigma: 1.2, tau: 0 },
      time: { dt: 0.01, steps: 10_000 },
      histogram: { axis: 'log-abs', min: 1e-36, max: 1e8, bins: 512 },
    },
  },
  {
    id: 'coin-1',
    title: 'One coin flip',
    sentence:
      'Heads multiplies x by 1.1 and tails by 0.9: after one flip half of the particles are nearer to the saddle.',
    tryThis: 'Press Step once more, and watch two bars become three, of 25 %, 50 % and 25 %.',
    follow: [
      {
        acts: [{ press: 'step' }],
        shows: [
          { read: 'bars', is: 3 },
          { read: 'smallest bar', is: 1 / 4, within: 0 },
          { read: 'largest bar', is: 1 / 2, within: 0 },
          { read: 'outside', is: 0 },
          { read: 'agreement', is: 'agrees' },
        ],
      },
    ],
    expected: 'Two bars of one half each, at 0.9 and at 1.1.',
    figure: 'stage_1',
    spec: coinSpec(0.1, 1, coinHistogram(0.1, 2, 0, 2, 2)),
  },
  {
    id: 'coin-2',
    title: 'Two coin flips',
    sentence:
      'One head and one tail leave 0.99, which is less than 1: three of four outcomes are nearer to the saddle.',
    tryThis: 'Raise sigma to 0.5: the middle outcome sinks to 0.75.',
    follow: [
      {
        acts: [set('noise.sigma', 0.5)],
        shows: [
          { read: 'median |x|', is: 0.75, within: 0.005 },
          { read: 'bars', is: 3 },
          { read: 'outside', is: 0 },
          { read: 'agreement', is: 'agrees' },
        ],
      },
    ],
    expected:
      'Bars of 1/4, 1/2 and 1/4; those at 0.81 and 0.99 are nearer to the saddle than the start.',
    figure: 'stage_2',
    spec: coinSpec(0.1, 2, coinHistogram(0.5, 2, 0, 2, 16)),
  },
  {
    id: 'coin-4',
    title: 'Four coin flips',
    sentence:
      'Of the sixteen orders of four flips, eleven lead nearer to the saddle, though the coin is fair.',
    tryThis:
      'Change the seed: the bars barely move, as a million particles leave little to chance.',
    follow: [
      {
        acts: [{ press: 'seed' }],
        shows: [
          { read: 'bars', is: 5 },
          { read: 'largest bar', times: { over: 0.9, under: 1.1 } },
          { read: 'agreement', is: 'agrees' },
        ],
      },
    ],
    expected:
      'Bars of 1/16, 4/16, 6/16, 4/16 and 1/16; the first three are nearer to the saddle than the start.',
    figure: 'stage_4',
    spec: coinSpec(0.1, 4),
  },
  {
    id: 'coin-10',
    title: 'Ten stronger flips',
    sentence: 'With factors of 1.5 and 0.5, six heads of ten are still not enough to get away.',
    tryThis:
      'Lower sigma to 0.1: five heads of ten are the most that leave it nearer, and 62 % of the particles have no more.',
    follow: [
      {
        acts: [set('noise.sigma', 0.1)],
        shows: [
          { read: 'share |x| < 1', is: 0.62, within: 0.005 },
          { read: 'bars', is: 11 },
          { read: 'outside', is: 0 },
          { read: 'agreement', is: 'agrees' },
        ],
      },
    ],
    expected: 'Eleven bars; 83 % of the particles, those with at most 6 heads, are below |x| = 1.',
    figure: 'stage_n',
    spec: coinSpec(0.5, 10, coinHistogram(0.5, 10, 0, 10, 16)),
  },
  {
    id: 'coin-20',
    title: 'Twenty stronger flips',
    sentence: 'More flips, and the share of particles that got away shrinks.',
    tryThis: 'Double the steps to 40: the share below |x| = 1 grows to 96 %.',
    follow: [
      {
        acts: [set('time.steps', 40)],
        shows: [
          { read: 'share |x| < 1', is: 0.96, within: 0.005 },
          { read: 'outside', under: 0.001 },
          { read: 'agreement', is: 'agrees' },
        ],
      },
    ],
    expected:
      'Twenty-one bars; 87 % of the particles, those with at most 12 heads, are below |x| = 1.',
    figure: 'stage_n',
    spec: coinSpec(0.5, 20, coinHistogram(0.5, 20, -5, 20)),
  },
  {
    id: 'coin-100',
    title: 'A hundred stronger flips',
    sentence:
      'After a hundred fair flips hardly a particle in three hundred is farther from the saddle than it was.',
    tryThis: 'Set a to 0.1: the push makes up for most of it, and 69 % are below |x| = 1.',
    follow: [
      {
        acts: [set('loss.a[0]', 0.1)],
        shows: [
          { read: 'share |x| < 1', is: 0.69, within: 0.005 },
          { read: 'outside', under: 0.001 },
          { read: 'agreement', is: 'agrees' },
        ],
      },
    ],
    expected: 'A bell of bars centred at ln|x| = -14; 99.7 % of the particles are below |x| = 1.',
    figure: 'stage_n',
    spec: coinSpec(0.5, 100, coinHistogram(0.5, 100, 23, 77, 4)),
  },
  {
    id: 'coin-1000',
    title: 'A thousand weak flips',
    sentence: 'A thousand flips of 10 % each pull 95 % of the particles towards the saddle.',
    tryThis:
      'Set sigma to 0.2: the bell moves to |x| = 10^-9, and only one particle in 1,500 is farther than it was.',
    follow: [
      {
        acts: [set('noise.sigma', 0.2)],
        shows: [
          { read: 'log10 median |x|', is: -9, within: 0.5 },
          { read: 'share |x| < 1', is: 1 - 1 / 1500, within: 0.0001 },
          { read: 'outside', under: 0.001 },
          { read: 'agreement', is: 'agrees' },
        ],
      },
    ],
    expected:
      'A bell of bars centred at ln|x| = -5, close to a log-normal law; 94.6 % of the particles, those with at most 525 heads, are below |x| = 1.',
    figure: 'stage_n',
    spec: coinSpec(0.1, 1000, coinHistogram(0.1, 1000, 300, 595)),
  },
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
  {
    id: 'gradient-descent',
    title: 'Gradient descent',
    sentence:
      'From the foot of a spike gradient descent rolls down the steepest way until it lies in a well.',
    tryThis:
      'Start at (-2.5, 2.2), a little to the left: it ends in another well, at (-1.45, -0.56).',
    follow: [
      {
        acts: [set('start', { kind: 'point', x: [-2.5, 2.2] })],
        shows: [
          { read: 'median x', is: -1.45, within: 0.005 },
          { read: 'median y', is: -0.56, within: 0.005 },
        ],
      },
    ],
    expected:
      'Every path ends in the well at (0.51, 1.45); the minimum of -1.05 far to the right is never seen.',
    figure: 'gradient_descent1',
    spec: {
      loss: { kind: 'spike-and-wells' },
      noise: { shake: 0 },
      optimizer: { kind: 'gd', learningRate: 0.1 },
      time: { dt: 1, steps: 400 },
      ensemble: { particles: 4096 },
    },
  },
  {
    id: 'clustering',
    title: 'Steps cluster at a saddle',
    sentence:
      'Starts on both sides of a divide: those next to it come to the saddle and hardly move there for long.',
    tryThis: 'Restart and watch the map: the crowd splits in two at the saddle at (-0.36, 0.43).',
    follow: [
      {
        acts: [{ press: 'restart' }],
        shows: [
          { read: 'saddle x', is: -0.36, within: 0.005 },
          { read: 'saddle y', is: 0.43, within: 0.005 },
          { read: 'share left of the saddle', over: 0.6, under: 0.72 },
        ],
      },
    ],
    expected:
      'Two thirds end in the well at (-1.45, -0.56) and a third in that at (0.51, 1.45); a few are still near the saddle.',
    figure: 'gradient_descent2',
    spec: {
      loss: { kind: 'spike-and-wells' },
      noise: { shake: 0 },
      optimizer: { kind: 'gd', learningRate: 0.1 },
      time: { dt: 1, steps: 150 },
      start: { kind: 'uniform', low: [-2.55, 2.15], high: [-2.42, 2.35] },
      ensemble: { particles: 65_536 },
    },
  },
  {
    id: 'saddle-point',
    title: 'A saddle point',
    sentence:
      'Along one line the surface is a valley, along the other a ridge: what starts anywhere is led to the line and out.',
    tryThis:
      'Choose SGD with tau = 1 and start at (0, 0): noise alone now pushes the particles off.',
    follow: [
      {
        acts: [
          set('optimizer.kind', 'sgd'),
          set('noise.tau', 1),
          set('start', { kind: 'point', x: [0, 0] }),
        ],
        shows: [{ read: 'standard deviation', over: 1 }],
      },
    ],
    expected:
      'The cloud is squeezed onto the line y = 0 and pulled apart along x; 83 % have left the radius of 4 after 60 steps.',
    figure: 'saddle_point',
    spec: {
      loss: { a: [2, -2] },
      noise: { sigma: 0, tau: 0 },
      optimizer: { kind: 'gd', learningRate: 0.025 },
      time: { dt: 1, steps: 60 },
      start: { kind: 'gaussian', mean: [0, 1], standardDeviation: [1, 1] },
      escape: { radius: 4 },
      histogram: { axis: 'linear', min: -60, max: 60, bins: 300 },
      ensemble: { particles: 262_144 },
    },
  },
  ...[
    {
      shake: 0,
      sentence: 'A well beside a saddle, and no noise: descent rolls straight into it.',
      tryThis: 'Raise the shake to 0.5: the paths tremble and still end in the well.',
      follow: [
        { acts: [set('noise.shake', 0.5)], shows: [{ read: 'share in 2.2 < x < 3.2', over: 0.9 }] },
      ],
      expected:
        'All particles are at x = 2.70, the bottom of the well, and still on their way to y = 0.',
      title: 'A double well at rest',
    },
    {
      shake: 1,
      sentence:
        'The same surface, translated at random by 1 in every step: descent lingers between the well and the ridge.',
      tryThis:
        'Look at the dashed and the full lines of the map: averaged over its shaking the surface has one minimum.',
      follow: [
        {
          acts: [],
          shows: [{ read: 'minima', is: 1 }],
        },
      ],
      expected: 'The crowd gathers around x = 1.74, far from the bottom of the well at 2.70.',
      title: 'A double well, shaken by 1',
    },
    {
      shake: 2,
      sentence:
        'Shaken by 2 it comes to rest next to the saddle, as if that were a minimum: on average, it now is.',
      tryThis: 'Lower the shake slowly: below 0.716 the averaged surface has a saddle again.',
      follow: [
        {
          acts: [set('noise.shake', 0.71)],
          shows: [{ read: 'critical shake', is: 0.716, within: 0.0005 }],
        },
      ],
      expected:
        '59 % of the particles are between x = 0.5 and 1.5; the saddle of the surface at rest is at 0.59.',
      title: 'A double well, shaken by 2',
    },
  ].map(({ shake, ...texts }) => ({
    id: `shaken-${shake}`,
    ...texts,
    figure: `sdg_${shake}noise`,
    spec: {
      loss: { kind: 'double-well' },
      noise: { shake },
      optimizer: { learningRate: 0.01 },
      time: { dt: 1, steps: 100 },
      histogram: { axis: 'linear', min: -2, max: 4, bins: 300 },
      ensemble: { particles: 262_144 },
    },
  })),
  {
    id: 'relu',
    title: 'A ReLU ridge',
    sentence:
      'Piecewise linear loss: steps of one size jump to and fro across the crease and slide off along it.',
    tryThis:
      'Set sigma to 5: the zigzag is wild, and still nothing is trapped, as the noise does not grow with x.',
    follow: [
      {
        acts: [set('noise.sigma', 5)],
        shows: [
          { read: 'escaped', over: 0.9 },
          { read: 'spread of x', times: { over: 3 } },
        ],
      },
    ],
    expected:
      'Paths zigzag across x = 0 by about 0.3 while y falls by 0.2 a step; after 17 steps nearly all have y below -3.',
    figure: 'relu',
    spec: {
      loss: { kind: 'relu-saddle', a: [-1, 0.65] },
      noise: { sigma: 0.2, tau: 0 },
      optimizer: { learningRate: 0.3 },
      time: { dt: 1, steps: 17 },
      start: { kind: 'point', x: [-1.6, -0.4] },
      escape: { radius: 4 },
      histogram: { axis: 'linear', min: -2, max: 1, bins: 150 },
      ensemble: { particles: 65_536 },
    },
  },
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
      'The heap of ln |x| moves right by ln n: its mean is 3.05 after 1,000 steps, and it stops widening.',
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
      'The heap of ln |x| drifts to the left by 0.0061 a step; its middle is at -18 after 3,000 steps.',
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
      'The heap of ln |x| drifts to the left by 0.0128 a step; its middle is at -13 after 1,000 steps.',
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

/** The first one is what the page opens with. */
export const PRESETS: readonly Preset[] = DESCRIPTIONS.map((description) => ({
  ...description,
  spec: parseSpec(description.spec),
}));

export function findPreset(id: string): Preset | undefined {
  return PRESETS.find((preset) => preset.id === id);
}
