import { dataSet } from '../../../spec/data-set';
import { type Spec, samplesOf } from '../../../spec/spec';
import type { LinearMethod } from './linear-method';
import { zeros } from './linear-recursion';
import { type Atom, NO_NOISE } from './noise-atoms';
import {
  addTo,
  applied,
  appliedTimes,
  composed,
  type Matrix,
  monomials,
  symmetricPower,
} from './symmetric-power';

/** Samples of a set whose subsets are listed. */
const MOST_SAMPLES = 20;

/** Most multiplications: half a second. */
const MOST_WORK = 2e8;

/** Most epochs of a pass over epochs that differ. */
const MOST_EPOCHS = 1e6;

/** Minibatches of an epoch: what is left over of the set is not used in it. */
export function batchesOf(spec: Spec): number {
  return Math.floor(samplesOf(spec) / spec.optimizer.batchSize);
}

/** Minibatches of a small set, as subsets of its samples. */
interface Batches {
  /** Bit j of a subset stands for sample j. */
  subsets: number[];
  noise: Map<number, Omit<Atom, 'probability'>>;
}

function batchesOfSet(spec: Spec): Batches {
  const { batchSize } = spec.optimizer;
  const samples = samplesOf(spec);
  const { xi, eta, xiUnit, etaUnit } = dataSet(spec);
  const scale = 1 / Math.sqrt(batchSize);
  const noise = new Map<number, Omit<Atom, 'probability'>>();
  const add = (subset: number, from: number, left: number, xiSum: number, etaSum: number) => {
    if (left === 0) {
      noise.set(subset, { xi: xiSum * xiUnit * scale, eta: etaSum * etaUnit * scale, kick: 0 });
      return;
    }
    for (let j = from; j <= samples - left; j++)
      add(subset | (1 << j), j + 1, left - 1, xiSum + xi[j], etaSum + eta[j]);
  };
  add(0, 0, batchSize, 0, 0);
  return { subsets: [...noise.keys()], noise };
}

/**
 * Noise of a step whose minibatch is drawn afresh, as where an epoch has one only: every subset is
 * as likely. null where there are too many.
 */
export function atomsOfSet(spec: Spec): readonly Atom[] | null {
  const samples = samplesOf(spec);
  const { batchSize } = spec.optimizer;
  if (batchSize === samples) return NO_NOISE;
  if (samples > MOST_SAMPLES) return null;
  const { noise } = batchesOfSet(spec);
  return [...noise.values()].map((one) => ({ ...one, probability: 1 / noise.size }));
}

/**
 * Products after `steps` steps whose minibatches exclude each other within an epoch, exactly: over
 * all sets of samples that an epoch has used so far, the mean product of its steps. null where the
 * set is larger than MOST_SAMPLES, has kicks on top, or takes too long. May overflow.
 */
export function afterStoredSteps(
  spec: Spec,
  method: LinearMethod,
  kicks: readonly Atom[],
  start: readonly number[],
  steps: number,
  degree: number,
): number[] | null {
  if (samplesOf(spec) > MOST_SAMPLES) return null;
  const batches = batchesOf(spec);
  const epochs = Math.ceil(steps / batches);
  const { length } = monomials(method.fixed.length, degree);
  let left = MOST_WORK / (length * length * length);
  const set = batchesOfSet(spec);
  const perEpoch = transitions(set.subsets.length, samplesOf(spec), spec.optimizer.batchSize);
  const known = new Map<string, Matrix>();
  /** The steps from `done` on, all in one epoch; null where that takes too long. */
  const epochFrom = (done: number, count: number): Matrix | null => {
    const places = placesOfLandmarks(method, done, count);
    const key = method.steady ? `${places} ${count}` : `${done}`;
    const found = known.get(key);
    if (found) return found;
    left -= perEpoch + count * set.subsets.length * kicks.length;
    if (left < 0) return null;
    const epoch = meanEpoch(spec, method, set, kicks, done, count, degree);
    known.set(key, epoch);
    return epoch;
  };
  const alike = method.steady && !method.landmark;
  if (alike && epochs > 1) {
    const whole = Math.floor(steps / batches);
    const rest = steps - whole * batches;
    const epoch = epochFrom(0, batches);
    const last = epochFrom(0, rest);
    return epoch && last && applied(last, appliedTimes(epoch, whole, start));
  }
  if (epochs > MOST_EPOCHS) return null;
  let products: readonly number[] = start;
  for (let done = 0; done < steps; done += batches) {
    const epoch = epochFrom(done, Math.min(batches, steps - done));
    if (!epoch) return null;
    products = applied(epoch, products);
  }
  return [...products];
}

/** Products of a set of used samples and a minibatch of the others, over a whole epoch. */
function transitions(subsets: number, samples: number, batchSize: number): number {
  let sets = 1;
  let sum = 0;
  let next = subsets;
  for (let left = samples; left >= batchSize; left -= batchSize) {
    sum += sets * next;
    sets = choose(samples, samples - left + batchSize);
    next = choose(left - batchSize, batchSize);
  }
  return sum;
}

function choose(n: number, k: number): number {
  let count = 1;
  for (let i = 1; i <= k; i++) count = (count * (n - k + i)) / i;
  return k > n ? 0 : count;
}

/** Steps of an epoch before which a landmark is taken. */
function placesOfLandmarks({ landmark }: LinearMethod, done: number, count: number): number[] {
  if (!landmark) return [];
  return Array.from({ length: count }, (_, i) => i).filter(
    (i) => (done + i) % landmark.every === 0,
  );
}

/**
 * The mean of the steps of an epoch from its first one on. Level by level: of every set of samples
 * that so many steps may have used, the sum over the orders in which they did.
 */
function meanEpoch(
  spec: Spec,
  method: LinearMethod,
  { subsets, noise }: Batches,
  kicks: readonly Atom[],
  done: number,
  count: number,
  degree: number,
): Matrix {
  const { length } = monomials(method.fixed.length, degree);
  const samples = samplesOf(spec);
  const { batchSize } = spec.optimizer;
  const { landmark } = method;
  const taken = landmark && symmetricPower(landmark.map, degree);
  const identity = new Float64Array(length * length);
  for (let i = 0; i < length; i++) identity[i * length + i] = 1;
  let level = new Map([[0, identity]]);
  for (let step = 0; step < count; step++) {
    const rate = method.rate(done + step);
    const first = landmark !== null && (done + step) % landmark.every === 0;
    const share = 1 / choose(samples - step * batchSize, batchSize);
    const maps = subsets.map((subset) => {
      const mean = zeros(length);
      const own = noise.get(subset)!;
      for (const { probability, kick } of kicks) {
        const varying = method.varying({ ...own, kick });
        const map = method.fixed.map((row, i) => row.map((f, j) => f + rate * varying[i][j]));
        addTo(mean, share * probability, symmetricPower(map, degree));
      }
      return { subset, entries: entriesOf(first && taken ? composed(mean, taken) : mean) };
    });
    const next = new Map<number, Float64Array<ArrayBuffer>>();
    for (const [used, product] of level)
      for (const { subset, entries } of maps) {
        if ((used & subset) !== 0) continue;
        const sum = next.get(used | subset) ?? new Float64Array(length * length);
        next.set(used | subset, sum);
        for (const { row, column, value } of entries)
          for (let j = 0; j < length; j++)
            sum[row * length + j] += value * product[column * length + j];
      }
    level = next;
  }
  const mean = zeros(length);
  for (const product of level.values())
    for (let i = 0; i < length; i++)
      for (let j = 0; j < length; j++) mean[i][j] += product[i * length + j];
  return mean;
}

/** Entries of a matrix that are not 0. */
function entriesOf(matrix: Matrix) {
  return matrix.flatMap((line, row) =>
    line.flatMap((value, column) => (value === 0 ? [] : [{ row, column, value }])),
  );
}
