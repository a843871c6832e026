import { describe, expect, test } from 'vitest';
import { cellAxis } from '../../../../src/page/map/cell-axis';

const labelled = (axis: Parameters<typeof cellAxis>[0], pixels = 240, upright = false) =>
  cellAxis(axis)
    .ticks(pixels, upright)
    .filter(({ label }) => label);

describe('ticks stand where cells have their middles', () => {
  test('on a linear axis', () => {
    // Four cells of width 1/4 with the values 0, 1, 2, 3 in their middles.
    const ticks = labelled({ path: 'noise.sigma', scale: 'linear', from: 0, to: 3, count: 4 });
    for (const { at, label } of ticks)
      expect(at).toBeCloseTo((Number(label.replace('−', '-')) + 0.5) / 4, 12);
    expect(ticks.map(({ label }) => label)).toEqual(expect.arrayContaining(['0', '1', '2', '3']));
  });

  test('on an axis that falls', () => {
    const ticks = labelled({ path: 'noise.sigma', scale: 'linear', from: 3, to: 0, count: 4 });
    for (const { at, label } of ticks)
      expect(at).toBeCloseTo((3.5 - Number(label.replace('−', '-'))) / 4, 12);
    expect(ticks[0].at).toBeLessThan(ticks[ticks.length - 1].at);
    expect(ticks.length).toBeGreaterThan(2);
  });

  test('on a logarithmic axis, in the logarithm', () => {
    const ticks = labelled({ path: 'noise.tau', scale: 'log', from: 0.01, to: 10, count: 4 });
    expect(ticks.map(({ label }) => label)).toEqual(['0.01', '0.1', '1', '10']);
    for (const [k, { at }] of ticks.entries()) expect(at).toBeCloseTo((k + 0.5) / 4, 12);
  });

  test('of a list, whose cells are equally wide', () => {
    const values = [1, 2, 4, 100];
    const ticks = labelled({ path: 'optimizer.batchSize', scale: 'list', values });
    expect(ticks).toEqual(values.map((value, k) => ({ at: (k + 0.5) / 4, label: String(value) })));
  });

  test('of a single cell, in its middle', () => {
    const ticks = labelled({ path: 'noise.sigma', scale: 'linear', from: 2, to: 2, count: 1 });
    expect(ticks).toEqual([{ at: 0.5, label: '2' }]);
  });
});

test('labels of a long list do not touch', () => {
  const values = Array.from({ length: 100 }, (_, k) => 1000 + k);
  for (const upright of [false, true]) {
    const ticks = labelled({ path: 'time.steps', scale: 'list', values }, 240, upright);
    expect(ticks.length).toBeGreaterThan(2);
    const least = upright ? 14 : 5 * 7;
    for (const [k, { at }] of ticks.entries())
      if (k > 0) expect(240 * (at - ticks[k - 1].at)).toBeGreaterThan(least);
  }
});
