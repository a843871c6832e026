import { describe, expect, it } from 'vitest';
import { type GridLine, zeroCurves } from '../../../src/theory/zero-curves';
import { expectWithin } from './reference';

/** Values of f at the centres of cells. */
function sampled(f: (x: number, y: number) => number | null, columns: number, rows: number) {
  return Array.from({ length: columns * rows }, (_, k) => f(k % columns, Math.floor(k / columns)));
}

const closed = (line: GridLine) => String(line[0]) === String(line[line.length - 1]);

describe('zeroCurves', () => {
  it('is exact for a plane', () => {
    const lines = zeroCurves(
      sampled((x, y) => x + 2 * y - 7.5, 9, 6),
      9,
      6,
    );
    expect(lines.length).toBe(1);
    for (const [x, y] of lines[0]) expectWithin(x + 2 * y, 7.5, 1e-12);
    const ends = [lines[0][0], lines[0][lines[0].length - 1]].sort(([p], [q]) => p - q);
    // From the upper edge to the right one.
    expectWithin(ends[0][1], 3.75, 1e-12);
    expectWithin(ends[0][0], 0, 1e-12);
    expectWithin(ends[1][0], 7.5, 1e-12);
    expectWithin(ends[1][1], 0, 1e-12);
  });

  it('closes a line around what is inside', () => {
    const lines = zeroCurves(
      sampled((x, y) => Math.hypot(x - 10, y - 12) - 6.3, 21, 25),
      21,
      25,
    );
    expect(lines.length).toBe(1);
    expect(closed(lines[0])).toBe(true);
    // Linear interpolation of a cone: off by the bend of a circle within a cell, 1 / (8 radius).
    for (const [x, y] of lines[0]) expectWithin(Math.hypot(x - 10, y - 12), 6.3, 1 / (8 * 6.3));
    // As long as a circle: no piece is missing or taken twice.
    let length = 0;
    lines[0].forEach(([x, y], i) => {
      if (i > 0) length += Math.hypot(x - lines[0][i - 1][0], y - lines[0][i - 1][1]);
    });
    expectWithin(length, 2 * Math.PI * 6.3, 0.2);
  });

  it('separates two regions by two lines', () => {
    const lines = zeroCurves(
      sampled((x) => (x - 2.25) * (x - 6.5), 9, 4),
      9,
      4,
    );
    expect(lines.length).toBe(2);
    for (const line of lines) expect(line.length).toBe(4);
  });

  it('breaks at cells without a value', () => {
    const withHole = (missing: number | null) =>
      zeroCurves(
        sampled((x, y) => (y === 4 && x === 3 ? missing : x - 2.5), 6, 10),
        6,
        10,
      );
    for (const missing of [null, Number.NaN]) {
      const lines = withHole(missing);
      expect(lines.length).toBe(2);
      // Squares of rows 3 to 4 and 4 to 5 have the cell for a corner.
      expect(lines.map((line) => line.map(([, y]) => y).sort()).sort()).toEqual([
        [0, 1, 2, 3],
        [5, 6, 7, 8, 9],
      ]);
    }
    expect(withHole(0.5).length).toBe(1);
  });

  it('cuts a square whose signs alternate by the sign of its middle', () => {
    // Corners (0, 0) and (1, 1) high: joined where the mean is.
    const joined = zeroCurves([2, -1, -1, 2], 2, 2);
    const apart = zeroCurves([1, -2, -2, 1], 2, 2);
    const around = (lines: GridLine[], x: number, y: number) =>
      lines.some((line) => line.every(([p, q]) => Math.abs(p - x) + Math.abs(q - y) < 1));
    expect([joined.length, apart.length]).toEqual([2, 2]);
    expect([around(joined, 1, 0), around(joined, 0, 1), around(joined, 0, 0)]).toEqual([true, true, false]);
    expect([around(apart, 0, 0), around(apart, 1, 1), around(apart, 1, 0)]).toEqual([true, true, false]);
  });

  it('has a line through zeros, and none where nothing changes sign', () => {
    expect(zeroCurves([1, 1, 0, 0, -1, -1], 2, 3)).toEqual([
      [
        [1, 1],
        [0, 1],
      ],
    ]);
    expect(zeroCurves([1, 2, 3, 4], 2, 2)).toEqual([]);
    expect(zeroCurves([1, -2, 3], 3, 1)).toEqual([]);
  });

  it('refuses values that are not those of the grid', () =>
    expect(() => zeroCurves([1, 2, 3], 2, 2)).toThrow(RangeError));
});
