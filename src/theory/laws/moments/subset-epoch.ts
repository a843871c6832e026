import { dataSet } from '../../../spec/data-set';
import { type Spec, samplesOf } from '../../../spec/spec';
import { type EpochMeans, entriesOf } from './epoch-means';
import type { LinearMethod } from './linear-method';
import { zeros } from './linear-recursion';
import { type Atom, NO_NOISE } from './noise-atoms';
import { addTo, composed, type Matrix, monomials, symmetricPower } from './symmetric-power';

/** Samples of a set whose subsets are listed. */
const MOST_SAMPLES = 20;

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

/** Epochs of small sets, over all subsets that they may have used so far; null of larger sets. */
export function subsetEpochs(
  spec: Spec,
  method: LinearMethod,
  kicks: readonly Atom[],
  degree: number,
): EpochMeans | null {
  if (samplesOf(spec) > MOST_SAMPLES) return null;
  const { batchSize } = spec.optimizer;
  const { length } = monomials(method.fixed.length, degree);
  const most = transitions(choose(samplesOf(spec), batchSize), samplesOf(spec), batchSize);
  let set: Batches | null = null;
  return {
    work: (count) => {
      const each = count * choose(samplesOf(spec), batchSize) * kicks.length;
      return (most + each) * length * length * length;
    },
    mean: (done, count) => {
      set ??= batchesOfSet(spec);
      return meanEpoch(spec, method, set, kicks, done, count, degree);
    },
  };
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
