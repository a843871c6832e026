import { describe, expect, test } from 'vitest';
import { partOfAxis } from '../../../../src/page/map/part-of-axis';
import { axisValues, type SweepAxis } from '../../../../src/spec/sweep';

const axis = (
  from: number,
  to: number,
  count: number,
  scale: 'linear' | 'log' = 'linear',
): SweepAxis => ({ path: 'noise.sigma', from, to, count, scale });

describe('a part of an axis', () => {
  test('ends at round numbers', () => {
    expect(partOfAxis(axis(0, 3, 48), 38, 44)).toMatchObject({ from: 2.425, to: 2.809, count: 48 });
    expect(partOfAxis(axis(0, 3, 48), 30, 47)).toMatchObject({ from: 1.91, to: 3 });
    expect(partOfAxis(axis(0.001, 10, 24, 'log'), 5, 12)).toMatchObject({ from: 0.0074, to: 0.13 });
    expect(partOfAxis(axis(5, -5, 11), 2, 4)).toMatchObject({ from: 3, to: 1 });
  });

  test('holds the values it was made of and reaches less than one of its cells further', () => {
    const axes = [
      axis(0, 3, 48),
      axis(-2, 2, 33),
      axis(5, -5, 17),
      axis(1e-9, 3e-9, 20),
      axis(0.1, 0.9, 9),
      axis(1e-3, 1e3, 25, 'log'),
      axis(700, 3, 40, 'log'),
    ];
    for (const whole of axes) {
      const values = axisValues(whole);
      for (let first = 0; first < values.length - 1; first++)
        for (let last = first + 1; last < values.length; last += 3) {
          const part = partOfAxis(whole, first, last);
          const cells = axisValues(part);
          const name = `${JSON.stringify(whole)} ${first} to ${last}: ${cells[0]} to ${cells.at(-1)}`;
          const sign = Math.sign(values[1] - values[0]);
          const slack = 1e-9 * Math.abs(cells[1] - cells[0]);
          expect(sign * (values[first] - cells[0]), name).toBeGreaterThanOrEqual(-slack);
          expect(sign * (cells.at(-1)! - values[last]), name).toBeGreaterThanOrEqual(-slack);
          expect(sign * (values[first] - cells[1]), name).toBeLessThan(slack);
          expect(sign * (cells.at(-2)! - values[last]), name).toBeLessThan(slack);
          expect(sign * (cells[0] - values[0]), name).toBeGreaterThanOrEqual(0);
          expect(sign * (values.at(-1)! - cells.at(-1)!), name).toBeGreaterThanOrEqual(0);
        }
    }
  });

  test('is one value, or the values of a list', () => {
    expect(partOfAxis(axis(0, 3, 4), 2, 2)).toMatchObject({ from: 2, to: 2, count: 1 });
    const list: SweepAxis = { path: 'noise.sigma', values: [1, 4, 9, 16], scale: 'list' };
    expect(partOfAxis(list, 1, 2)).toMatchObject({ values: [4, 9] });
  });
});
