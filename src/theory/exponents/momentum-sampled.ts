import { cos } from '../../numerics/angles';
import { log, square } from '../../numerics/elementary';
import { boundedBy, type Estimate, inTheLimit } from '../estimate';
import { type Uniforms, uniforms } from '../numerics/uniforms';
import { Circle, type Frame } from './momentum-chain';
import { averageStep, noiselessExponent, type StoredMomentum } from './momentum-step';

/** Work of a result, in steps that draw nothing; drawing four samples counts as one. */
const WORK = 2e6;
/** Independent paths, and parts of the circle of directions that the controls tell apart. */
const MANY = { paths: 400, parts: 10 };
const FEW = { paths: 64, parts: 3 };
/** Steps before a path counts, in units of the memory 1 / (1 - beta). */
const BURN = 10;
/** Standard errors in a bound. */
const STANDARD_ERRORS = 5;

/** Memories of fixed length beside that of the step itself, as shares kept from step to step. */
const MEMORIES: readonly Memory[] = [
  [0.5, 0],
  [0.8, 0],
  [0.95, 0],
];

/** A share kept, real and imaginary part. */
type Memory = readonly [number, number];

/** The ratio of the roots of the average step: what a step keeps of a direction. */
function memoryOf(step: StoredMomentum): Memory {
  const { trace, determinant } = averageStep(step);
  const discriminant = trace * trace - 4 * determinant;
  if (discriminant >= 0) {
    const root = (Math.abs(trace) + Math.sqrt(discriminant)) / 2;
    return [determinant / (root * root), 0];
  }
  const cosine = trace / (2 * Math.sqrt(determinant));
  return [2 * cosine * cosine - 1, 2 * cosine * Math.sqrt(1 - cosine * cosine)];
}

/**
 * Sums over a path whose means are known although its batches depend on each other: of the batch
 * means z, of z^2, and of z times what a memory keeps of earlier z. Two samples of an epoch have the
 * covariance -variance / (samples - 1).
 */
class Products {
  private readonly kept: Float64Array;
  /** The same as `kept` where every z of this epoch is 1. */
  private readonly ones: Float64Array;

  constructor(
    private readonly memories: readonly Memory[],
    private readonly square: number,
    private readonly covariance: number,
  ) {
    this.kept = new Float64Array(2 * memories.length);
    this.ones = new Float64Array(2 * memories.length);
  }

  get size(): number {
    return 2 + this.kept.length;
  }

  newEpoch(): void {
    this.ones.fill(0);
  }

  /** The next z; adds its terms, less their means, to row[first...] where it counts. */
  add(z: number, counts: boolean, row: Float64Array, first: number): void {
    if (counts) {
      row[first] += z;
      row[first + 1] += z * z - this.square;
    }
    const { memories, kept, ones, covariance } = this;
    for (let k = 0, at = first + 2; k < memories.length; k++, at += 2) {
      const real = memories[k][0];
      const imaginary = memories[k][1];
      const one = 2 * k;
      const other = one + 1;
      if (counts) {
        row[at] += z * kept[one] - covariance * ones[one];
        row[at + 1] += z * kept[other] - covariance * ones[other];
      }
      const before = kept[one];
      kept[one] = real * before - imaginary * kept[other] + z;
      kept[other] = imaginary * before + real * kept[other];
      const all = ones[one];
      ones[one] = real * all - imaginary * ones[other] + 1;
      ones[other] = imaginary * all + real * ones[other];
    }
  }
}

/** Batches of a stored set, drawn one after the other. */
interface Batches {
  /** A new epoch: all samples are left. */
  begin(): void;
  /** Mean of the next batch and mean of its square, given what is left. */
  expected(): { mean: number; square: number };
  /** The mean of the next batch. */
  next(): number;
}

function drawnBatches({ values, batchSize }: StoredMomentum, random: Uniforms): Batches {
  const samples = values.length;
  // What a large batch leaves out is drawn faster: the sum over the set is 0.
  const leavesOut = 2 * batchSize > samples;
  const count = leavesOut ? samples - batchSize : batchSize;
  const sign = leavesOut ? -1 : 1;
  const squares = values.reduce((sum, value) => sum + value * value, 0);
  const order = Int32Array.from({ length: samples }, (_, i) => i);
  let [gone, first, second] = [0, 0, squares];
  return {
    begin() {
      [gone, first, second] = [0, 0, squares];
    },
    expected() {
      const left = samples - gone;
      const mean = (sign * first) / left;
      const spread = second / left - mean * mean;
      const ofMean = left > 1 ? (spread * (left - count)) / (count * (left - 1)) : 0;
      const share = count / batchSize;
      return { mean: share * mean, square: share * share * (mean * mean + ofMean) };
    },
    next() {
      let sum = 0;
      for (const end = gone + count; gone < end; gone++) {
        const j = gone + random.below(samples - gone);
        const drawn = order[j];
        order[j] = order[gone];
        order[gone] = drawn;
        const value = values[drawn];
        sum += value;
        second -= value * value;
      }
      first -= sum;
      return (sign * sum) / batchSize;
    },
  };
}

/** The same with normal batches of the same variances and covariances. */
function normalBatches({ values, batchSize }: StoredMomentum, random: Uniforms): Batches {
  const samples = values.length;
  const variance = values.reduce((sum, value) => sum + value * value, 0) / samples;
  let [left, rest] = [samples, 0];
  const spread = () => (variance * (left - batchSize)) / (batchSize * (left - 1));
  return {
    begin() {
      [left, rest] = [samples, 0];
    },
    expected: () => ({ mean: rest / left, square: square(rest / left) + spread() }),
    next() {
      const size = Math.sqrt(-2 * log(1 - random.next()));
      const z = rest / left + Math.sqrt(spread()) * size * cos(2 * Math.PI * random.next());
      rest -= z * batchSize;
      left -= batchSize;
      return z;
    },
  };
}

/**
 * Top Lyapunov exponent per step of momentum on a stored set, by fixed paths through shuffled
 * epochs. Given the samples that are left, the mean and the mean square of the next batch are known:
 * what is left of both, times functions of the direction, has mean 0 and is regressed out (control
 * variates by martingale differences, Henderson and Glynn 2002), and so are products of batches.
 * Bounded by five standard errors; where batches are too large to be drawn, the limit of normal
 * batches with the same covariances. Takes 0.3 s at most for beta up to 0.999.
 */
export function sampledExponent(step: StoredMomentum, frame: Frame): Estimate {
  const { values, batchSize, beta } = step;
  const samples = values.length;
  const batches = Math.floor(samples / batchSize);
  const burn = Math.ceil(BURN / (1 - beta));
  const stepsOf = (cost: number, { paths }: typeof MANY) => Math.floor(WORK / paths / cost) - burn;
  const drawing = 1 + Math.min(batchSize, samples - batchSize) / 4;
  const drawn = stepsOf(drawing, FEW) > burn / 4;
  const cost = drawn ? drawing : 1;
  const size = stepsOf(cost, MANY) > burn ? MANY : FEW;
  const { paths, parts } = size;
  const steps = Math.max(Math.ceil(burn / 4), stepsOf(cost, size));
  const random = uniforms(2);
  const source = (drawn ? drawnBatches : normalBatches)(step, random);
  const circle = new Circle(step.looksAhead, beta, frame);
  let variance = 0;
  for (const value of values) variance += (value * value) / samples;
  const memories = [memoryOf(step), ...MEMORIES];
  const meanOfSquare = (variance * (samples - batchSize)) / (batchSize * (samples - 1));
  const products = () => new Products(memories, meanOfSquare, -variance / (samples - 1));
  const width = 3 * parts + products().size + 1;
  /** Row of a path: its controls, and last its growth; per step. */
  const rows = new Float64Array(paths * width);
  for (let path = 0; path < paths; path++) {
    const row = rows.subarray(path * width, (path + 1) * width);
    let turn = (2 * (path + 0.5)) / paths - 1;
    // A path begins anywhere in an epoch; of what it used before, nothing is known.
    let done = Math.min(batches - 1, Math.floor(((path + random.next()) / paths) * batches));
    const sums = products();
    source.begin();
    for (let n = -burn; n < steps; n++) {
      const expected = source.expected();
      const z = source.next();
      const at = ((turn + 1) / 2) * parts - 0.5;
      circle.step(turn, step.m + step.scale * z);
      sums.add(z, n >= 0, row, 3 * parts);
      if (n >= 0) {
        row[width - 1] += log(circle.growth);
        const below = Math.floor(at);
        const share = at - below;
        const one = (below + parts) % parts;
        const other = (below + 1) % parts;
        const odd = z - expected.mean;
        const even = z * z - expected.square;
        row[3 * one] += (1 - share) * odd;
        row[3 * one + 1] += (1 - share) * odd * expected.mean;
        row[3 * one + 2] += (1 - share) * even;
        row[3 * other] += share * odd;
        row[3 * other + 1] += share * odd * expected.mean;
        row[3 * other + 2] += share * even;
      }
      turn = circle.turn;
      done++;
      if (done === batches) {
        done = 0;
        source.begin();
        sums.newEpoch();
      }
    }
    for (let k = 0; k < width; k++) row[k] /= steps;
  }
  const { value, error } = regressed(rows, width);
  if (drawn) return boundedBy(value, error);
  // Batches differ from normal ones by their skewness, one part in the root of their size.
  const noise = Math.abs(value - noiselessExponent(step));
  return inTheLimit('normal batches', value, error + noise / Math.sqrt(batchSize));
}

/** Mean of the last column, by regression on the others, whose means are known to be 0. */
function regressed(rows: Float64Array, width: number): { value: number; error: number } {
  const controls = width - 1;
  const count = rows.length / width;
  const means = new Float64Array(width);
  for (let i = 0; i < rows.length; i++) means[i % width] += rows[i] / count;
  const products = new Float64Array(width * width);
  for (let path = 0; path < count; path++)
    for (let i = 0; i < width; i++) {
      const one = rows[path * width + i] - means[i];
      for (let j = 0; j <= i; j++)
        products[i * width + j] += one * (rows[path * width + j] - means[j]);
    }
  // Controls of directions that nobody visits count for nothing; 1e-10 of the rest's scale is added.
  const scale = Float64Array.from({ length: controls }, (_, i) =>
    Math.sqrt(products[i * width + i]),
  );
  const largest = Math.max(...scale);
  const kept = [...scale.keys()].filter((i) => scale[i] > 1e-9 * largest);
  const size = kept.length;
  const factor = new Float64Array(size * size);
  const solved = new Float64Array(size);
  let explained = 0;
  // Cholesky's factor L of the correlations; L solved = correlations with the growth.
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum =
        products[kept[i] * width + kept[j]] / (scale[kept[i]] * scale[kept[j]]) +
        (i === j ? 1e-10 : 0);
      for (let k = 0; k < j; k++) sum -= factor[i * size + k] * factor[j * size + k];
      factor[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / factor[j * size + j];
    }
    let right = products[controls * width + kept[i]] / scale[kept[i]];
    for (let k = 0; k < i; k++) right -= factor[i * size + k] * solved[k];
    solved[i] = right / factor[i * size + i];
    explained += square(solved[i]);
  }
  let mean = means[controls];
  const weight = solved.slice();
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) weight[i] -= factor[k * size + i] * weight[k];
    weight[i] /= factor[i * size + i];
    mean -= (weight[i] * means[kept[i]]) / scale[kept[i]];
  }
  const rest = Math.max(0, products[width * width - 1] - explained);
  const variance = rest / (count - size - 1) / count / (1 - size / count);
  return { value: mean, error: STANDARD_ERRORS * Math.sqrt(variance) + 1e-12 };
}
