import { OPENING } from '../opening';
import { type PresetDescription, set } from './preset';

/** Long-run laws of the saddle under noise, and how it leaves and comes back. */
export const LAW_PRESETS: readonly PresetDescription[] = [
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
];
