import { describe, expect, test } from 'vitest';
import { growthWord } from '../../../../src/page/map/cell-readout';
import type { Layer, MapData } from '../../../../src/page/map/map-data';
import { thresholdMarks } from '../../../../src/page/map/threshold-marks';
import { BASES } from '../../../../src/theory/estimate';
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
    data.growth[side] = {
      lyapunovExponent: ramp(steps),
      sdeGrowthRate: ramp(sde),
      exponentError: new Float64Array(data.cells),
      exponentBasis: new Uint8Array(data.cells).fill(BASES.indexOf('exact')),
      exponentUnit: 'ln distance per step',
    };
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

  test('are dotted where a corner of their square is known in a limit only', () => {
    const data = withGrowth([[6.5, 15.5]]);
    const { exponentBasis } = data.growth[0]!;
    for (let cell = 12 * 24; cell < data.cells; cell++)
      exponentBasis[cell] = BASES.indexOf('limit');
    const marks = thresholdMarks(data, A, AREA);
    const rows = (look: string) =>
      marks
        .filter(({ attributes }) => attributes.class === `threshold ${look}`)
        .flatMap(({ attributes }) => [...String(attributes.d).matchAll(/[ML][\d.]+ ([\d.]+)/g)])
        .map(([, y]) => (1 - (Number(y) - AREA.top) / AREA.height) * 24 - 0.5);
    // Row 12 is the first that is known in a limit: so is the square below it.
    expect(Math.max(...rows('steps'))).toBeCloseTo(11, 1);
    expect(Math.min(...rows('limit'))).toBeCloseTo(11, 1);
    expect(rows('sde').length).toBeGreaterThan(20);
    expect(names(data, A).sort()).toEqual(['SDE', 'steps']);
    exponentBasis.fill(BASES.indexOf('limit'));
    expect(names(data, A).sort()).toEqual(['SDE', 'steps']);
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

describe('the verdict of a cell', () => {
  const word = (value: number, basis: (typeof BASES)[number], error: number) => {
    const data = withGrowth([[0, 0]]);
    const growth = data.growth[0]!;
    growth.lyapunovExponent[5] = value;
    growth.exponentError[5] = error;
    growth.exponentBasis[5] = BASES.indexOf(basis);
    return growthWord(growth, 5);
  };

  test('is given by what is exact, and by a bound that excludes 0', () => {
    expect(word(0.1, 'exact', 1e-12)).toBe('escapes');
    expect(word(-0.1, 'exact', 1e-12)).toBe('trapped');
    expect(word(0, 'exact', 0)).toBe('critical');
    expect(word(0.1, 'bounded', 0.05)).toBe('escapes');
    expect(word(-0.1, 'bounded', 0.05)).toBe('trapped');
  });

  test('is not given by a limit, and not by a bound that holds 0', () => {
    expect(word(-0.1, 'bounded', 0.2)).toBe('not known');
    expect(word(-0.1, 'bounded', Number.POSITIVE_INFINITY)).toBe('not known');
    expect(word(5, 'limit', 0.01)).toBe('not known');
    expect(word(5, 'unknown', 0)).toBe('not known');
    expect(word(Number.NaN, 'unknown', 0)).toBe('');
  });
});
