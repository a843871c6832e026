import seedrandom from 'seedrandom';
import './given-set';
import { givenSamplesOf } from './given-samples';
import { noiseAt } from './listed-noise';
import { dataSeed } from './seed';
import { type DataSet, dot, integers, standardised, unitOfSet } from './set-integers';
import type { Spec } from './spec';
import { provideDataSets } from './stored-set';

/** Uniforms whose sum is nearly normal: only additions, so that every machine gets the same set. */
const TERMS = 12;

let last: { key: string; set: DataSet } | null = null;

/**
 * The set of a spec: that of a user's own pairs where its law takes them, else a pure function of
 * its seed, number of samples and rho.
 *
 * Correlation: exact for |rho| = 1; else within 1e-6 (tests/unit/spec/data-set.test.ts). The law of
 * a sample is that of 12 summed uniforms, standardised over the set.
 */
export function dataSet(spec: Pick<Spec, 'noise' | 'ensemble'>): DataSet {
  const { ensemble } = spec;
  const noise = noiseAt(spec.noise, 0);
  const given = givenSamplesOf(spec);
  if (given) return given.set(noise.rho);
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
  return { xi, eta, xiUnit: unitOfSet(xi), etaUnit: unitOfSet(eta) };
}
