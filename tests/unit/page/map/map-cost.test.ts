import { expect, test } from 'vitest';
import type { SweepProgress } from '../../../../src/experiment/sweep/sweep-run';
import { SpeedOfSlices } from '../../../../src/page/map/map-cost';

/** The speeds told after slices that each take so many seconds for a million particle-steps. */
function told(slices: readonly number[], finished = false): (number | null)[] {
  const speed = new SpeedOfSlices();
  let seconds = 0;
  return slices.map((slice, k) => {
    seconds += slice;
    const particleStepsPerSecond = ((k + 1) * 1e6) / seconds;
    const progress = { particleStepsPerSecond, seconds } as SweepProgress;
    return speed.after(progress, finished && k === slices.length - 1);
  });
}

test('a slice that is held up does not make a map long', () => {
  const rates = told([2, 0.05, 5, 0.05, 0.05, 0.05, 0.05]);
  expect(rates.slice(0, 5)).toEqual([null, null, null, null, null]);
  expect(rates[5]).toBeCloseTo(2e7, 3);
});

test('the first slice, which may compile, tells nothing unless it is the only one', () => {
  expect(told([0.5], true)[0]).toBeCloseTo(2e6, 3);
  expect(told([0.5, 0.05], true)[1]).toBeCloseTo(2e7, 3);
});

test('slices that are too short tell nothing yet', () => {
  expect(told(Array(9).fill(0.01))).toEqual(Array(9).fill(null));
  expect(told(Array(10).fill(0.011))[9]).toBeCloseTo(1e6 / 0.011, 3);
});
