import { describe, expect, test } from 'vitest';
import { cellSources, FAILED, NOT_COUNTED } from '../../../../src/page/map/cell-sources';
import { colorIndex, RGBA } from '../../../../src/page/map/color-scale';
import type { Layer } from '../../../../src/page/map/map-data';
import { largestDifference } from '../../../../src/page/map/map-scales';
import { MARK, rasterOf } from '../../../../src/page/map/raster';
import { cellAt, count, emptyMap } from './any-map';

const A: Layer = { kind: 'probability', side: 0 };
const B: Layer = { kind: 'probability', side: 1 };
const LESS: Layer = { kind: 'difference', side: 1 };

describe('sources of all cells at once', () => {
  test.each([
    [48, 48],
    [7, 30],
    [13, 1],
    [1, 1],
  ])('are those of valueAt, cell by cell, in a map of %i x %i', (columns, rows) => {
    const data = emptyMap(columns, rows);
    // Now and then a cell is counted, and now and then one failed on one side.
    let random = 7;
    const next = () => {
      random = (random * 1_103_515_245 + 12_345) % 2 ** 31;
      return random / 2 ** 31;
    };
    for (const share of [0.01, 0.05, 0.6, 1]) {
      for (let cell = 0; cell < data.cells; cell++) {
        if (next() < share) count(data, cell, 100, 30, 40);
        if (next() < 0.03) data.tallies.fail(cell, next() < 0.5 ? 0 : 1, 'no such run');
      }
      for (const layer of [A, B, LESS]) {
        const expected = Array.from({ length: data.cells }, (_, cell) => {
          if (data.failure(layer, cell) !== undefined) return FAILED;
          return data.valueAt(layer, cell)?.source ?? NOT_COUNTED;
        });
        expect([...cellSources(data, layer)]).toEqual(expected);
      }
    }
  });
});

describe('a picture of one pixel a cell', () => {
  test('has row 0 at the bottom and the colour of the value', () => {
    const data = emptyMap(3, 2);
    for (let cell = 0; cell < 6; cell++) count(data, cell, 100, 10 * cell, 0);
    const { colors, marks, columns, rows } = rasterOf(data, A, { hatch: null, limit: 1 });
    expect([columns, rows]).toEqual([3, 2]);
    for (let j = 0; j < 2; j++)
      for (let i = 0; i < 3; i++) {
        const value = (3 * j + i) / 10;
        expect(colors[(1 - j) * 3 + i]).toBe(
          RGBA.probability[colorIndex({ kind: 'probability' }, value)],
        );
      }
    expect([...marks]).toEqual(Array(6).fill(MARK.none));
  });

  test('of a difference has that of A less B', () => {
    const data = emptyMap(1, 1);
    count(data, 0, 100, 30, 50);
    const { colors } = rasterOf(data, LESS, { hatch: null, limit: 0.5 });
    expect(colors[0]).toBe(RGBA.difference[colorIndex({ kind: 'difference', limit: 0.5 }, -0.2)]);
  });

  test('is transparent where nothing is counted or a side failed, with other marks', () => {
    const data = emptyMap(2, 1);
    data.tallies.fail(1, 1, 'no such run');
    for (const [layer, mark] of [
      [A, MARK.notCounted],
      [B, MARK.failed],
      [LESS, MARK.failed],
    ] as const) {
      const { colors, marks } = rasterOf(data, layer, { hatch: null, limit: 1 });
      expect([...colors]).toEqual([0, 0]);
      expect([...marks]).toEqual([MARK.notCounted, mark]);
    }
  });
});

describe('hatching', () => {
  test('marks the cells whose half-width is over the threshold, and no others', () => {
    const data = emptyMap(3, 1);
    for (const [cell, n] of [100, 1000, 100_000].entries()) count(data, cell, n, n / 2);
    const half = [0, 1, 2].map((cell) => {
      const { low, high } = data.valueAt(A, cell)!;
      return (high - low) / 2;
    });
    const marked = (halfWidth: number, layer: Layer) => [
      ...rasterOf(data, layer, { hatch: { halfWidth }, limit: 1 }).marks,
    ];
    expect(marked(half[1], A)).toEqual([MARK.hatched, MARK.none, MARK.none]);
    expect(marked(half[1] * 0.999, A)).toEqual([MARK.hatched, MARK.hatched, MARK.none]);
    // All replicas agree: the difference is sharper than either probability.
    expect(marked(0.02, LESS)).toEqual([MARK.hatched, MARK.none, MARK.none]);
    expect(marked(0.03, LESS)).toEqual([MARK.none, MARK.none, MARK.none]);
  });

  test('marks every count as its own interval says', () => {
    for (const n of [1, 2, 99, 100]) {
      const data = emptyMap(n + 1, 1);
      for (let escaped = 0; escaped <= n; escaped++) count(data, escaped, n, escaped);
      const half = Array.from({ length: n + 1 }, (_, cell) => {
        const { low, high } = data.valueAt(A, cell)!;
        return (high - low) / 2;
      });
      for (const halfWidth of [
        0,
        0.999 * half[0],
        0.999 * half[n >> 2],
        0.999 * half[n >> 1],
        0.07,
      ]) {
        const { marks } = rasterOf(data, A, { hatch: { halfWidth }, limit: 1 });
        expect([...marks]).toEqual(half.map((one) => (one > halfWidth ? MARK.hatched : MARK.none)));
      }
    }
  });

  test('of no difference marks the cells whose interval holds 0, in a map of differences only', () => {
    const data = emptyMap(3, 1);
    count(data, 0, 1000, 500, 505, 480);
    count(data, 1, 1000, 700, 500, 490);
    count(data, 2, 1000, 300, 500, 290);
    const hatch = { zero: true } as const;
    expect([...rasterOf(data, LESS, { hatch, limit: 1 }).marks]).toEqual([
      MARK.hatched,
      MARK.none,
      MARK.none,
    ]);
    expect([...rasterOf(data, A, { hatch, limit: 1 }).marks]).toEqual([
      MARK.none,
      MARK.none,
      MARK.none,
    ]);
  });
});

test('the largest difference is that of counted cells where nothing failed', () => {
  const data = emptyMap(4, 1);
  expect(largestDifference(data)).toBe(0);
  count(data, cellAt(data, 0, 0), 100, 20, 50);
  count(data, cellAt(data, 1, 0), 100, 30, 20);
  count(data, cellAt(data, 2, 0), 100, 90, 0);
  data.tallies.fail(2, 1, 'no such run');
  expect(largestDifference(data)).toBe(0.3);
});
