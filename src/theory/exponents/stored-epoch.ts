import { square } from '../../numerics/elementary';
import { boundedBy, type Estimate, exactly, inTheLimit } from '../estimate';
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
 * seed of their own, and the error is five standard errors, with the sum of the log factors, whose
 * mean is known, as control variate (tests/unit/theory/svrg-stored.test.ts). Loops of more than
 * 60,000 draws: the limit without noise, which cancels. Takes up to 0.3 s.
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
  return drawn(epoch, batches, firsts);
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

function drawn(epoch: StoredEpoch, batches: number, firsts: number[]): Estimate {
  const { pull, noise, batchSize, count, inside } = epoch;
  const m = 1 + pull;
  const most = Math.floor(MOST_DRAWS / (count * batchSize));
  const loops = Math.max(FEWEST_LOOPS, Math.min(MOST_LOOPS, most));
  const order = Float64Array.from(noise);
  const draw = drawsOf(1);
  const growth = new Float64Array(loops);
  const control = new Float64Array(loops);
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
  }
  return regressed(growth, control);
}

const LOG_LARGE = 100 * Math.LN10;

/** Mean of `value` where `control`, which has mean 0, is taken out of it. */
function regressed(value: Float64Array, control: Float64Array): Estimate {
  const count = value.length;
  const mean = (of: Float64Array) => of.reduce((sum, one) => sum + one, 0) / count;
  const [own, other] = [mean(value), mean(control)];
  let [both, size] = [0, 0];
  for (let i = 0; i < count; i++) {
    both += (value[i] - own) * (control[i] - other);
    size += square(control[i] - other);
  }
  const slope = size > 0 && Number.isFinite(both) ? both / size : 0;
  let left = 0;
  for (let i = 0; i < count; i++) left += square(value[i] - own - slope * (control[i] - other));
  return boundedBy(own - slope * other, (5 * Math.sqrt(left / (count - 2))) / Math.sqrt(count));
}
