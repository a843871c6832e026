import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataSet } from '../../../src/spec/data-set';
import { parseSpec } from '../../../src/spec/schema';
import { repeats } from '../../support/long';

const setOf = (samples: number, rho: number, seed = '1') =>
  dataSet(parseSpec({ noise: { law: 'dataset', samples, rho }, ensemble: { seed } }));

describe('the stored set', () => {
  it('has exactly mean 0 and variance 1, and the asked correlation, of any size', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 3, max: 60 }), fc.integer({ min: 3, max: 65_536 })),
        fc.double({ min: -1, max: 1, noNaN: true }),
        fc.string({ minLength: 1, maxLength: 5, unit: 'grapheme-ascii' }),
        (samples, rho, seed) => {
          const { xi, eta, xiUnit, etaUnit } = setOf(samples, rho, seed);
          let [xiSum, etaSum, xiSquares, etaSquares, products] = [0, 0, 0, 0, 0];
          for (let j = 0; j < samples; j++) {
            xiSum += xi[j];
            etaSum += eta[j];
            xiSquares += (xi[j] * xiUnit) ** 2;
            etaSquares += (eta[j] * etaUnit) ** 2;
            products += xi[j] * xiUnit * eta[j] * etaUnit;
          }
          expect([xiSum, etaSum]).toEqual([0, 0]);
          expect(Math.abs(xiSquares / samples - 1)).toBeLessThan(1e-12);
          expect(Math.abs(etaSquares / samples - 1)).toBeLessThan(1e-12);
          expect(Math.abs(products / samples - rho)).toBeLessThan(1e-6);
        },
      ),
      { numRuns: repeats(60) },
    );
  });

  it('sums to less than 2^31 over any minibatch', () => {
    for (const samples of [3, 10, 1000, 65_536]) {
      const { xi, eta } = setOf(samples, 0.3);
      for (const values of [xi, eta]) {
        let positive = 0;
        for (const value of values) positive += Math.max(0, value);
        expect(positive).toBeLessThan(2 ** 31);
        expect(positive).toBeGreaterThan(2 ** 29);
      }
    }
  });

  it('moves together at rho = 1 and -1, sample by sample', () => {
    for (const rho of [1, -1]) {
      const { xi, eta } = setOf(100, rho);
      expect(Array.from(eta)).toEqual(Array.from(xi, (value) => rho * value + 0));
    }
  });

  it('is another for another seed, and the same on every machine', () => {
    expect(setOf(5, 0).xi).not.toEqual(setOf(5, 0, '2').xi);
    expect(Array.from(setOf(5, 0).xi)).toEqual(GOLDEN);
  });
});

/** Made only of additions, products, quotients and roots, which every machine rounds alike. */
const GOLDEN = [978633604, 117770145, -560197511, -345493449, -190712789];
