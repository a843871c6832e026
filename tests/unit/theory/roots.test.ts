import { describe, expect, it } from 'vitest';
import { findMinimum, findRoot } from '../../../src/theory/numerics/roots';
import { expectWithin } from './reference';

describe('findRoot', () => {
  it.each<[string, (x: number) => number, number, number, number]>([
    ['a cosine', Math.cos, 0, 3, Math.PI / 2],
    ['a flat ninth power', (x) => (x - 0.3) ** 9, -1, 2, 0.3],
    ['a pole on the way', (x) => (x <= 1 ? Number.NEGATIVE_INFINITY : Math.log(x - 1)), 0, 5, 2],
    ['a root at an end', (x) => x, 0, 1, 0],
  ])('%s', (_, f, low, high, root) => expectWithin(findRoot(f, low, high), root, 1e-15 * 4));

  it('refuses an interval without a change of sign', () =>
    expect(() => findRoot((x) => x * x + 1, -1, 1)).toThrow(RangeError));
});

describe('findMinimum', () => {
  it('finds the bottom of a parabola', () =>
    expectWithin(
      findMinimum((x) => (x - 0.7) ** 2, -3, 4),
      0.7,
      1e-7,
    ));
});
