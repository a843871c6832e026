import { expect, test } from 'vitest';
import { speedPieces, speedScale, speedSentence } from '../../../../src/page/watch/speed-chart';

const AREA = { left: 100, top: 10, width: 600, height: 50 };
const point = (from: number, to: number, particleStepsPerSecond: number) => ({
  from,
  to,
  particleStepsPerSecond,
});

test('the axis ends at a round number, with a few steps to it and the word for its size', () => {
  for (const [speed, top, step, name] of [
    [60.3e6, 80e6, 20e6, 'million'],
    [100e6, 100e6, 50e6, 'million'],
    [990e6, 1e9, 500e6, 'billion'],
    [4200, 6000, 2000, 'thousand'],
    [12, 15, 5, ''],
  ] as const) {
    const scale = speedScale([point(0, 1000, speed), point(1000, 2000, speed / 7)]);
    expect({ top: scale.top, step: scale.step, name: scale.unit[1] }).toEqual({ top, step, name });
  }
  expect(speedScale([]).top, 'without a point there is still an axis').toBeGreaterThan(0);
  expect(speedScale([point(0, 1000, 0)]).top).toBeGreaterThan(0);
});

test('a point is as wide as its time and as high as its speed; the right edge is now', () => {
  const pieces = speedPieces(
    [point(30_000, 45_000, 25), point(45_000, 60_000, 100)],
    60_000,
    100,
    AREA,
  );
  expect(pieces).toEqual([[400, 47.5, 550, 47.5, 550, 10, 700, 10]]);
});

test('a pause parts the line', () => {
  const pieces = speedPieces([point(0, 30_000, 50), point(36_000, 60_000, 50)], 60_000, 100, AREA);
  expect(pieces).toEqual([
    [100, 35, 400, 35],
    [460, 35, 700, 35],
  ]);
});

test('what is older than a minute is cut off at the left edge or left out', () => {
  const pieces = speedPieces([point(0, 9_000, 50), point(9_000, 70_000, 50)], 70_000, 100, AREA);
  expect(pieces).toEqual([[100, 35, 700, 35]]);
});

test('the sentence has the same numbers, without the pauses', () => {
  const points = [point(1000, 2000, 3e6), point(2000, 3000, 1.5e6), point(9000, 10_000, 2e6)];
  expect(speedSentence(points, 10_000)).toBe(
    'Speed over the last minute, of which the run moved for 3 seconds: lately 2, at least 1.5, at most 3 million particle-steps a second.',
  );
  expect(speedSentence(points, 80_000)).toMatch(/the run did not move/);
});
