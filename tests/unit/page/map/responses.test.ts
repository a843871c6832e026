import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blockSizes, middleOf } from '../../../../src/experiment/sweep/plan';
import { otherWords } from '../../../../src/page/map/cell-readout';
import { cellSources, FAILED, NOT_COUNTED } from '../../../../src/page/map/cell-sources';
import { cellWords } from '../../../../src/page/map/cell-words';
import { barNames } from '../../../../src/page/map/color-bar';
import { colorIndex, RGBA } from '../../../../src/page/map/color-scale';
import { comparisonOf, contrastOf } from '../../../../src/page/map/contrast';
import { type Layer, MapData, type ResponseLayer } from '../../../../src/page/map/map-data';
import { mapSvg } from '../../../../src/page/map/map-picture';
import { scalesOf } from '../../../../src/page/map/map-scales';
import { hatchOf, Panels, titleOf } from '../../../../src/page/map/panels';
import { MARK, rasterOf } from '../../../../src/page/map/raster';
import {
  contrastScale,
  responsePlace,
  responseScale,
  responseTicks,
} from '../../../../src/page/map/response-scale';
import { responseName, responseOf } from '../../../../src/page/map/response-words';
import { slicePieces } from '../../../../src/page/map/slice-pieces';
import { tableCells, tableColumns } from '../../../../src/page/map/table-columns';
import { inOrder } from '../../../../src/page/map/table-order';
import { takeawayOf } from '../../../../src/page/map/takeaway';
import { type Response, type ResponseValue, responseText } from '../../../../src/spec/response';
import { SWEEP_PRESETS } from '../../../../src/spec/sweep-presets';
import { parseSweep } from '../../../../src/spec/sweep-schema';
import { count, emptyMap } from './any-map';

/** Every kind of response, with any number. */
const anyResponse: fc.Arbitrary<Response> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('escapeTime' as const, 'x' as const, 'absX' as const),
    probability: fc.double({ min: 0.001, max: 0.999, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('shareAbove' as const),
    bound: fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  }),
  fc.constant({ kind: 'tailIndex' as const }),
);

/** Values that a response can have. */
function valuesOf({ kind }: Response): fc.Arbitrary<number> {
  const positive = fc
    .tuple(fc.double({ min: 1, max: 10, noNaN: true }), fc.integer({ min: -30, max: 28 }))
    .map(([digits, exponent]) => digits * 10 ** exponent);
  switch (kind) {
    case 'shareAbove':
      return fc.double({ min: 0, max: 1, noNaN: true });
    case 'x':
      return fc.oneof(
        positive,
        positive.map((value) => -value),
        fc.constant(0),
      );
    case 'absX':
      return fc.oneof(positive, fc.constant(0));
    case 'escapeTime':
    case 'tailIndex':
      return positive;
    default:
      return kind satisfies never;
  }
}

/** A map of SGD and SVRG whose cells are counted, with responses by cell, of A and of B. */
function measured(
  columns: number,
  responses: string[],
  values: (readonly [a: ResponseValue[], b: ResponseValue[]] | null)[],
): MapData {
  const data = new MapData({ ...emptyMap(columns, 1).sweep, responses });
  for (const [cell, both] of values.entries()) {
    count(data, cell, 1000, 10 * cell);
    for (const [side, list] of (both ?? []).entries())
      data.tallies.responses.set(2 * cell + side, list);
  }
  return data;
}

const none: ResponseValue = [null, null, null];
const around = (value: number): ResponseValue => [value, 0.9 * value, 1.1 * value];
const OWN = (side: number): ResponseLayer => ({ kind: 'response', side, response: 0 });
const AGAINST: ResponseLayer = { kind: 'contrast', side: 1, response: 0 };

describe('a scale of a response', () => {
  test('holds every value of any response, rises with it, and has round ends', () => {
    const cases = anyResponse.chain((response) =>
      fc.tuple(fc.constant(response), fc.array(valuesOf(response), { minLength: 1, maxLength: 8 })),
    );
    fc.assert(
      fc.property(cases, ([response, values]) => {
        const scale = responseScale(response, values);
        expect(scale.to).toBeGreaterThan(scale.from);
        const sorted = [...values].sort((p, q) => p - q);
        const places = sorted.map((value) => responsePlace(scale, value));
        for (const [k, place] of places.entries()) {
          if (!(scale.zero && sorted[k] === 0)) {
            expect(place).toBeGreaterThanOrEqual(-1e-9);
            expect(place).toBeLessThanOrEqual(1 + 1e-9);
          }
          if (k > 0) expect(place).toBeGreaterThanOrEqual(places[k - 1]);
        }
        const ticks = responseTicks(scale, 280);
        expect(ticks.length).toBeGreaterThanOrEqual(1);
        for (const { at } of ticks) {
          expect(at).toBeGreaterThanOrEqual(-1e-9);
          expect(at).toBeLessThanOrEqual(1 + 1e-9);
        }
        const pairs = values.flatMap((a) => values.map((b) => [a, b]));
        const compared = pairs.flatMap(([a, b]) => {
          const comparison = comparisonOf(response);
          const [value] = contrastOf(comparison, [a, a, a], [b, b, b]);
          return value === null || !Number.isFinite(value) || value === 0 ? [] : [value];
        });
        const contrast = contrastScale(response, compared);
        for (const value of compared) {
          const place = responsePlace(contrast, value);
          expect(Math.abs(place - 0.5)).toBeLessThanOrEqual(0.5 + 1e-9);
        }
        const same = comparisonOf(response) === 'ratio' ? 1 : 0;
        expect(responsePlace(contrast, same)).toBeCloseTo(0.5, 9);
      }),
      { seed: 5, numRuns: 300 },
    );
  });

  test.each<[string, number[], object]>([
    ['escapeTime:0.5', [36, 120], { spacing: 'linear', from: 20, to: 120 }],
    ['escapeTime:0.5', [3, 2000], { spacing: 'log', from: 2, to: 2000 }],
    ['absX:0.5', [0, 3e-5, 70], { spacing: 'log', from: 2e-5, to: 100, zero: true }],
    ['x:0.5', [-0.3, 0.9], { spacing: 'linear', from: -0.4, to: 1 }],
    ['x:0.5', [-300, 2], { spacing: 'asinh', from: -500, to: 2 }],
    ['x:0.5', [4, 4], { spacing: 'linear', from: 0, to: 8 }],
    ['shareAbove:0', [0.4, 0.5], { spacing: 'linear', from: 0, to: 1 }],
    ['tailIndex', [], { empty: true }],
  ])('%s of %j', (text, values, expected) => {
    expect(responseScale(responseOf(text), values)).toMatchObject(expected);
  });

  test.each<[string, number[], object]>([
    ['escapeTime:0.5', [0.4, 1.2], { spacing: 'log', limit: 3 }],
    ['absX:0.5', [0.99, 1.04], { spacing: 'log', limit: 1.1 }],
    ['x:0.5', [-0.3, 0.2], { spacing: 'linear', limit: 0.5 }],
    ['x:0.5', [-3e4, 1], { spacing: 'asinh', limit: 5e4 }],
    ['shareAbove:0', [0.15], { spacing: 'linear', limit: 0.2 }],
    ['escapeTime:0.5', [], { empty: true }],
  ])('of A against another in %s: %j', (text, values, expected) => {
    expect(contrastScale(responseOf(text), values)).toMatchObject(expected);
  });

  test('says what has the colour of its lower end, and signs of differences', () => {
    const labels = (scale: Parameters<typeof responseTicks>[0]) =>
      responseTicks(scale, 280).map(({ label }) => label);
    expect(labels(responseScale(responseOf('absX:0.5'), [0, 1, 99]))[0]).toBe('≤ 1');
    expect(labels(responseScale(responseOf('absX:0.5'), [1, 99]))[0]).toBe('1');
    expect(labels(contrastScale(responseOf('x:0.5'), [-1]))).toContain('+0.5');
    expect(labels(contrastScale(responseOf('shareAbove:0'), [0.4]))).toEqual([
      '−50',
      '−25',
      '0',
      '+25',
      '+50',
    ]);
    expect(labels(contrastScale(responseOf('absX:0.5'), [0.2]))).toEqual([
      '0.2',
      '0.5',
      '1',
      '2',
      '5',
    ]);
  });
});

describe('A against another side', () => {
  test('is a ratio of times and distances and a difference of all else, within both intervals', () => {
    expect(contrastOf('ratio', [6, 4, 8], [3, 2, 4])).toEqual([2, 1, 4]);
    expect(contrastOf('difference', [6, 4, 8], [3, 2, 4])).toEqual([3, 0, 6]);
    expect(contrastOf('ratio', [6, 4, null], [3, 2, 4])).toEqual([2, 1, null]);
    expect(contrastOf('ratio', [6, 4, 8], [3, 0, 4])).toEqual([2, 1, null]);
  });

  test.each<[ResponseValue, ResponseValue]>([
    [none, [1, 1, 1]],
    [[1, 1, 1], none],
    [
      [0, 0, 1],
      [1, 1, 1],
    ],
    [
      [1, 1, 1],
      [0, 0, 1],
    ],
  ])('has no ratio of %j to %j', (a, b) => {
    expect(contrastOf('ratio', a, b)).toEqual(none);
  });
});

describe('a map that a response colours', () => {
  const data = measured(
    5,
    ['escapeTime:0.5'],
    [
      [[around(10)], [around(20)]],
      [[none], [around(40)]],
      null,
      [[[30, 20, null]], [around(31)]],
      [[around(50)], [around(50)]],
    ],
  );
  data.tallies.fail(4, 1, 'because');
  const scales = scalesOf(data, 0);

  test('has the colour of its value, a mark of its own for none, and never that of a number', () => {
    const raster = (layer: Layer) => rasterOf(data, layer, { hatch: null, ...scales });
    const a = raster(OWN(0));
    expect([...a.marks]).toEqual([MARK.none, MARK.noValue, MARK.notCounted, MARK.none, MARK.none]);
    const color = (value: number) => RGBA.response[colorIndex(scales.response!, value)];
    expect([...a.colors]).toEqual([color(10), 0, 0, color(30), color(50)]);
    const against = raster(AGAINST);
    expect([...against.marks]).toEqual([
      MARK.none,
      MARK.noValue,
      MARK.notCounted,
      MARK.none,
      MARK.failed,
    ]);
    expect(against.colors[0]).toBe(RGBA.contrast[colorIndex(scales.contrast!, 0.5)]);
    expect(scales.response).toMatchObject({ from: 10, to: 50 });
  });

  test('is hatched where an interval is long or open, and where both overlap', () => {
    const look = {
      curves: true,
      show: 'shares',
      response: 'escapeTime:0.5',
      counting: false,
    } as const;
    const marks = (layer: Layer, hatching: 'wide' | 'zero') =>
      [
        ...rasterOf(data, layer, {
          hatch: hatchOf(data, layer, { hatching, counting: false }),
          ...scales,
        }).marks,
      ].map((mark) => mark === MARK.hatched);
    // 18 to 22 of 10 to 50 is a tenth, 36 to 44 two.
    expect(marks(OWN(1), 'wide')).toEqual([false, true, false, true, false]);
    expect(marks(OWN(0), 'wide')).toEqual([false, false, false, true, true]);
    expect(marks(AGAINST, 'zero')).toEqual([false, false, false, true, false]);
    expect(Panels.layersOf(data, { ...look, hatching: 'wide' })).toEqual([OWN(0), OWN(1), AGAINST]);
    expect(titleOf(data, AGAINST)).toBe('A ÷ B');
  });

  test('takes the middle of a block for what is not measured yet', () => {
    const big = new MapData({ ...emptyMap(64, 64).sweep, responses: ['tailIndex'] });
    const [block] = blockSizes(64, 64);
    const middle = middleOf(0, 0, block, 64, 64);
    big.tallies.responses.set(2 * middle, [around(2)]);
    const expected = Array.from(
      { length: big.cells },
      (_, cell) => big.responseAt(OWN(0), cell)?.source ?? NOT_COUNTED,
    );
    expect(expected.filter((source) => source === middle)).toHaveLength(block * block);
    expect([...cellSources(big, OWN(0))]).toEqual(expected);
    expect(cellSources(data, OWN(1))[4]).toBe(FAILED);
  });

  test('is read out with its interval and A’s against it, and every other number below', () => {
    expect(cellWords(data, OWN(0), 0)).toBe('median escape time 10 (95 %: 9 to 11)');
    expect(cellWords(data, OWN(0), 1)).toBe(
      'median escape time: no value: fewer than 50 % escaped',
    );
    expect(cellWords(data, OWN(0), 2)).toBe('not measured yet');
    expect(cellWords(data, AGAINST, 3)).toBe(
      'median escape time A ÷ B 0.968 (at least 90 %: 0.587 to unknown)',
    );
    expect(cellWords(data, AGAINST, 4)).toBe('failed: because');
    expect(otherWords(data, 3, 0, null)).toEqual(['Median escape time 30 (95 %: 20 to unknown).']);
    expect(otherWords(data, 3, 0, 0)).toEqual(['3.0 % escaped (95 %: 2.1 to 4.3 %).']);
  });

  test('is a table and a slice of it', () => {
    expect(tableColumns(data, 1, 0).map(({ head }) => head)).toEqual([
      'Median escape time',
      '95 % interval',
      'A ÷ B',
    ]);
    expect(tableCells(data, 0, 1, 0)).toEqual(['20', '18 to 22', '0.5 (0.409 to 0.611)']);
    expect(tableCells(data, 1, 0, 0)).toEqual(['no value', '']);
    expect(tableCells(data, 2, 0, 0)).toEqual(['not measured yet', '']);
    expect(tableCells(data, 4, 1, 0)).toEqual(['failed', 'because', '']);
    const order = { by: 'value', side: 0, falling: true } as const;
    expect(inOrder(data, [0, 1, 2, 3, 4], order, 0)).toEqual([4, 3, 0, 1, 2]);
    const pieces = slicePieces(data, [0, 1, 2, 3, 4], 0, 0);
    expect(pieces.map((piece) => piece.map(({ k }) => k))).toEqual([[0], [3, 4]]);
    expect(pieces[1][0]).toEqual({ k: 3, value: 30, low: 20, high: null });
  });

  test('is told in a sentence', () => {
    expect(takeawayOf(data, 0)).toMatch(
      /^Median escape time of SGD: 10 to 50 in the 75 % of the cells that have one\. B \(SVRG.*\) is sooner in 0 % and later in 50 % of the cells that have both\.$/,
    );
    const slower = measured(
      2,
      ['escapeTime:0.5'],
      [
        [[around(20)], [around(10)]],
        [[around(10)], [around(10)]],
      ],
    );
    expect(takeawayOf(slower, 0)).toContain('is sooner in 50 % and later in 0 % of the cells');
    expect(takeawayOf(measured(2, ['tailIndex'], [null, null]), 0)).toBe('');
    expect(takeawayOf(measured(1, ['tailIndex'], [[[none], [none]]]), 0)).toBe(
      'Tail index estimate of SGD: no cell has a value.',
    );
  });

  test('is a picture with the colours, the marks and what they mean', () => {
    const svg = mapSvg({
      data,
      panels: [OWN(0), AGAINST].map((layer) => ({
        layer,
        title: titleOf(data, layer),
        hatch: null,
      })),
      curves: false,
      scales,
      other: 'B',
      engine: { kind: 'cpu', adapter: 'CPU', fallback: false, version: '1.2.3' },
      link: 'link',
      takeaway: takeawayOf(data, 0),
      colors: { paper: '#fff', ink: '#000', soft: '#444', line: '#888' },
    });
    expect(svg).toContain('fill="url(#none)"');
    for (const words of [
      'Median escape time, steps × dt',
      'A sooner',
      'A later',
      'no value: fewer than 50 % escaped',
      'Colours: median escape time, steps × dt.',
    ])
      expect(svg).toContain(words);
  });
});

describe('every response', () => {
  test('has a name, names over its bars, and text that the sweep takes', () => {
    fc.assert(
      fc.property(anyResponse, (response) => {
        const text = responseText(response);
        const { responses = [] } = parseSweep({ responses: [text] });
        expect(responseOf(responses[0])).toEqual(responseOf(text));
        expect(responseName(response)).toMatch(/^[\w|%.,·⁰-⁹⁻−\s²³¹]+$/);
        const of = { ...responseScale(response, [1]), other: 'B' };
        expect(barNames(of).name.toLowerCase()).toContain(responseName(response).toLowerCase());
        const against = { ...contrastScale(response, [1]), other: 'B' };
        expect(barNames(against).name).toMatch(/^A [÷−] B/);
        expect(barNames(against).low).not.toBe(barNames(against).high);
        // A letter of 13 pixels is 6.6 wide, and the bar of a picture 300.
        const { low, name, high } = barNames({ ...against, other: 'the other' });
        expect([low, name, high].join('  ').length).toBeLessThanOrEqual(300 / 6.6);
      }),
      { seed: 3, numRuns: 100 },
    );
  });

  test.each([
    ['escapeTime:0.5', 'median escape time'],
    ['escapeTime:0.9', 'time by which 90 % escaped'],
    ['x:0.5', 'median x'],
    ['absX:0.99', '99 % quantile of |x|'],
    ['shareAbove:0', 'share right of 0'],
    ['shareAbove:-1.5', 'share above −1.5'],
    ['tailIndex', 'tail index estimate'],
  ])('%s is the %s', (text, name) => {
    expect(responseName(responseOf(text))).toBe(name);
  });
});

test('a preset that is about a response measures it', () => {
  const about = SWEEP_PRESETS.filter(({ response }) => response !== undefined);
  expect(about.map(({ id }) => id)).toEqual(['ball']);
  for (const { response, sweep } of about) expect(sweep.responses).toContain(response);
});
