import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { zeroLines } from '../../../../src/page/map/zero-lines';
import { zeroPlaces } from '../../../../src/page/map/zero-places';

describe('places where a row of values goes through 0', () => {
  test('lie straight between neighbours', () => {
    expect(zeroPlaces([-1, 3, 1, -1, -2])).toEqual([0.25, 2.5]);
  });

  test('are none where values are 0 all along, and one where they only start from 0 or end there', () => {
    expect(zeroPlaces([0, 0, 0])).toEqual([]);
    expect(zeroPlaces([0, 0, 2])).toEqual([1]);
    expect(zeroPlaces([2, 0])).toEqual([1]);
    expect(zeroPlaces([-1, 0, -1])).toEqual([]);
  });

  test('are found beside infinity, and not beside NaN', () => {
    expect(zeroPlaces([Number.NEGATIVE_INFINITY, 1, Number.NaN, -1])).toEqual([1]);
  });

  test('are those of the lines on a map all of whose rows are the same', () => {
    const value = fc.constantFrom(Number.NEGATIVE_INFINITY, Number.NaN, -3, -0.5, 0, 0.25, 2);
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 12 }), (row) => {
        const lines = zeroLines([...row, ...row], row.length, 2);
        expect(lines.map(([x]) => x).sort((p, q) => p - q)).toEqual(zeroPlaces(row));
      }),
    );
  });
});
