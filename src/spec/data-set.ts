import seedrandom from 'seedrandom';
import { dataSeed } from './seed';
import type { Spec } from './spec';
import { type DataSet, provideDataSets } from './stored-set';

/** Uniforms whose sum is nearly normal: only additions, so that every machine gets the same set. */
const TERMS = 12;
/** Largest sum of integers that may occur in a minibatch: below 2^31. */
const LARGEST_SUM = 2 ** 31 - 2 ** 20;

let last: { key: string; set: DataSet } | null = null;

/**
 * The set of a spec: a pure function of its seed, number of samples and rho.
 *
 * Correlation: exact for |rho| = 1; else within 1e-6 (tests/unit/spec/data-set.test.ts). The law of
 * a sample is that of 12 summed uniforms, standardised over the set.
 */
export function dataSet({ noise, ensemble }: Pick<Spec, 'noise' | 'ensemble'>): DataSet {
  if (!('samples' in noise)) throw new Error('This noise law has no stored set.');
  const { samples, rho } = noise;
  const key = JSON.stringify([samples, rho, ensemble.seed]);
  if (last?.key !== key) last = { key, set: makeDataSet(samples, rho, ensemble.seed) };
  return last.set;
}

provideDataSets(dataSet);

function makeDataSet(samples: number, rho: number, seed: string): DataSet {
  const random = seedrandom(dataSeed(seed));
  const draw = () => {
    const values = new Float64Array(samples);
    for (let j = 0; j < samples; j++) {
      let sum = -TERMS / 2;
      for (let term = 0; term < TERMS; term++) sum += random();
      values[j] = sum;
    }
    return values;
  };
  const first = standardised(draw());
  const other = draw();
  const shared = dot(first, other) / samples;
  const second = standardised(other.map((value, j) => value - shared * first[j]));
  const complement = Math.sqrt((1 - rho) * (1 + rho));
  const xi = integers(first);
  const eta =
    Math.abs(rho) === 1
      ? xi.map((value) => rho * value)
      : integers(first.map((z, j) => rho * z + complement * second[j]));
  return { xi, eta, xiUnit: unitOf(xi), etaUnit: unitOf(eta) };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += a[j] * b[j];
  return sum;
}

/** The same values with mean 0 and variance 1 over the set. */
function standardised(values: Float64Array): Float64Array {
  let sum = 0;
  for (const value of values) sum += value;
  const centred = values.map((value) => value - sum / values.length);
  const scale = Math.sqrt(values.length / dot(centred, centred));
  return centred.map((value) => value * scale);
}

/**
 * Rounds to the finest power of two that no minibatch overflows, and takes what is left of the sum
 * from the first samples.
 */
function integers(values: Float64Array): Int32Array {
  let positive = 0;
  for (const value of values) positive += Math.max(0, value);
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

function unitOf(values: Int32Array): number {
  let squares = 0;
  for (const value of values) squares += value * value;
  return Math.sqrt(values.length / squares);
}
