import { expect, test } from 'vitest';
import '../../../../src/models/all-texts';
import { axisRangeFor } from '../../../../src/page/map/axis-range';
import { parseSweep } from '../../../../src/spec/sweep-schema';

test('an axis of a number that the user has named has its range', () => {
  const sweep = parseSweep({
    base: {
      loss: {
        kind: 'formula',
        f: 'k*x^2 + c*x*xi',
        coordinates: 1,
        parameters: { k: { value: 0.3, min: -1, max: 4 }, c: 2 },
      },
      time: { dt: 1, steps: 5 },
    },
    x: { path: 'loss.parameters.k', from: 0, to: 1, count: 2 },
    y: { path: 'optimizer.learningRate', from: 0.1, to: 1, count: 2 },
    replicas: 10,
  });
  expect(axisRangeFor('loss.parameters.k', sweep)).toEqual({
    path: 'loss.parameters.k',
    from: -1,
    to: 4,
    count: 48,
    scale: 'linear',
  });
  // Numbers without a range of anybody's get one around their value.
  expect(axisRangeFor('noise.sigma', sweep)).toMatchObject({ path: 'noise.sigma', count: 48 });
});
