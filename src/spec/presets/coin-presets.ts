import { type PresetDescription, set } from './preset';

/**
 * The post's coin: every step multiplies x by 1 + sigma or 1 - sigma.
 *
 * Each atom of |x| is well inside a bin (tests/unit/spec/presets.test.ts), and so are the atoms of
 * the run that "Try" asks for, which fall into bins of their own (tests/statistics/tries.test.ts).
 */
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
    spec: {
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 0.1, tau: 0 },
      time: { dt: 1, steps: 1 },
      start: { kind: 'point', x: [1] },
      histogram: { axis: 'log-abs', min: 0.7704, max: 1.272, bins: 5 },
    },
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
    spec: {
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 0.1, tau: 0 },
      time: { dt: 1, steps: 2 },
      start: { kind: 'point', x: [1] },
      histogram: { axis: 'log-abs', min: 0.2416, max: 2.329, bins: 33 },
    },
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
    spec: {
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 0.1, tau: 0 },
      time: { dt: 1, steps: 4 },
      start: { kind: 'point', x: [1] },
      histogram: { axis: 'log-abs', min: 0.5935, max: 1.619, bins: 5 },
    },
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
    spec: {
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 0.5, tau: 0 },
      time: { dt: 1, steps: 10 },
      start: { kind: 'point', x: [1] },
      histogram: { axis: 'log-abs', min: 0.0009436, max: 59.68, bins: 161 },
    },
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
    spec: {
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 0.5, tau: 0 },
      time: { dt: 1, steps: 20 },
      start: { kind: 'point', x: [1] },
      histogram: { axis: 'log-abs', min: 2.266e-9, max: 5760, bins: 26 },
    },
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
    expected: 'A bell of bars centred at |x| = 10⁻⁶; 99.7 % of the particles are below |x| = 1.',
    figure: 'stage_n',
    spec: {
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 0.5, tau: 0 },
      time: { dt: 1, steps: 100 },
      start: { kind: 'point', x: [1] },
      histogram: { axis: 'log-abs', min: 6.474e-20, max: 4_954_000, bins: 217 },
    },
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
      'A bell of bars centred at |x| = 0.007, close to a log-normal law; 94.7 % of the particles, those with at most 525 heads, are below |x| = 1.',
    figure: 'stage_n',
    spec: {
      loss: { a: [0] },
      noise: { law: 'two-point', sigma: 0.1, tau: 0 },
      time: { dt: 1, steps: 1000 },
      start: { kind: 'point', x: [1] },
      histogram: { axis: 'log-abs', min: 2.208e-20, max: 1_382_000, bins: 296 },
    },
  },
];
