import { describe, expect, test } from 'vitest';
import { zeroLines } from '../../../../src/page/map/zero-lines';

function sampled(columns: number, rows: number, f: (i: number, j: number) => number): Float64Array {
  return Float64Array.from({ length: columns * rows }, (_, cell) =>
    f(cell % columns, Math.floor(cell / columns)),
  );
}

const pointsOf = (line: number[]) =>
  Array.from({ length: line.length / 2 }, (_, k) => [line[2 * k], line[2 * k + 1]] as const);

describe('lines of zero', () => {
  test('of a plane are one straight line from edge to edge of the picture', () => {
    const f = (i: number, j: number) => j - 2.3 - 0.5 * i;
    const lines = zeroLines(sampled(6, 9, f), 6, 9);
    expect(lines).toHaveLength(1);
    for (const [x, y] of pointsOf(lines[0])) expect(f(x, y)).toBeCloseTo(0, 12);
    const ends = [lines[0][0], lines[0][lines[0].length - 2]].sort((p, q) => p - q);
    expect(ends).toEqual([-0.5, 5.5]);
  });

  test('of a circle close', () => {
    const radius = 7;
    const lines = zeroLines(
      sampled(21, 21, (i, j) => Math.hypot(i - 10, j - 10) - radius),
      21,
      21,
    );
    expect(lines).toHaveLength(1);
    const points = pointsOf(lines[0]);
    expect(points[0]).toEqual(points[points.length - 1]);
    // A chord in a cell is off the circle by its sagitta at most, 1 / (8 radius), and the linear
    // crossing by as much again.
    for (const [x, y] of points)
      expect(Math.abs(Math.hypot(x - 10, y - 10) - radius)).toBeLessThan(1 / (4 * radius));
  });

  test('break off where there is no value, and do not go around the hole', () => {
    const f = (i: number, j: number) => (i >= 4 && i <= 6 ? Number.NaN : j - 3.5);
    const lines = zeroLines(sampled(12, 8, f), 12, 8);
    expect(lines).toHaveLength(2);
    for (const [x, y] of lines.flatMap(pointsOf)) {
      expect(y).toBe(3.5);
      expect(x <= 3 || x >= 7).toBe(true);
    }
  });

  test('are none around a hole in values of one sign', () => {
    for (const sign of [1, -1]) {
      const f = (i: number, j: number) => (i === 3 && j === 3 ? Number.NaN : sign);
      expect(zeroLines(sampled(8, 8, f), 8, 8)).toEqual([]);
    }
  });

  test('are finite beside an infinite value', () => {
    const lines = zeroLines(
      sampled(4, 4, (i) => (i < 2 ? Number.NEGATIVE_INFINITY : 1)),
      4,
      4,
    );
    expect(lines).toHaveLength(1);
    for (const [x, y] of pointsOf(lines[0])) {
      expect(x).toBe(2);
      expect(Number.isFinite(y)).toBe(true);
    }
  });

  test('of a saddle are two that do not meet', () => {
    // Positive in two opposite corners of the only square; the mean says that they are joined, or
    // not.
    for (const [values, joined] of [
      [[3, -1, -1, 3], true],
      [[1, -3, -3, 1], false],
    ] as const) {
      const lines = zeroLines(values, 2, 2);
      expect(lines).toHaveLength(2);
      // Joined: each line cuts off a negative corner, at (1, 0) and at (0, 1).
      const cornered = (x: number, y: number) =>
        lines.some((line) =>
          pointsOf(line).every(([p, q]) => Math.abs(p - x) + Math.abs(q - y) < 1.3),
        );
      expect(cornered(1, 0) && cornered(0, 1)).toBe(joined);
      expect(cornered(0, 0) && cornered(1, 1)).toBe(!joined);
    }
  });

  test('are none in a single row or column', () => {
    expect(zeroLines([-1, 1, -1], 3, 1)).toEqual([]);
    expect(zeroLines([-1, 1, -1], 1, 3)).toEqual([]);
  });
});
