import { describe, expect, it } from 'vitest';
import { descend, stationaryPoints } from '../../../src/theory/surfaces/landscape';
import {
  SPIKE_AND_WELLS,
  smoothedSpikeAndWells,
} from '../../../src/theory/surfaces/spike-and-wells';
import { expectWithin } from './reference';

/** E f(Z) for two independent standard normals by the trapezoid rule. */
function average(f: (x: number, y: number) => number): number {
  let sum = 0;
  for (let i = -40; i <= 40; i++)
    for (let j = -40; j <= 40; j++) sum += Math.exp(-(i * i + j * j) / 50) * f(i / 5, j / 5);
  return sum / (50 * Math.PI);
}

describe('the surface', () => {
  const points = stationaryPoints(SPIKE_AND_WELLS, -4, 4, 25);

  it('has three wells, two saddles between them and a spike', () => {
    const places = points.map(({ kind, x, y, value }) => ({ kind, place: [x, y, value] }));
    const expected = [
      ['minimum', 2.4976, -0.9976, -1.0512],
      ['minimum', -1.4541, -0.5572, -0.5776],
      ['minimum', 0.5146, 1.4483, -0.5497],
      ['saddle', -0.3626, 0.425, -0.3467],
      ['saddle', 1.3134, 0.3988, -0.3113],
    ] as const;
    for (const [i, [kind, ...place]] of expected.entries()) {
      expect(places[i].kind).toBe(kind);
      place.forEach((value, k) => {
        expectWithin(places[i].place[k], value, 6e-5);
      });
    }
    const top = points[points.length - 1];
    expect(top.kind).toBe('maximum');
    expect(top.value).toBeGreaterThan(3);
    expectWithin(points[3].curvatures[0], -0.527, 6e-4);
    expectWithin(points[3].curvatures[1], 0.46, 6e-4);
    expectWithin(points[4].curvatures[0], -0.788, 6e-4);
    expectWithin(points[4].curvatures[1], 0.326, 6e-4);
  });

  it('has no slope there', () => {
    for (const { x, y } of points)
      expectWithin(Math.hypot(...SPIKE_AND_WELLS.gradient(x, y)), 0, 1e-13);
  });

  it('leads two near starts below the spike to different wells', () => {
    for (const [start, [x, y]] of [
      [
        [-2.45, 2.3],
        [0.5146, 1.4483],
      ],
      [
        [-2.5, 2.2],
        [-1.4541, -0.5572],
      ],
    ] as [[number, number], [number, number]][]) {
      const end = descend(SPIKE_AND_WELLS, start, 0.1, 3000);
      expectWithin(end[0], x, 6e-5);
      expectWithin(end[1], y, 6e-5);
    }
  });
});

describe('smoothing', () => {
  it.each([0.4, -1.1])('is the average over normal shifts of deviation %d', (shake) => {
    const smooth = smoothedSpikeAndWells(shake);
    for (const [x, y] of [
      [-2.6, 2.2],
      [0.4, 0.1],
      [3, -2],
    ]) {
      const shifted = (p: number, q: number): [number, number] => [x + shake * p, y + shake * q];
      expectWithin(
        smooth.value(x, y),
        average((p, q) => SPIKE_AND_WELLS.value(...shifted(p, q))),
        1e-10,
      );
      const slope = smooth.gradient(x, y);
      for (const k of [0, 1])
        expectWithin(
          slope[k],
          average((p, q) => SPIKE_AND_WELLS.gradient(...shifted(p, q))[k]),
          1e-10,
        );
    }
  });

  it('leaves fewer wells', () => {
    const wells = (shake: number) =>
      stationaryPoints(smoothedSpikeAndWells(shake), -4, 4, 20).filter(
        ({ kind }) => kind === 'minimum',
      );
    expect(wells(0)).toHaveLength(3);
    expect(wells(1.5).length).toBeLessThan(3);
  });
});
