import { cos } from '../../numerics/angles';
import { log, square } from '../../numerics/elementary';
import { boundedBy, type Estimate, exactly } from '../estimate';
import { drawsOf } from '../numerics/draws';
import { fairCoins } from '../numerics/fair-coins';
import { remembered } from '../numerics/remembered';

/** Slopes far out, in units of x, and the averages that a method keeps of them. */
export interface AveragedSlopes {
  /** Mean of a slope over the standard deviation of its noise, not below 0. */
  ratio: number;
  /** Fair signs in a minibatch; null where the noise is normal. */
  coins: number | null;
  /** Shares that the next step keeps of the average of slopes, and of that of their squares. */
  beta1: number;
  beta2: number;
}

/** Fewest and most steps of a run, and how many memories it lasts. */
const FEWEST_STEPS = 2 ** 17;
const MEMORIES = 256;
/** Longest memory, in steps: a run of 2.6 million of them takes some tenths of a second. */
const LONGEST_MEMORY = 1e4;
/** Memories before a run counts. */
const BURN = 10;
/** Parts of a run, whose means tell how far its own is off. */
const PARTS = 32;
const STANDARD_ERRORS = 5;
/** Most numbers that are kept for the next run, which another ratio takes: 4 MB. */
const MOST_KEPT = 2 ** 19;

/** Steps in which the older of both averages forgets a slope. */
function memoryOf({ beta1, beta2 }: AveragedSlopes): number {
  return 1 / (1 - Math.max(beta1, beta2));
}

/** Steps of the run that `averagedDrift` takes. */
export function averagedRun(slopes: AveragedSlopes): number {
  const steps = Math.max(FEWEST_STEPS, Math.ceil(MEMORIES * memoryOf(slopes)));
  return PARTS * Math.ceil(steps / PARTS);
}

/** Why there is no drift, as one sentence; null where there is one. */
export function whyNoAveragedDrift(slopes: AveragedSlopes): string | null {
  const { beta1, beta2 } = slopes;
  if (square(beta1) >= beta2 && beta1 > 0)
    return 'Where beta2 is not above beta1^2 the length of a step has no bound, and no theory.';
  return memoryOf(slopes) > LONGEST_MEMORY * (1 + 1e-9)
    ? `There is no theory for memories of more than ${LONGEST_MEMORY} steps.`
    : null;
}

/**
 * E mean / root in the long run, y = ratio + z being the slopes: mean is their running average, and
 * root that of their squares. It is odd in y and, with noise whose sign is fair, rises with ratio
 * from 0.
 *
 * Sampled: a run of `averagedRun` steps with y = ratio + z and one with ratio - z, which has the
 * same law. In their sum all cancels that is odd in z, so that the error is a share of the value
 * where ratio is small. The bound is five standard errors by the means of 32 parts. The same
 * numbers every time, kept for the next ratio: takes 20 ms and then 5, with long memories up to
 * 0.4 s, and none when asked again.
 *
 * Held by tests/unit/theory/far-out.test.ts.
 */
export function averagedDrift(slopes: AveragedSlopes): Estimate {
  if (slopes.ratio === 0) return exactly(0);
  if (slopes.ratio === Number.POSITIVE_INFINITY) return exactly(1);
  return remembered('averaged drift', slopes, () => sampled(slopes));
}

function sampled(slopes: AveragedSlopes): Estimate {
  const { ratio, beta1, beta2 } = slopes;
  const steps = averagedRun(slopes);
  const part = steps / PARTS;
  const burn = Math.ceil(BURN * memoryOf(slopes));
  const draw = noise(slopes.coins, burn + steps);
  let [up, down] = [ratio, ratio];
  let upSquare = 1 + square(ratio);
  let downSquare = upSquare;
  let sum = 0;
  const means = new Float64Array(PARTS);
  for (let k = -1; k < PARTS; k++) {
    sum = 0;
    for (let n = k < 0 ? burn : part; n > 0; n--) {
      const z = draw();
      const [more, less] = [ratio + z, ratio - z];
      up += (1 - beta1) * (more - up);
      down += (1 - beta1) * (less - down);
      upSquare += (1 - beta2) * (more * more - upSquare);
      downSquare += (1 - beta2) * (less * less - downSquare);
      sum += up / Math.sqrt(upSquare) + down / Math.sqrt(downSquare);
    }
    if (k >= 0) means[k] = sum / (2 * part);
  }
  const value = means.reduce((all, mean) => all + mean, 0) / PARTS;
  const squares = means.reduce((all, mean) => all + square(mean - value), 0);
  return boundedBy(value, STANDARD_ERRORS * Math.sqrt(squares / (PARTS - 1) / PARTS));
}

let kept: { coins: number | null; numbers: Float64Array } | null = null;

/** The first `count` numbers of a law, as an endless list would have them. */
function noise(coins: number | null, count: number): () => number {
  const draw = coins === null ? normals() : signSums(coins);
  if (count > MOST_KEPT) return draw;
  if (kept?.coins !== coins || kept.numbers.length < count)
    kept = { coins, numbers: Float64Array.from({ length: count }, draw) };
  const { numbers } = kept;
  let at = 0;
  return () => numbers[at++];
}

const SEED = 0x5add1e;

/** Normal numbers. Source: Box and Muller (1958). */
function normals(): () => number {
  const draw = drawsOf(SEED);
  let second: number | null = null;
  return () => {
    if (second !== null) {
      const other = second;
      second = null;
      return other;
    }
    const size = Math.sqrt(-2 * log(1 - draw()));
    const angle = 2 * Math.PI * draw();
    second = size * cos(angle - Math.PI / 2);
    return size * cos(angle);
  };
}

/** Means of `count` fair signs, times sqrt(count). */
function signSums(count: number): () => number {
  const draw = drawsOf(SEED);
  const { first, probability } = fairCoins(count);
  const ends = probability.slice();
  for (let i = 1; i < ends.length; i++) ends[i] += ends[i - 1];
  const unit = 1 / Math.sqrt(count);
  return () => {
    const u = draw();
    let [low, high] = [0, ends.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (u < ends[middle]) high = middle;
      if (u >= ends[middle]) low = middle + 1;
    }
    return unit * (2 * (first + low) - count);
  };
}
