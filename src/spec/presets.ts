import { parseSpec } from './schema';
import type { Spec } from './spec';

/** A run worth looking at, ready to start. */
export interface Preset {
  id: string;
  title: string;
  /** What is to be seen, in plain words. */
  sentence: string;
  /** One change to make by hand, and what it does. */
  tryThis: string;
  /** What to read off the screen when it has run. */
  expected: string;
  spec: Spec;
  /** Picture of the post this comes from, by the name it has there. */
  figure?: string;
}

/**
 * Histogram of the coin flips with one bin for each number of heads, its atom in the middle:
 * ln x = flips ln(1 - sigma) + heads ln((1 + sigma) / (1 - sigma)).
 */
function coinHistogram(sigma: number, flips: number, fewestHeads: number, mostHeads: number) {
  const spacing = Math.log((1 + sigma) / (1 - sigma));
  const at = (heads: number) =>
    Number(Math.exp(flips * Math.log(1 - sigma) + heads * spacing).toPrecision(4));
  return {
    axis: 'log-abs',
    min: at(fewestHeads - 0.5),
    max: at(mostHeads + 0.5),
    bins: mostHeads - fewestHeads + 1,
  };
}

function coinSpec(sigma: number, flips: number, fewestHeads = 0, mostHeads = flips) {
  return {
    loss: { a: [0] },
    noise: { law: 'two-point', sigma, tau: 0 },
    time: { dt: 1, steps: flips },
    start: { kind: 'point', x: [1] },
    histogram: coinHistogram(sigma, flips, fewestHeads, mostHeads),
  };
}

const DESCRIPTIONS: (Omit<Preset, 'spec'> & { spec: unknown })[] = [
  {
    id: 'trapped',
    title: 'Trapped',
    sentence:
      'The saddle pushes every path away, yet noise of this strength holds nearly all of them near it.',
    tryThis: 'Lower sigma below 1.41, the square root of 2 a: the crowd no longer settles.',
    expected:
      'The bars settle on the bell with heavy flanks (Student t, 0.5 degrees of freedom); the median stays at 0. The curve is that of infinitely small steps, so that a million particles show a distance a little over the band.',
    figure: 'stat_dist',
    spec: { time: { steps: 80_000 } },
  },
  {
    id: 'critical',
    title: 'Exactly at the threshold',
    sentence:
      'At sigma = square root of 2 a the pull of the noise and the push of the saddle cancel, and nothing ever settles.',
    tryThis: 'Raise sigma to 1.6: a law appears and the crowd settles on it.',
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
    tryThis: 'Change the sign of tau: the wall and everything beyond it jump to the other side, to x = -1.',
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
      'Halve tau: the heap keeps its shape and becomes half as wide, since tau sets its scale and nothing else.',
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
    tryThis: 'Raise sigma: the trips become wilder and the paths die out faster, both at once.',
    expected:
      'On the logarithmic axis the bars follow a bell curve (log-normal) that wanders to the left and widens; a strip of it at the right are the trips of the moment.',
    figure: 'gbm_freq_exc',
    spec: {
      loss: { a: [0.5] },
      noise: { sigma: 1.2, tau: 0 },
      time: { dt: 0.01, steps: 10_000 },
      histogram: { axis: 'log-abs', min: 1e-25, max: 1e8, bins: 512 },
    },
  },
  {
    id: 'coin-1',
    title: 'One coin flip',
    sentence:
      'Heads multiplies x by 1.1 and tails by 0.9: after one flip half of the particles are nearer to the saddle.',
    tryThis: 'Press step once more, and watch two bars become three.',
    expected: 'Two bars of one half each, at 0.9 and at 1.1.',
    figure: 'stage_1',
    spec: coinSpec(0.1, 1),
  },
  {
    id: 'coin-2',
    title: 'Two coin flips',
    sentence:
      'One head and one tail leave 0.99, which is less than 1: three of four outcomes are nearer to the saddle.',
    tryThis: 'Raise sigma to 0.5: the middle outcome sinks to 0.75.',
    expected: 'Bars of 1/4, 1/2 and 1/4; those at 0.81 and 0.99 are nearer to the saddle than the start.',
    figure: 'stage_2',
    spec: coinSpec(0.1, 2),
  },
  {
    id: 'coin-4',
    title: 'Four coin flips',
    sentence:
      'Of the sixteen orders of four flips, eleven lead nearer to the saddle, though the coin is fair.',
    tryThis: 'Change the seed: the bars barely move, as a million particles leave little to chance.',
    expected:
      'Bars of 1/16, 4/16, 6/16, 4/16 and 1/16; the first three are nearer to the saddle than the start.',
    figure: 'stage_4',
    spec: coinSpec(0.1, 4),
  },
  {
    id: 'coin-10',
    title: 'Ten stronger flips',
    sentence: 'With factors of 1.5 and 0.5, six heads of ten are still not enough to get away.',
    tryThis: 'Lower sigma to 0.1: five heads of ten are the most that leave it nearer.',
    expected: 'Eleven bars; 83 % of the particles, those with at most 6 heads, are below |x| = 1.',
    figure: 'stage_n',
    spec: coinSpec(0.5, 10),
  },
  {
    id: 'coin-20',
    title: 'Twenty stronger flips',
    sentence: 'More flips, and the share of particles that got away shrinks.',
    tryThis: 'Double the steps to 40 and compare the share below |x| = 1.',
    expected: 'Twenty-one bars; 87 % of the particles, those with at most 12 heads, are below |x| = 1.',
    figure: 'stage_n',
    spec: coinSpec(0.5, 20),
  },
  {
    id: 'coin-100',
    title: 'A hundred stronger flips',
    sentence:
      'After a hundred fair flips hardly a particle in three hundred is farther from the saddle than it was.',
    tryThis: 'Set a to 0.2: the push makes up for some of it.',
    expected: 'A bell of bars centred at ln|x| = -14; 99.7 % of the particles are below |x| = 1.',
    figure: 'stage_n',
    spec: coinSpec(0.5, 100, 23, 77),
  },
  {
    id: 'coin-1000',
    title: 'A thousand weak flips',
    sentence: 'A thousand flips of 10 % each pull 95 % of the particles towards the saddle.',
    tryThis: 'Set sigma to 0.5: nearly everything falls to exactly 0, below the smallest 32-bit number.',
    expected:
      'A bell of bars centred at ln|x| = -5, close to a log-normal law; 94.6 % of the particles, those with at most 525 heads, are below |x| = 1.',
    figure: 'stage_n',
    spec: coinSpec(0.1, 1000, 405, 595),
  },
  {
    id: 'diffusion',
    title: 'Diffusion alone',
    sentence:
      'Without slope and without multiplicative noise the particles just wander, and spread like the square root of time.',
    tryThis: 'Set a to -0.5: a valley holds the spread at a width of 1.',
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
    sentence: 'With weaker noise the push of the saddle wins, and the paths leave it faster and faster.',
    tryThis: 'Raise sigma to 2: the same saddle becomes a trap.',
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
    tryThis: 'Set the batch size back to 1, where it traps, and to 2, where it is exactly at the threshold.',
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
    tryThis: 'Lower dt to 0.1 and then to 0.01, with more steps: the trap comes back.',
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
    expected: 'At sigma = 1 the heap comes to rest; the window reaches from sigma = 0.412 to 1.454.',
    spec: {
      loss: { a: [0.1] },
      noise: { sigma: 1 },
      time: { dt: 1, steps: 1000 },
      histogram: { min: -1e6, max: 1e6 },
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
