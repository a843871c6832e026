import { describe, expect, it } from 'vitest';
import { fairCoins } from '../../../src/theory/numerics/fair-coins';
import { expectRelative, expectWithin } from './reference';

describe('fairCoins', () => {
  it('is Pascal’s triangle for a few coins', () => {
    expect(fairCoins(0)).toEqual({ count: 0, first: 0, probability: new Float64Array([1]) });
    expect([...fairCoins(4).probability]).toEqual([1, 4, 6, 4, 1].map((c) => c / 16));
    expect([...fairCoins(5).probability]).toEqual([1, 5, 10, 10, 5, 1].map((c) => c / 32));
  });

  it.each([100, 1001, 65_536, 1_000_000])('has mass 1, mean and variance of %d coins', (count) => {
    const { first, probability } = fairCoins(count);
    let mass = 0;
    let mean = 0;
    let square = 0;
    probability.forEach((p, i) => {
      const d = first + i - count / 2;
      mass += p;
      mean += p * d;
      square += p * d * d;
    });
    expectWithin(mass, 1, 1e-13);
    expectWithin(mean, 0, 1e-10 * Math.sqrt(count));
    expectRelative(square, count / 4, 1e-12);
  });
});
