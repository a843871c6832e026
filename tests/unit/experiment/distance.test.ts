import { describe, expect, test } from 'vitest';
import { distanceToLaw, kolmogorovBand } from '../../../src/experiment/distance';

const counted = (below: number, bins: number[], above: number) => ({
  below,
  counts: Uint32Array.from(bins),
  above,
});

describe('the distance from a law', () => {
  test('is the largest gap of the two distribution functions at the edges', () => {
    const law = { below: 0.1, bins: [0.2, 0.3, 0.3], above: 0.1 };
    expect(distanceToLaw(counted(10, [20, 30, 30], 10), law, 100).ks).toBeCloseTo(0, 12);
    expect(distanceToLaw(counted(10, [30, 20, 30], 10), law, 100).ks).toBeCloseTo(0.1, 12);
    expect(distanceToLaw(counted(0, [30, 30, 30], 10), law, 100).ks).toBeCloseTo(0.1, 12);
    expect(distanceToLaw(counted(10, [20, 30, 40], 0), law, 100).ks).toBeCloseTo(0.1, 12);
  });

  test('counts a particle that is not a number as missing', () => {
    const law = { below: 0, bins: [1], above: 0 };
    expect(distanceToLaw(counted(0, [50], 0), law, 100).ks).toBeCloseTo(0.5, 12);
  });

  test('of true draws stays inside the band in 99 % of samples', () => {
    // Uniform draws in 4,096 bins, by an inversive generator of our own: 1,000 samples of 400.
    let state = 12345;
    const uniform = () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    };
    const bins = 4096;
    const law = { below: 0, bins: new Float64Array(bins).fill(1 / bins), above: 0 };
    let outside = 0;
    for (let sample = 0; sample < 1000; sample++) {
      const counts = new Uint32Array(bins);
      for (let i = 0; i < 400; i++) counts[Math.floor(uniform() * bins)]++;
      const { ks, band } = distanceToLaw({ below: 0, counts, above: 0 }, law, 400);
      if (ks > band) outside++;
    }
    // Binomial(1000, 0.01): 10 expected, standard deviation 3.1; 1 to 25 leaves out less than 1e-4.
    expect(outside).toBeGreaterThanOrEqual(1);
    expect(outside).toBeLessThanOrEqual(25);
  });

  test('has the band of Kolmogorov for many particles', () => {
    expect(kolmogorovBand(1e12) * 1e6).toBeCloseTo(1.6276, 4);
    // Table of the exact distribution at n = 20, 99 %: 0.35241 (Miller 1956).
    expect(kolmogorovBand(20)).toBeCloseTo(0.35241, 3);
  });
});
