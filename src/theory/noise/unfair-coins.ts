import { exp, log, log1p } from '../../numerics/elementary';
import { logGamma } from '../numerics/special-functions';
import type { DensityFactor } from './noise-density';

/** Values of the noise of a minibatch of unfair coins, and their probabilities. */
export interface Atoms {
  z: Float64Array;
  probability: Float64Array;
}

/** sqrt(B) times the mean of B coins of mean 0 and variance 1, heads with `probability`. */
export function unfairCoinAtoms(probability: number, batchSize: number): Atoms {
  const unit = 1 / Math.sqrt(batchSize * probability * (1 - probability));
  const offset = Math.sqrt((batchSize * probability) / (1 - probability));
  const z = new Float64Array(batchSize + 1);
  const weight = new Float64Array(batchSize + 1);
  const all = logGamma(batchSize + 1);
  for (let heads = 0; heads <= batchSize; heads++) {
    z[heads] = heads * unit - offset;
    weight[heads] = exp(
      all -
        logGamma(heads + 1) -
        logGamma(batchSize - heads + 1) +
        heads * log(probability) +
        (batchSize - heads) * log1p(-probability),
    );
  }
  return { z, probability: weight };
}

function overAtoms({ z, probability }: Atoms, g: (z: number) => number): number {
  let sum = 0;
  for (let i = 0; i < z.length; i++) if (probability[i] > 0) sum += probability[i] * g(z[i]);
  return sum;
}

function logFactor({ m, pull, v }: DensityFactor): (z: number) => number {
  return (z) => {
    const rest = pull + v * z;
    return rest > -0.5 ? log1p(rest) : log(Math.abs(m + v * z));
  };
}

/** E log |M|; minus infinity where some value of z makes M = 0. */
export function atomsExponent(atoms: Atoms, factor: DensityFactor): number {
  return overAtoms(atoms, logFactor(factor));
}

export function atomsLogVariance(atoms: Atoms, factor: DensityFactor): number {
  const logOf = logFactor(factor);
  const mean = overAtoms(atoms, logOf);
  return overAtoms(atoms, (z) => (logOf(z) - mean) * (logOf(z) - mean));
}

export function atomsBelowZero(atoms: Atoms, { m, v }: DensityFactor): number {
  return overAtoms(atoms, (z) => (m + v * z < 0 ? 1 : 0));
}

export function atomsLogMoment(atoms: Atoms, { m, v }: DensityFactor, k: number): number {
  const largest = atomsLargest(atoms, { m, v });
  return (
    k * log(largest) + log(overAtoms(atoms, (z) => exp(k * log(Math.abs(m + v * z) / largest))))
  );
}

export function atomsLargest({ z }: Atoms, { m, v }: Pick<DensityFactor, 'm' | 'v'>): number {
  return Math.max(Math.abs(m + v * z[0]), Math.abs(m + v * z[z.length - 1]));
}
