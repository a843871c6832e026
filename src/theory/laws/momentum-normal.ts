import { expm1, hypot, log, square } from '../../numerics/elementary';
import { noiselessExponent } from '../exponents/momentum-step';
import { LARGEST_LIMIT_ERROR } from '../limits';
import { type CoordinateStart, startPoint } from './coordinate-start';
import { type Law, shortNumber } from './distribution';
import { normalLaw } from './normal-law';
import { scaledStart } from './scaled-start';

/**
 * Momentum whose factor has no noise, from rest: with the velocity u and eta of mean 0 and variance
 * 1,
 *
 *   heavy ball   u' = beta u + pull x + w eta            x' = x + u'
 *   Nesterov     u' = beta u + pull (x + beta u) + w eta  x' = x + u'
 *
 * so that x is autoregressive of order two.
 */
export interface MomentumWalk {
  /** Nesterov's, else heavy ball. */
  looksAhead: boolean;
  /** learningRate a dt, any sign. */
  pull: number;
  /** 0 <= beta < 1. */
  beta: number;
  /** Additive noise of a step. */
  w: number;
}

/** What n steps make of the start and of the noise. */
interface Response {
  /** x after n steps from x = 1, without noise. */
  carry: number;
  /** Variance of x that n steps of noise with w = 1 leave. */
  variance: number;
}

/** Rows of a 2 x 2 matrix, one after the other. */
type Matrix = readonly [number, number, number, number];

/** n steps: their matrix, the same less 1, and the covariances (xx, xu, uu) of their noise. */
interface Steps {
  power: Matrix;
  excess: Matrix;
  covariance: readonly [number, number, number];
}

/** A logarithm of the growth up to which the square of x is a float64. */
const LARGEST_LOG = 345;

function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
  ];
}

/** `first`, and then `second`. */
function followed(first: Steps, second: Steps): Steps {
  const [a, b, c, d] = second.power;
  const [xx, xu, uu] = first.covariance;
  const [e, f] = [second.excess, first.excess];
  const product = times(e, f);
  return {
    power: times(second.power, first.power),
    excess: [
      e[0] + f[0] + product[0],
      e[1] + f[1] + product[1],
      e[2] + f[2] + product[2],
      e[3] + f[3] + product[3],
    ],
    covariance: [
      second.covariance[0] + a * a * xx + 2 * a * b * xu + b * b * uu,
      second.covariance[1] + a * c * xx + (a * d + b * c) * xu + b * d * uu,
      second.covariance[2] + c * c * xx + 2 * c * d * xu + d * d * uu,
    ],
  };
}

/** One step with w = 1. */
function oneStep({ looksAhead, pull, beta }: MomentumWalk): Steps {
  const kept = looksAhead ? beta * (1 + pull) : beta;
  return {
    power: [1 + pull, kept, pull, kept],
    excess: [pull, kept, pull, kept - 1],
    covariance: [1, 1, 1],
  };
}

/**
 * By squaring, so also for n = 1e9: relative error 1e-16 n, and 1e-15 while the start is hardly
 * moved. Steps that grow are followed up to 1e149, and then every other one.
 */
function response(walk: MomentumWalk, n: number): Response {
  const { looksAhead, pull, beta } = walk;
  const rate = noiselessExponent({ looksAhead, m: 1 + pull, pull, beta });
  let left = n;
  if (n * rate > LARGEST_LOG) {
    const most = Math.max(1, Math.floor(LARGEST_LOG / rate));
    left = most - ((n - most) % 2 === 0 ? 0 : 1);
  }
  let steps: Steps = { power: [1, 0, 0, 1], excess: [0, 0, 0, 0], covariance: [0, 0, 0] };
  let doubled = oneStep(walk);
  for (; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) steps = followed(steps, doubled);
    if (left > 1) doubled = followed(doubled, doubled);
  }
  const { power, excess, covariance } = steps;
  return {
    carry: Math.abs(excess[0]) < 0.5 ? 1 + excess[0] : power[0],
    variance: covariance[0],
  };
}

/**
 * Variance of x in the long run for w = 1: that of an autoregression x'' = p x' - k x + eta,
 * (1 + k) / ((1 - k) ((1 + k)^2 - p^2)); null where it does not settle. Heavy ball: (1 + beta) /
 * ((1 - beta) c (2 (1 + beta) - c)) with c = -pull. Box and Jenkins (1970), section 3.2.4.
 */
export function settledVariance({ looksAhead, pull, beta }: MomentumWalk): number | null {
  const k = looksAhead ? beta * (1 + pull) : beta;
  // (1 + k)^2 - p^2 = (1 + k - p) (1 + k + p), and 1 + k - p = -pull for both methods.
  const other = looksAhead ? 2 + pull + 2 * k : 2 * (1 + beta) + pull;
  if (!(pull < 0 && other > 0 && Math.abs(k) < 1)) return null;
  return (1 + k) / ((1 - k) * -pull * other);
}

/** The longest part of the past whose coins are looked at one by one. */
const MOST_COINS = 1e6;

/**
 * How many coins the sum of n steps of two-point noise counts as: the square of the sum of the
 * squares of their weights over the sum of the fourth powers.
 */
function coinsThatCount(walk: MomentumWalk, n: number, batchSize: number): number {
  const { power } = oneStep(walk);
  const most = Math.min(n, MOST_COINS);
  let [x, u] = [1, 1];
  let second = 0;
  let fourth = 0;
  for (let i = 0; i < most; i++) {
    const weight = x * x;
    second += weight;
    fourth += weight * weight;
    [x, u] = [power[0] * x + power[1] * u, power[2] * x + power[3] * u];
    if (x * x + u * u < 1e-18 * second || second > 1e100) break;
  }
  return (square(second) / fourth) * batchSize;
}

type Found = { law: Law; reason?: undefined } | { law: null; reason: string };

/**
 * The law of x after n steps from rest: exact without noise from any start, and exactly normal for
 * normal noise from a point or a normal start. For two-point noise from a point a central-limit
 * law, where its predicted error is at most `LARGEST_LIMIT_ERROR`.
 *
 * @param signs  Number of fair signs whose mean, times its square root, eta is; null: eta is normal.
 *   Held by tests/unit/theory/momentum-normal.test.ts.
 */
export function momentumWalkLaw(
  walk: MomentumWalk,
  start: CoordinateStart,
  n: number,
  signs: number | null,
): Found {
  const { carry, variance } = response(walk, n);
  if (walk.w === 0 || n === 0) return { law: scaledStart(start, carry) };
  const deviation = Math.abs(walk.w) * Math.sqrt(variance);
  const point = startPoint(start);
  if (signs === null) {
    if (point !== null) return { law: normalLaw(carry * point, deviation, 'transient', true) };
    if (start.kind === 'gaussian') {
      const spread = hypot(carry * start.standardDeviation, deviation);
      return { law: normalLaw(carry * start.mean, spread, 'transient', true) };
    }
    return { law: null, reason: 'A uniform start plus Gaussian noise has no simple closed form.' };
  }
  if (point === null)
    return {
      law: null,
      reason: 'Two-point noise has a closed form only from a single starting place.',
    };
  const coins = coinsThatCount(walk, n, signs);
  // As for chains: excess kurtosis -2 / coins moves the distribution function by at most 0.05 /
  // coins, and atoms that stand in clusters by 0.4 / sqrt(coins).
  const rate = noiselessExponent({ ...walk, m: 1 + walk.pull });
  const smeared = Math.sqrt(coins) * -expm1(-n * Math.abs(rate)) > 7;
  const error = 0.05 / coins + (smeared ? 0 : 0.4 / Math.sqrt(coins));
  if (!(error <= LARGEST_LIMIT_ERROR) || !Number.isFinite(variance))
    return {
      law: null,
      reason: `Two-point noise with curvature: only about ${shortNumber(coins)} coins count, too few for a smooth law.`,
    };
  return {
    law: { ...normalLaw(carry * point, deviation, 'transient', true), exact: false, error },
  };
}

/**
 * The normal law of the long run, for normal noise: exact. null where x does not settle, or without
 * noise.
 */
export function settledWalkLaw(walk: MomentumWalk): Law | null {
  const variance = settledVariance(walk);
  if (variance === null || walk.w === 0) return null;
  return normalLaw(0, Math.abs(walk.w) * Math.sqrt(variance), 'stationary', true);
}

/** Whether n steps have forgotten a start so far from 0, in standard deviations of the long run. */
export function walkSettled(walk: MomentumWalk, n: number, reach: number): boolean {
  const rate = noiselessExponent({ ...walk, m: 1 + walk.pull });
  return -rate * n >= 10 + log(Math.max(1, reach));
}
