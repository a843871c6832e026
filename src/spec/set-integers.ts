/** What stored sets of samples are made with: integers whose sum over the set is exactly 0. */

/**
 * The stored set of samples that some noise laws draw minibatches from.
 *
 * Values are integers, so that sums over any minibatch are exact in any order and the sum over the
 * whole set is exactly 0: at batchSize = samples there is no noise left, bit for bit. xi_j = xi[j]
 * * xiUnit has mean 0 and variance 1, so has eta_j = eta[j] * etaUnit, and their correlation is
 * rho; all three over the set, not on average.
 */
export interface DataSet {
  /** Shape: i32[samples]. */
  xi: Int32Array;
  eta: Int32Array;
  /** Value of one unit; multiplied by it the variance over the set is 1 to float64. */
  xiUnit: number;
  etaUnit: number;
}

/** Largest sum of integers that may occur in a minibatch: below 2^31. */
const LARGEST_SUM = 2 ** 31 - 2 ** 20;

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** The same values with mean 0 and variance 1 over the set. */
export function standardised(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  const centred = values.map((value) => value - sum / values.length);
  const scale = Math.sqrt(values.length / dot(centred, centred));
  return centred.map((value) => value * scale);
}

/**
 * Rounds to the finest power of two that no minibatch without replacement overflows, and takes what
 * is left of the sum from the first samples. Values that are all 0 stay so.
 */
export function integers(values: Float64Array): Int32Array {
  let positive = 0;
  for (const value of values) positive += Math.max(0, value);
  if (positive === 0) return new Int32Array(values.length);
  const scale = 1 << (31 - Math.clz32(LARGEST_SUM / positive));
  const rounded = Int32Array.from(values, (value) => Math.round(value * scale));
  let rest = 0;
  for (const value of rounded) rest += value;
  for (let j = 0; rest !== 0; j = (j + 1) % rounded.length) {
    rounded[j] -= Math.sign(rest);
    rest -= Math.sign(rest);
  }
  return rounded;
}

/** Value of one unit, so that the variance over the set is 1; 0 where all values are 0. */
export function unitOfSet(values: Int32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return squares === 0 ? 0 : Math.sqrt(values.length / squares);
}
