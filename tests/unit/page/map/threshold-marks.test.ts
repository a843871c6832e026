import { describe, expect, test } from 'vitest';
import type { Layer, MapData } from '../../../../src/page/map/map-data';
import { thresholdMarks } from '../../../../src/page/map/threshold-marks';
import { emptyMap } from './any-map';

const AREA = { left: 40, top: 20, width: 240, height: 240 };
const A: Layer = { kind: 'probability', side: 0 };
const LESS: Layer = { kind: 'difference', side: 1 };

/** Growth rates that are 0 on upright lines. */
function withGrowth(zeros: [steps: number, sde: number][]): MapData {
  const data = emptyMap(24, 24);
  for (const [side, [steps, sde]] of zeros.entries()) {
    const ramp = (zero: number) =>
      Float64Array.from({ length: data.cells }, (_, cell) => (cell % 24) - zero);
    data.growth[side] = { lyapunovExponent: ramp(steps), sdeGrowthRate: ramp(sde) };
  }
  return data;
}

const names = (data: MapData, layer: Layer) =>
  thresholdMarks(data, layer, AREA)
    .filter(({ name }) => name === 'text')
    .map(({ text }) => text);

describe('lines of zero growth', () => {
  test('are one of the steps and one of the SDE, at their places and with their names', () => {
    const data = withGrowth([
      [6.5, 15.5],
      [9.5, 9.5],
    ]);
    expect(names(data, A).sort()).toEqual(['SDE', 'steps']);
    const marks = thresholdMarks(data, A, AREA);
    for (const [look, zero] of [
      ['steps', 6.5],
      ['sde', 15.5],
    ] as const) {
      const path = marks.find(({ attributes }) => attributes.class === `threshold ${look}`)!;
      const x = [...String(path.attributes.d).matchAll(/[ML]([\d.]+) /g)].map(([, number]) =>
        Number(number),
      );
      expect(x.length).toBeGreaterThan(20);
      for (const one of x) expect(one).toBeCloseTo(AREA.left + ((zero + 0.5) / 24) * AREA.width, 1);
    }
  });

  test('of a difference are those of the steps of both sides, or one where they are the same', () => {
    const zeros: [number, number][] = [
      [6.5, 15.5],
      [9.5, 9.5],
    ];
    expect(names(withGrowth(zeros), LESS).sort()).toEqual(['A', 'B']);
    expect(names(withGrowth([zeros[0], [6.5, 2.5]]), LESS)).toEqual(['A, B']);
  });

  test('are not there before growth rates are', () => {
    expect(thresholdMarks(emptyMap(24, 24), A, AREA)).toEqual([]);
    expect(thresholdMarks(withGrowth([[6.5, 15.5]]), LESS, AREA).length).toBeGreaterThan(0);
  });

  test('have names inside the picture that lie on no line and on no other name', () => {
    const data = withGrowth([
      [11.5, 12.5],
      [9.5, 9.5],
    ]);
    const texts = thresholdMarks(data, A, AREA).filter(({ name }) => name === 'text');
    expect(texts).toHaveLength(2);
    const lines = [11.5, 12.5].map((zero) => AREA.left + ((zero + 0.5) / 24) * AREA.width);
    const spans = texts.map(({ attributes, text }) => [
      Number(attributes.x),
      Number(attributes.x) + 7 * text!.length,
    ]);
    for (const [from, to] of spans) {
      expect(from).toBeGreaterThan(AREA.left);
      expect(to).toBeLessThan(AREA.left + AREA.width);
      for (const line of lines) expect(line > from && line < to).toBe(false);
    }
  });
});
