import seedrandom from 'seedrandom';
import { describe, expect, it } from 'vitest';
import { dataSet } from '../../../src/spec/data-set';
import { parseSpec } from '../../../src/spec/schema';
import { batchLaw } from '../../../src/theory/exponents/batch-law';
import {
  factorEstimate,
  factorExponent,
  logFactorVariance,
  lyapunovExponentGaussian,
  negativeFactorProbability,
  stepFactor,
} from '../../../src/theory/exponents/lyapunov';
import { storedThresholds } from '../../../src/theory/exponents/stored-factors';
import { LeftToAnother, leaveToAnother } from '../../../src/theory/numerics/remembered';
import { sigmaThresholds, theoryOf } from '../../../src/theory/theory';
import '../../../src/theory/all-methods';
import { expectRelative, expectWithin } from './reference';

function specOf(samples: number, batchSize: number, own: object = {}) {
  return parseSpec({
    loss: { a: [0.3] },
    noise: { law: 'dataset', samples, sigma: 3, tau: 0, ...own },
    optimizer: { learningRate: 0.6, batchSize },
    time: { dt: 1, steps: 100 },
  });
}

/** Sums of all batches in units of their standard deviation, one after the other. */
function eachBatch(samples: ArrayLike<number>, batchSize: number, f: (z: number) => void): number {
  let squares = 0;
  for (let j = 0; j < samples.length; j++) squares += samples[j] ** 2;
  const left = (samples.length - batchSize) / (samples.length - 1);
  const unit = 1 / Math.sqrt((squares / samples.length) * batchSize * left);
  const chosen = Array.from({ length: batchSize }, (_, i) => i);
  let count = 0;
  for (;;) {
    count++;
    f(chosen.reduce((sum, j) => sum + samples[j], 0) * unit);
    let i = batchSize - 1;
    while (i >= 0 && chosen[i] === samples.length - batchSize + i) i--;
    if (i < 0) return count;
    chosen[i]++;
    for (let j = i + 1; j < batchSize; j++) chosen[j] = chosen[j - 1] + 1;
  }
}

describe('stored batches', () => {
  it.each([
    [12, 2],
    [12, 9],
    [5, 1],
    [5, 4],
    [16, 8],
  ])('of %d samples, %d at a time, are all there', (samples, batchSize) => {
    const spec = specOf(samples, batchSize);
    const factor = stepFactor(spec, 0);
    const { m, v } = factor;
    let [mean, square, negative] = [0, 0, 0];
    const count = eachBatch(dataSet(spec).xi, batchSize, (z) => {
      const size = Math.log(Math.abs(m + v * z));
      mean += size;
      square += size * size;
      if (m + v * z < 0) negative++;
    });
    expect(factor.values).toHaveLength(count);
    expectWithin(factorExponent(factor), mean / count, 1e-13);
    expectRelative(logFactorVariance(factor), square / count - (mean / count) ** 2, 1e-11);
    expect(negativeFactorProbability(factor)).toBeCloseTo(negative / count, 14);
    expect(factorEstimate(factor).basis).toBe('exact');
  });

  it('of four samples in pairs trap more than normal noise would', () => {
    const theory = theoryOf(specOf(4, 2, { sigma: 2.5 }), 100);
    const { m, v } = stepFactor(specOf(4, 2, { sigma: 2.5 }), 0);
    expect(theory.exponentBasis).toBe('exact');
    expect(theory.lyapunovExponent!).toBeLessThan(lyapunovExponentGaussian(m, v) - 0.05);
  });

  it('of more than a million are bounded', () => {
    for (const [samples, batchSize] of [
      [29, 7],
      [1420, 2],
    ]) {
      const spec = specOf(samples, batchSize);
      const law = batchLaw(dataSet(spec).xi, batchSize);
      const places = [0.7, 1.5, 4];
      const sums = places.map(() => 0);
      const count = eachBatch(dataSet(spec).xi, batchSize, (z) => {
        for (let i = 0; i < places.length; i++) sums[i] += Math.log(Math.abs(places[i] + z));
      });
      places.forEach((m, i) => {
        const found = factorEstimate({ law: 'dataset', m, v: 1, batchSize, ...law });
        expect(found.basis).toBe('bounded');
        expectWithin(found.value, sums[i] / count, found.error);
        expect(found.error).toBeLessThan(0.01);
      });
    }
  });

  // Batches of one shuffled order each: 10^5 sums.
  it.each([
    [1024, 100],
    [6000, 40],
  ])('of %d samples, %d at a time, against drawn ones', (samples, batchSize) => {
    const spec = specOf(samples, batchSize);
    const { xi } = dataSet(spec);
    const random = seedrandom('batches');
    const order = Float64Array.from(xi);
    const law = batchLaw(xi, batchSize);
    const unit = 1 / Math.sqrt(samples * batchSize * ((samples - batchSize) / (samples - 1)));
    const scale = dataSet(spec).xiUnit * unit * Math.sqrt(samples);
    const draws = 100_000;
    let [sum, square] = [0, 0];
    for (let draw = 0; draw < draws; draw++) {
      let z = 0;
      for (let i = 0; i < batchSize; i++) {
        const j = i + Math.floor(random() * (samples - i));
        [order[i], order[j]] = [order[j], order[i]];
        z += order[i];
      }
      const size = Math.log(Math.abs(0.7 + z * scale));
      sum += size;
      square += size * size;
    }
    const mean = sum / draws;
    const found = factorEstimate({ law: 'dataset', m: 0.7, v: 1, batchSize, ...law });
    expectWithin(found.value, mean, 4.5 * Math.sqrt((square / draws - mean * mean) / draws));
    expect(found.error).toBeLessThan(5e-4);
  });

  it('have no noise where the whole set is in every step', () => {
    const theory = theoryOf(specOf(12, 12), 100);
    expectWithin(theory.lyapunovExponent!, Math.log(1.18), 1e-15);
  });

  it.each([
    [12, 2, 0.3],
    [4, 1, 0.3],
    [30, 3, 0.05],
    [12, 2, -0.5],
    [200, 20, 0.2],
  ])('have thresholds where the exponent changes sign: %d, %d, a = %d', (samples, batch, a) => {
    const at = (sigma: number) => {
      const spec = parseSpec({
        loss: { a: [a] },
        noise: { law: 'dataset', samples, sigma, tau: 0 },
        optimizer: { learningRate: 0.6, batchSize: batch },
        time: { dt: 1 },
      });
      return { spec, exponent: factorExponent(stepFactor(spec, 0)) };
    };
    const { steps } = sigmaThresholds(at(1).spec, 0);
    expect(steps.length % 2).toBe(a > 0 ? 0 : 1);
    expect(steps.length).toBeGreaterThan(0);
    steps.forEach((sigma, i) => {
      const rising = (i % 2 === 0) === a < 0;
      expect(at(sigma * (1 - 1e-4)).exponent < 0, `${sigma}`).toBe(rising);
      expect(at(sigma * (1 + 1e-4)).exponent > 0, `${sigma}`).toBe(rising);
    });
  });
});

it('thresholds of many batches are computed once, or by another thread', () => {
  const samples = Float64Array.from({ length: 9 }, (_, i) => i * i - 204 / 9);
  const values = batchLaw(samples, 4).values;
  const factor = { law: 'dataset', m: 1.1, v: 1, batchSize: 4, values } as const;
  leaveToAnother(true);
  try {
    expect(() => storedThresholds(factor)).toThrow(LeftToAnother);
  } finally {
    leaveToAnother(false);
  }
  expect(storedThresholds(factor)).toBe(storedThresholds(factor));
});
