import { describe, expect, test } from 'vitest';
import { inOrder, listedCells, type TableOrder } from '../../../../src/page/map/table-order';
import { count, emptyMap } from './any-map';

describe('cells of a table', () => {
  const data = emptyMap(4, 3);

  test('are all of them, or those of the cursor’s row or column', () => {
    expect(listedCells(data, 'all', 6)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(listedCells(data, 'row', 6)).toEqual([4, 5, 6, 7]);
    expect(listedCells(data, 'column', 6)).toEqual([2, 6, 10]);
  });

  test('go by their place across or upwards', () => {
    expect(
      inOrder(data, listedCells(data, 'all', 0), { by: 'x', side: 0, falling: false }),
    ).toEqual([0, 4, 8, 1, 5, 9, 2, 6, 10, 3, 7, 11]);
    expect(inOrder(data, listedCells(data, 'all', 0), { by: 'y', side: 0, falling: true })).toEqual(
      [8, 9, 10, 11, 4, 5, 6, 7, 0, 1, 2, 3],
    );
  });
});

describe('the order by a number', () => {
  const data = emptyMap(3, 2);
  count(data, 0, 100, 20, 70, 20);
  count(data, 1, 400, 200, 200, 100);
  count(data, 2, 100, 90, 10, 10);
  // Cell 3 is not counted; cell 4 fails on side A, cell 5 on side B.
  count(data, 4, 100, 0, 30, 0);
  data.tallies.fail(4, 0, 'because');
  count(data, 5, 100, 40, 0, 0);
  data.tallies.fail(5, 1, 'because');
  const ordered = (by: TableOrder['by'], side: number, falling: boolean) =>
    inOrder(data, [0, 1, 2, 3, 4, 5], { by, side, falling });

  test.each([
    ['value', 0, [0, 5, 1, 2], [3, 4]],
    ['value', 1, [2, 4, 1, 0], [3, 5]],
    ['against', 1, [0, 1, 2], [3, 4, 5]],
    // Half-widths of 400 replicas are half as wide; 90 of 100 is surer than 20, and that than 40.
    ['width', 0, [1, 2, 0, 5], [3, 4]],
  ] as const)(
    '%s of side %i rises or falls, and what has none comes last',
    (by, side, rising, last) => {
      expect(ordered(by, side, false)).toEqual([...rising, ...last]);
      expect(ordered(by, side, true)).toEqual([...[...rising].reverse(), ...last]);
    },
  );
});
