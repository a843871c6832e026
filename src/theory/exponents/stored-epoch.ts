import { power, square } from '../../numerics/elementary';
import { boundedBy, type Estimate, exactly, inTheLimit } from '../estimate';
import { readPowers, startProducts } from '../laws/moments/linear-recursion';
import { NO_NOISE } from '../laws/moments/noise-atoms';
import { productEpochs } from '../laws/moments/product-epoch';
import { applied, type Matrix } from '../laws/moments/symmetric-power';
import { drawsOf } from '../numerics/draws';
import { logAbsolute } from './lyapunov';

/** Inner loops of SVRG whose batches are drawn without replacement from a stored set. */
export interface StoredEpoch {
  /** learningRate a dt. */
  pull: number;
  /** Noise of each sample's factor, learningRate sigma sqrt(dt) z_j; their sum is 0. */
  noise: Float64Array;
  /** Below noise.length. */
  batchSize: number;
  /** Inner steps of an epoch of SVRG. */
  count: number;
  /** E log |M| of one step. */
  inside: number;
}

/** Most orders of batches that are enumerated, draws of samples, fewest loops. */
const MOST_ORDERS = 2 ** 18;
const MOST_DRAWS = 1.2e7;
const FEWEST_LOOPS = 200;
const MOST_LOOPS = 2 ** 16;
/** Loops beyond which y is large enough to be kept in units of its own. */
const LARGE = 1e100;

/**
 * E log |G| of an epoch of SVRG, averaged over where it begins within an epoch of the set: the two
 * go on side by side. Up to 2^18 orders of batches are enumerated; of more, loops are drawn from a
 * seed of their own, and the error is five standard errors, with the sum of the log factors and
 * powers of G, whose means are known, as control variates (tests/unit/theory/svrg-epoch.test.ts).
 * Loops of more than 60,000 draws: the limit without noise, which cancels. Takes up to 0.3 s.
 */
export function storedEpochExponent(epoch: StoredEpoch): Estimate {
  const { pull, noise, batchSize, count } = epoch;
  if (pull === 0) return exactly(0);
  if (count === 1) return exactly(logAbsolute(1 + pull, pull), 1e-15);
  const batches = Math.floor(noise.length / batchSize);
  // Steps of the first epoch of the set, for every place where an epoch of SVRG may begin.
  const firsts: number[] = [];
  for (let begin = 0; ; ) {
    firsts.push(batches - begin);
    begin = (begin + count) % batches;
    if (begin === 0) break;
  }
  const orders = firsts.reduce((sum, first) => sum + countOrders(epoch, batches, first), 0);
  if (orders <= MOST_ORDERS) {
    const sum = firsts.reduce((all, first) => all + enumerated(epoch, batches, first), 0);
    return exactly(sum / firsts.length, 1e-12);
  }
  if (count * batchSize * FEWEST_LOOPS > MOST_DRAWS)
    return inTheLimit(
      'gradients without noise',
      count * logAbsolute(1 + pull, pull),
      Math.abs(count * (epoch.inside - logAbsolute(1 + pull, pull))),
    );
  return drawn(epoch, batches, firsts, loopMoments(epoch, batches, firsts));
}

/** Most multiplications for the moments of a loop. */
const MOST_WORK = 3e7;

/**
 * E y, E y^2, ... of y = G - 1, as many as are found soon; exact (`productEpochs`). The parts of a
 * loop in each epoch of the set are independent.
 */
function loopMoments(epoch: StoredEpoch, batches: number, firsts: number[]): number[] {
  const { pull, noise, batchSize, count } = epoch;
  const method = {
    fixed: [
      [1, 0],
      [0, 1],
    ],
    varying: ({ xi }: { xi: number }) => [
      [0, 0],
      [pull, pull + xi],
    ],
    landmark: null,
    position: [0, 1],
    rate: () => 1,
    steady: true,
  };
  const xi = noise.map((one) => one / batchSize);
  const set = { xi, eta: new Float64Array(noise.length), batchSize };
  for (const degree of [4, 2]) {
    const ways = productEpochs(set, method, NO_NOISE, degree, Math.min(batches, count));
    if (!ways || ways.work(Math.min(batches, count)) * (firsts.length + 1) > MOST_WORK) continue;
    const known = new Map<number, Matrix | null>();
    const mean = (steps: number) => {
      if (!known.has(steps)) known.set(steps, ways.mean(0, steps));
      return known.get(steps)!;
    };
    const sums = new Array<number>(degree).fill(0);
    for (const first of firsts) {
      let products = startProducts(method, [1, ...sums.map(() => 0)]);
      for (let done = 0; done < count; ) {
        const steps = Math.min(done === 0 ? first : batches, count - done);
        const part = mean(steps);
        if (!part) return [];
        products = applied(part, products);
        done += steps;
      }
      readPowers(method, products, degree).forEach((power, k) => {
        if (k > 0) sums[k - 1] += power / firsts.length;
      });
    }
    return sums;
  }
  return [];
}

/** Ways to fill the steps of one epoch of SVRG; Infinity where there are too many. */
function countOrders({ noise, batchSize, count }: StoredEpoch, batches: number, first: number) {
  let orders = 1;
  let left = noise.length;
  for (let step = 0, until = first; step < count && orders <= MOST_ORDERS; step++) {
    if (step === until) {
      left = noise.length;
      until += batches;
    }
    for (let i = 0; i < batchSize; i++) orders = (orders * (left - i)) / (i + 1);
    left -= batchSize;
  }
  return orders;
}

function enumerated(epoch: StoredEpoch, batches: number, first: number): number {
  const { pull, noise, batchSize, count } = epoch;
  const used = new Uint8Array(noise.length);
  /**
   * Mean of log |G| over what may follow `step` steps; the steps of this epoch of the set so far.
   */
  const after = (step: number, y: number, left: number): number => {
    if (step === count) return logAbsolute(1 + y, y);
    if (left === 0) {
      const before = used.slice();
      used.fill(0);
      const mean = after(step, y, batches);
      used.set(before);
      return mean;
    }
    let [sum, ways] = [0, 0];
    const choose = (from: number, missing: number, total: number) => {
      if (missing === 0) {
        sum += after(step + 1, (1 + pull + total / batchSize) * y + pull, left - 1);
        ways++;
        return;
      }
      for (let j = from; j < noise.length; j++) {
        if (used[j]) continue;
        used[j] = 1;
        choose(j + 1, missing - 1, total + noise[j]);
        used[j] = 0;
      }
    };
    choose(0, batchSize, 0);
    return sum / ways;
  };
  return after(0, 0, first);
}

function drawn(
  epoch: StoredEpoch,
  batches: number,
  firsts: number[],
  moments: readonly number[],
): Estimate {
  const { pull, noise, batchSize, count, inside } = epoch;
  const m = 1 + pull;
  const most = Math.floor(MOST_DRAWS / (count * batchSize));
  const loops = Math.max(FEWEST_LOOPS, Math.min(MOST_LOOPS, most));
  const order = Float64Array.from(noise);
  const draw = drawsOf(1);
  const growth = new Float64Array(loops);
  const control = new Float64Array(loops);
  const ends = new Float64Array(loops);
  for (let loop = 0; loop < loops; loop++) {
    let [y, unit, logUnit, factors] = [0, 1, 0, 0];
    let until = firsts[loop % firsts.length];
    for (let step = 0, used = 0; step < count; step++) {
      if (step === until) {
        used = 0;
        until += batches;
      }
      let total = 0;
      for (const end = used + batchSize; used < end; used++) {
        const j = used + Math.floor(draw() * (order.length - used));
        const taken = order[j];
        order[j] = order[used];
        order[used] = taken;
        total += taken;
      }
      const factor = m + total / batchSize;
      y = factor * y + pull * unit;
      if (step > 0) factors += logAbsolute(factor, factor - 1);
      if (Math.abs(y) > LARGE) {
        y /= LARGE;
        unit /= LARGE;
        logUnit += LOG_LARGE;
      }
    }
    growth[loop] = logUnit + logAbsolute(unit + y, unit - 1 + y);
    control[loop] = factors - (count - 1) * inside;
    // Where it was rescaled, y is beyond any use.
    ends[loop] = unit === 1 ? y : Number.POSITIVE_INFINITY;
  }
  return regressed(growth, [control, ...powersOf(ends, moments)]);
}

const LOG_LARGE = 100 * Math.LN10;
/** Of the sums. */
const ROUNDING = 1e-12;

/** Largest share by which the variance of a power may miss its own, and its mean in errors. */
const MOST_MISSED = 0.1;
const FARTHEST_MEAN = 4;

/**
 * Powers of y without their means: y where the sample has its variance, y^2 likewise, and y^3 and
 * y^4 with it. A tail that no sample shows would leave too much out.
 */
function powersOf(y: Float64Array, moments: readonly number[]): Float64Array[] {
  const powers: Float64Array[] = [];
  for (const [low, high] of [
    [1, 2],
    [2, 4],
  ]) {
    if (moments.length < high) break;
    const own = y.map((one) => power(one, low));
    const variance = moments[high - 1] - square(moments[low - 1]);
    const mean = own.reduce((sum, one) => sum + one, 0) / own.length;
    const found = own.reduce((sum, one) => sum + square(one - mean), 0) / own.length;
    const error = Math.sqrt(variance / own.length);
    if (!(Math.abs(found / variance - 1) < MOST_MISSED)) break;
    if (!(Math.abs(mean - moments[low - 1]) < FARTHEST_MEAN * error)) break;
    powers.push(own.map((one) => one - moments[low - 1]));
  }
  return powers;
}

/** Mean of `value` where the controls, which have mean 0, are taken out of it. */
function regressed(value: Float64Array, controls: readonly Float64Array[]): Estimate {
  const count = value.length;
  const mean = (of: Float64Array) => of.reduce((sum, one) => sum + one, 0) / count;
  const rest = value.slice();
  const taken: { values: Float64Array; mean: number }[] = [];
  let found = mean(value);
  for (const control of controls) {
    // Without what the controls before have of it.
    const own = control.slice();
    let ownMean = mean(control);
    for (const before of taken) {
      const slope = slopeOn(own, before.values);
      for (let i = 0; i < count; i++) own[i] -= slope * before.values[i];
      ownMean -= slope * before.mean;
    }
    const middle = mean(own);
    for (let i = 0; i < count; i++) own[i] -= middle;
    const slope = slopeOn(rest, own);
    found -= slope * ownMean;
    for (let i = 0; i < count; i++) rest[i] -= slope * own[i];
    taken.push({ values: own, mean: ownMean });
  }
  const middle = mean(rest);
  let left = 0;
  for (const one of rest) left += square(one - middle);
  const freedom = count - 1 - controls.length;
  return boundedBy(found, ROUNDING + (5 * Math.sqrt(left / freedom)) / Math.sqrt(count));
}

/** Slope of `value` on `control`, whose sample mean is 0; 0 where that does not vary. */
function slopeOn(value: Float64Array, control: Float64Array): number {
  let [both, size] = [0, 0];
  for (let i = 0; i < value.length; i++) {
    both += value[i] * control[i];
    size += square(control[i]);
  }
  return size > 0 && Number.isFinite(both) ? both / size : 0;
}
