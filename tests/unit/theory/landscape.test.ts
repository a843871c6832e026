import { describe, expect, it } from 'vitest';
import { DOUBLE_WELL, smoothedDoubleWell } from '../../../src/theory/surfaces/double-well';
import {
  descend,
  linearNetwork2,
  quadraticSaddle,
  reluSaddle,
  type Surface,
  stationaryPointNear,
  stationaryPoints,
} from '../../../src/theory/surfaces/landscape';
import {
  SPIKE_AND_WELLS,
  smoothedSpikeAndWells,
} from '../../../src/theory/surfaces/spike-and-wells';
import { expectWithin } from './reference';

const surfaces: [string, Surface][] = [
  ['quadratic saddle', quadraticSaddle(0.7, -1.3)],
  ['relu saddle', reluSaddle(-1, 0.65)],
  ['linear network', linearNetwork2(0.8)],
  ['double well', DOUBLE_WELL],
  ['double well, smoothed', smoothedDoubleWell(-1.2)],
  ['spike and wells', SPIKE_AND_WELLS],
  ['spike and wells, smoothed', smoothedSpikeAndWells(0.6)],
];

describe.each(surfaces)('%s', (_, surface) => {
  it('has the slope of its values', () => {
    const h = 1e-5;
    for (const [x, y] of [
      [0.3, -0.8],
      [-2.6, 2.2],
      [1.7, 0.9],
    ]) {
      const [alongX, alongY] = surface.gradient(x, y);
      expectWithin(alongX, (surface.value(x + h, y) - surface.value(x - h, y)) / (2 * h), 1e-8);
      expectWithin(alongY, (surface.value(x, y + h) - surface.value(x, y - h)) / (2 * h), 1e-8);
    }
  });
});

describe('values', () => {
  it('are those of the formulas', () => {
    expect(quadraticSaddle(2, -2).value(3, 1)).toBe(-8);
    expect(reluSaddle(-1, 0.65).value(-2, 4)).toBeCloseTo(-0.6, 14);
    expect(reluSaddle(-1, 0.65).gradient(0, 0)).toEqual([0, -0]);
    expect(linearNetwork2(0.6).value(2, 0.3)).toBeCloseTo((1 - 0.36) / 2, 14);
  });
});

describe('stationary points', () => {
  it('of saddles are at 0', () => {
    const found = stationaryPointNear(quadraticSaddle(2, -3), 1, 1);
    expect(found?.kind).toBe('saddle');
    expectWithin(found?.curvatures[0] ?? Number.NaN, -2, 1e-8);
    expectWithin(found?.curvatures[1] ?? Number.NaN, 3, 1e-8);
    expect(stationaryPoints(linearNetwork2(0.5), -0.3, 0.3).map(({ kind }) => kind)).toEqual([
      'saddle',
    ]);
  });

  it('are none where the surface is flat or has none', () => {
    const slope: Surface = { value: (x) => x, gradient: () => [1, 0] };
    expect(stationaryPointNear(slope, 0, 0)).toBe(null);
    expect(stationaryPoints(slope, -1, 1, 4)).toEqual([]);
  });
});

describe('descend', () => {
  it('multiplies on a quadratic surface', () => {
    const [x, y] = descend(quadraticSaddle(1, -1), [0.5, 2], 0.1, 10);
    expectWithin(x, 0.5 * 1.1 ** 10, 1e-14);
    expectWithin(y, 2 * 0.9 ** 10, 1e-14);
  });

  it('goes to and fro across a crease, and stays on it', () => {
    const surface = reluSaddle(-1, 0.65);
    expectWithin(descend(surface, [0.05, 1], 0.1, 1)[0], -0.05, 1e-15);
    expectWithin(descend(surface, [0.05, 1], 0.1, 2)[0], 0.05, 1e-15);
    expect(descend(surface, [0, 0], 0.1, 50)).toEqual([0, 0]);
  });

  it('stays at the start without steps', () =>
    expect(descend(DOUBLE_WELL, [2, -3], 0.1, 0)).toEqual([2, -3]));
});
