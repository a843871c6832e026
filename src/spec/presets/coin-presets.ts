import { exp, log } from '../../numerics/elementary';
import { type PresetDescription, set } from './preset';

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

/** The post's coin: every step multiplies x by 1 + sigma or 1 - sigma. */
export const COIN_PRESETS: readonly PresetDescription[] = [
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
];
