import { expect, test } from 'vitest';
import { levelPlaces } from '../../../../src/page/watch/level-places';
import { parseSpec } from '../../../../src/spec/schema';

const places = (input: object) => levelPlaces(parseSpec(input));

test('lines of a level of the loss are where the loss has it, on every axis', () => {
  const region = { region: 'loss', low: -3 } as const;
  // -x^2 / 2 = -3.
  const root = Math.sqrt(6);
  for (const axis of ['linear', 'asinh'] as const)
    expect(places({ escape: region, histogram: { axis, min: -10, max: 20 } })).toEqual([
      [expect.closeTo(-root, 9), -3],
      [expect.closeTo(root, 9), -3],
    ]);
  expect(places({ escape: region, histogram: { axis: 'log-abs', min: 0.1, max: 100 } })).toEqual([
    [expect.closeTo(root, 9), -3],
  ]);
  const two = { loss: { a: [1, -0.5] }, escape: { region: 'loss', low: -3, high: 1 } };
  const ends = { axis: 'linear', min: 0, max: 10 };
  expect(places({ ...two, histogram: { ...ends, coordinate: 1 } })).toEqual([
    [expect.closeTo(2, 9), 1],
  ]);
});

test('there is none where the loss does not change along the axis, or the region has no level', () => {
  // The product of the weights is 0 on each axis.
  const loss = { kind: 'linear-network' };
  expect(places({ loss, escape: { region: 'loss', low: 0.1 } })).toEqual([]);
  expect(places({ escape: { radius: 3 } })).toEqual([]);
});
