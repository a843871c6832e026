import { describe, expect, test } from 'vitest';
import { cellUnder, movedCursor, rectangleOf } from '../../../../src/page/map/cursor-moves';

const GRID = { columns: 10, rows: 32 };
const cell = (i: number, j: number) => 10 * j + i;

describe('keys', () => {
  test.each([
    ['ArrowLeft', false, [4, 20], [3, 20]],
    ['ArrowRight', false, [4, 20], [5, 20]],
    ['ArrowUp', false, [4, 20], [4, 21]],
    ['ArrowDown', false, [4, 20], [4, 19]],
    ['PageUp', false, [4, 20], [4, 24]],
    ['PageDown', false, [4, 20], [4, 16]],
    ['Home', false, [4, 20], [0, 20]],
    ['End', false, [4, 20], [9, 20]],
    ['Home', true, [4, 20], [0, 0]],
    ['End', true, [4, 20], [9, 31]],
    ['ArrowLeft', false, [0, 20], [0, 20]],
    ['ArrowRight', false, [9, 20], [9, 20]],
    ['ArrowDown', false, [4, 0], [4, 0]],
    ['PageUp', false, [4, 30], [4, 31]],
  ])('%s, control %s, from %j to %j', (key, control, [i, j], [k, l]) => {
    expect(movedCursor(cell(i, j), key, control, GRID)).toBe(cell(k, l));
  });

  test('others move nothing', () => {
    for (const key of ['a', 'Tab', 'Enter', ' ', 'Shift'])
      expect(movedCursor(5, key, false, GRID)).toBeNull();
  });
});

describe('points', () => {
  test.each([
    [0, 0, [0, 31]],
    [0.999, 0.999, [9, 0]],
    [0.55, 0.5, [5, 16]],
    [-0.2, 1.3, [0, 0]],
    [1, 0, [9, 31]],
  ])('%f across and %f down is cell %j', (across, down, [i, j]) => {
    expect(cellUnder(across, down, GRID)).toBe(cell(i, j));
  });
});

test('a rectangle has any two opposite corners', () => {
  const rectangle = { i0: 2, j0: 3, i1: 7, j1: 9 };
  expect(rectangleOf(cell(2, 3), cell(7, 9), 10)).toEqual(rectangle);
  expect(rectangleOf(cell(7, 3), cell(2, 9), 10)).toEqual(rectangle);
  expect(rectangleOf(cell(7, 9), cell(2, 3), 10)).toEqual(rectangle);
});
