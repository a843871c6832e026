import { log, square } from '../../numerics/elementary';
import { boundedBy, type Estimate } from '../estimate';
import { uniforms } from '../numerics/uniforms';
import { Circle, type Frame } from './momentum-chain';
import { averageStep, type StoredMomentum } from './momentum-step';

/** Samples drawn in all, and most steps. */
const MOST_DRAWS = 3e6;
const MOST_STEPS = 1e6;
/** Independent paths. */
const PATHS = 400;
/** Parts of the circle of directions that the controls tell apart. */
const PARTS = 10;
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

/**
 * Top Lyapunov exponent per step of momentum on a stored set, by fixed paths through shuffled
 * epochs. Given the samples that are left, the mean and the mean square of the next batch are known:
 * what is left of both, times functions of the direction, has mean 0 and is regressed out (control
 * variates by martingale differences, Henderson and Glynn 2002), which leaves terms of third order
 * in the noise. Bounded by five standard errors.
 */
export function sampledExponent(step: StoredMomentum, frame: Frame): Estimate {
  const { values, batchSize, beta } = step;
  const samples = values.length;
  const batches = Math.floor(samples / batchSize);
  const burn = Math.ceil(BURN / (1 - beta));
  // A path begins anywhere in an epoch: half of one, on average, is drawn before it.
  const draws = MOST_DRAWS / PATHS - samples / 2;
  const steps = Math.max(
    Math.ceil(burn / 4),
    Math.min(Math.floor(draws / batchSize), Math.floor(MOST_STEPS / PATHS)) - burn,
  );
  const order = Int32Array.from({ length: samples }, (_, i) => i);
  const random = uniforms(2);
  const circle = new Circle(step.method, beta, frame);
  let variance = 0;
  for (const value of values) variance += (value * value) / samples;
  const memories = [memoryOf(step), ...MEMORIES];
  const meanOfSquare = (variance * (samples - batchSize)) / (batchSize * (samples - 1));
  const products = () => new Products(memories, meanOfSquare, -variance / (samples - 1));
  const width = 3 * PARTS + products().size + 1;
  /** Row of a path: its controls, and last its growth; per step. */
  const rows = new Float64Array(PATHS * width);
  for (let path = 0; path < PATHS; path++) {
    const row = rows.subarray(path * width, (path + 1) * width);
    let turn = (2 * (path + 0.5)) / PATHS - 1;
    let done = Math.min(batches - 1, Math.floor(((path + random.next()) / PATHS) * batches));
    let [first, second] = [0, 0];
    const begin = () => {
      first = 0;
      second = 0;
      for (const value of values) {
        first += value;
        second += value * value;
      }
    };
    /** Sum over the batch that begins at a place of the order, drawn from what is left. */
    const batch = (from: number) => {
      let sum = 0;
      for (let i = from; i < from + batchSize; i++) {
        const j = i + random.below(samples - i);
        const drawn = order[j];
        order[j] = order[i];
        order[i] = drawn;
        const value = values[drawn];
        sum += value;
        second -= value * value;
      }
      first -= sum;
      return sum;
    };
    const sums = products();
    begin();
    for (let k = 0; k < done; k++) batch(k * batchSize);
    for (let n = -burn; n < steps; n++) {
      const left = samples - done * batchSize;
      const mean = first / left;
      const spread = second / left - mean * mean;
      const meanSquare =
        mean * mean + (left > 1 ? (spread * (left - batchSize)) / (batchSize * (left - 1)) : 0);
      const z = batch(done * batchSize) / batchSize;
      const at = ((turn + 1) / 2) * PARTS - 0.5;
      circle.step(turn, step.m + step.scale * z);
      sums.add(z, n >= 0, row, 3 * PARTS);
      if (n >= 0) {
        row[width - 1] += log(circle.growth);
        const below = Math.floor(at);
        const share = at - below;
        const one = (below + PARTS) % PARTS;
        const other = (below + 1) % PARTS;
        const odd = z - mean;
        const even = z * z - meanSquare;
        row[3 * one] += (1 - share) * odd;
        row[3 * one + 1] += (1 - share) * odd * mean;
        row[3 * one + 2] += (1 - share) * even;
        row[3 * other] += share * odd;
        row[3 * other + 1] += share * odd * mean;
        row[3 * other + 2] += share * even;
      }
      turn = circle.turn;
      done++;
      if (done === batches) {
        done = 0;
        begin();
        sums.newEpoch();
      }
    }
    for (let k = 0; k < width; k++) row[k] /= steps;
  }
  return regressed(rows, width);
}

/** Mean of the last column, by regression on the others, whose means are known to be 0. */
function regressed(rows: Float64Array, width: number): Estimate {
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
  // Controls of directions that are hardly visited count for nothing: 1e-10 of their scale is
  // added.
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
  return boundedBy(mean, STANDARD_ERRORS * Math.sqrt(variance) + 1e-12);
}
