import seedrandom from 'seedrandom';
import { describe, expect, test } from 'vitest';
import {
  driftOf,
  median,
  ratioOfMedians,
  spreadOf,
} from '../../../../src/experiment/bench/statistics';
import { LONG } from '../../../support/long';

describe('spreadOf', () => {
  test('takes quartiles between order statistics', () => {
    expect(spreadOf([4, 1, 3, 2])).toEqual({
      median: 2.5,
      lowerQuartile: 1.75,
      upperQuartile: 3.25,
    });
    expect(spreadOf([7])).toEqual({ median: 7, lowerQuartile: 7, upperQuartile: 7 });
  });
});

describe('ratioOfMedians', () => {
  test('is the ratio of the medians, between its limits, and the same for the same series', () => {
    const a = [2, 2.2, 1.9, 2.1, 2];
    const b = [1, 1.1, 0.9, 1, 1.05];
    const ratio = ratioOfMedians(a, b, 's');
    expect(ratio.ratio).toBeCloseTo(median(a) / median(b), 12);
    expect(ratio.low).toBeLessThanOrEqual(ratio.ratio);
    expect(ratio.high).toBeGreaterThanOrEqual(ratio.ratio);
    expect(ratioOfMedians(a, b, 's')).toEqual(ratio);
  });

  test('what slows both in a round does not widen the interval', () => {
    const shared = [1, 1.5, 0.8, 2, 1.2, 0.9, 1.1];
    const ratio = ratioOfMedians(
      shared.map((slow) => 3 * slow),
      shared,
      's',
    );
    expect(ratio.low).toBeCloseTo(3, 12);
    expect(ratio.high).toBeCloseTo(3, 12);
  });

  /**
   * Of 100 experiments of 15 rounds with log-normal noise; a coverage of 0.95 gives fewer than 84
   * with probability 1e-5, and of the 400 of the long suite fewer than 359.
   */
  test('covers the true ratio about as often as it says', () => {
    const random = seedrandom('coverage');
    const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const [experiments, least] = LONG ? [400, 359] : [100, 84];
    let covered = 0;
    for (let experiment = 0; experiment < experiments; experiment++) {
      const draw = (middle: number) =>
        Array.from({ length: 15 }, () => middle * Math.exp(0.1 * normal()));
      const { low, high } = ratioOfMedians(draw(5), draw(2), String(experiment));
      if (low <= 2.5 && 2.5 <= high) covered++;
    }
    expect(covered).toBeGreaterThanOrEqual(least);
    expect(covered, 'an interval that is never wrong is too wide').toBeLessThan(experiments);
  });
});

describe('driftOf', () => {
  test('compares the last quarter with the first', () => {
    expect(driftOf([1, 1, 1, 5, 5, 5, 5, 5, 1.2, 1.2, 1.2])).toBeCloseTo(0.2, 12);
    expect(driftOf([2, 1])).toBeCloseTo(-0.5, 12);
    expect(driftOf([3])).toBe(0);
  });
});
