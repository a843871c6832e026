import { expect, test } from 'vitest';
import { wilsonInterval } from '../../../../src/experiment/interval';
import { slicePieces } from '../../../../src/page/map/slice-pieces';
import { count, emptyMap } from './any-map';

test('a slice passes over what is not counted yet, and breaks at what failed on this side', () => {
  const data = emptyMap(7, 1);
  for (const cell of [0, 2, 3, 4, 6]) count(data, cell, 100, 10 * cell, 50);
  data.tallies.fail(3, 0, 'because');
  const cells = [0, 1, 2, 3, 4, 5, 6];
  const places = (side: number) =>
    slicePieces(data, cells, side).map((piece) => piece.map(({ k }) => k));
  expect(places(0)).toEqual([
    [0, 2],
    [4, 6],
  ]);
  expect(places(1)).toEqual([[0, 2, 3, 4, 6]]);
  expect(slicePieces(data, cells, 0)[1][0]).toEqual({
    k: 4,
    value: 0.4,
    ...wilsonInterval(40, 100),
  });
});

test('a slice without counts has no pieces', () => {
  const data = emptyMap(3, 1);
  data.tallies.fail(0, 0, 'because');
  expect(slicePieces(data, [0, 1, 2], 0)).toEqual([]);
});
