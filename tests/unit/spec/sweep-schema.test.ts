import { describe, expect, test } from 'vitest';
import { compileCells } from '../../../src/spec/cell-spec';
import { numericPaths, parsePath, pathText } from '../../../src/spec/field-path';
import { parseSpec } from '../../../src/spec/schema';
import { differenceOf, withPartial } from '../../../src/spec/side';
import { betaOf, samplesOf } from '../../../src/spec/spec';
import { SpecError } from '../../../src/spec/spec-error';
import { axisValues, type SweepAxis } from '../../../src/spec/sweep';
import { parseSweep, parseSweepText, sidesOf } from '../../../src/spec/sweep-schema';

const SMALL = {
  x: { path: 'noise.sigma', from: 0, to: 3, count: 4 },
  y: { path: 'loss.a[0]', from: 0.1, to: 0.9, count: 3 },
};

describe('a sweep', () => {
  test('is written out in full', () => {
    const sweep = parseSweep({ ...SMALL, compare: { optimizer: { kind: 'svrg' } } });
    expect(sweep).toEqual({
      version: 1,
      base: parseSpec({}),
      x: { ...SMALL.x, scale: 'linear' },
      y: { ...SMALL.y, scale: 'linear' },
      replicas: 4096,
      compare: { optimizer: { kind: 'svrg' } },
      sameNoise: true,
    });
    expect(parseSweep(JSON.parse(JSON.stringify(sweep)))).toEqual(sweep);
  });

  test('has a default for everything', () => {
    const { x, y, replicas } = parseSweep({});
    expect([x.path, y.path, replicas]).toEqual(['noise.sigma', 'loss.a[0]', 4096]);
  });

  test('takes a list of one comparison for that comparison', () => {
    expect(parseSweep({ compare: [{ noise: { tau: 3 } }] }).compare).toEqual({ noise: { tau: 3 } });
  });

  test('gives refined cells 64 times the replicas at most where nothing else is said', () => {
    expect(parseSweep({ replicas: 100, halfWidth: 0.01 })).toMatchObject({
      halfWidth: 0.01,
      mostReplicas: 6400,
    });
  });

  test.each<[unknown, string]>([
    [[], 'sweep: [] is not accepted; give an object.'],
    [{ x: [] }, 'x: [] is not accepted; give an object.'],
    [
      { cells: 3 },
      'cells: an unknown field is not accepted; give one of the fields version, base, x, y, replicas, compare, sameNoise, halfWidth, mostReplicas, responses, tied.',
    ],
    [
      { base: { noise: { sigma: -1 } } },
      'base.noise.sigma: -1 is not accepted; give a number from 0 to 1e30.',
    ],
    [
      { base: { ensemble: { cell: 3 } } },
      'base.ensemble.cell: 3 is not accepted; give none: a sweep numbers its cells itself.',
    ],
    [
      { x: { path: 'noise.rho', from: 0, to: 2 } },
      'x: 2 is not accepted; give for noise.rho a number from -1 to 1.',
    ],
    [
      { x: { path: 'noise.sigma', from: 0, to: 1, scale: 'log' } },
      'x.from: 0 is not accepted; give a number above 0 on a log scale.',
    ],
    [
      { x: { path: 'noise.sigma', from: 1, to: 1 } },
      'x.to: 1 is not accepted; give another number than from = 1, or a count of 1.',
    ],
    [
      { x: { path: 'noise.sigma', from: 0, to: 1, count: 513 } },
      'x.count: 513 is not accepted; give a whole number from 1 to 512.',
    ],
    [
      { x: { path: 'noise.sigma', values: [2, 1] } },
      'x.values: [2,1] is not accepted; give a list of 1 to 512 rising numbers.',
    ],
    [
      { x: { path: 'optimizer.batchSize', from: 1, to: 8, count: 5 } },
      'x: 2.75 is not accepted; give whole numbers for optimizer.batchSize: choose from, to and count so that every value is whole, or scale "list" with values.',
    ],
    [
      { y: { path: 'noise.sigma', from: 1, to: 2 } },
      'y.path: "noise.sigma" is not accepted; give another field than that of x, noise.sigma.',
    ],
    [
      { compare: { noise: { sigma: 1 } } },
      'compare.noise.sigma: 1 is not accepted; give none: noise.sigma is an axis of the map, the same on every side.',
    ],
    [
      { compare: [{}, { optimizer: { beta: 0.5 } }] },
      'compare[1].optimizer.beta: an unknown field is not accepted; give one of the fields kind, learningRate, schedule, batchSize.',
    ],
    [
      { mostReplicas: 9 },
      'mostReplicas: 9 is not accepted; give none without halfWidth: every cell gets `replicas` of them.',
    ],
    [
      { halfWidth: 0.01, mostReplicas: 9 },
      'mostReplicas: 9 is not accepted; give at least replicas = 4096.',
    ],
    [{ halfWidth: 0.5 }, 'halfWidth: 0.5 is not accepted; give a number above 0 and below 0.5.'],
    [{ sameNoise: 'yes' }, 'sameNoise: "yes" is not accepted; give true or false.'],
  ])('%j is refused by one sentence', (input, sentence) => {
    expect(() => parseSweep(input)).toThrow(SpecError);
    expect(() => parseSweep(input)).toThrow(sentence);
  });

  test('names the fields there are where an axis has none', () => {
    expect(() => parseSweep({ x: { path: 'noise.sigmo', from: 0, to: 1 } })).toThrow(
      /^x\.path: "noise\.sigmo" is not accepted; give a number of the spec .*noise\.sigma, noise\.tau/,
    );
    for (const path of [
      'ensemble.particles',
      'histogram.bins',
      'version',
      '__proto__.x',
      'noise.law',
    ])
      expect(() => parseSweep({ x: { path, values: [1, 2] } })).toThrow(/^x\.path/);
  });

  test('that is no JSON is refused', () => {
    expect(() => parseSweepText('{', 's.json')).toThrow(
      'The sweep in s.json is not JSON: line 1, column 2 has the end of the text where the name of a field should be',
    );
  });

  test('with a side whose kind is an object is refused', () => {
    expect(() => parseSweep({ compare: { optimizer: { kind: { toString: 1 } } } })).toThrow(
      'compare.optimizer.kind: {"toString":1} is not accepted',
    );
  });

  test('with a side of any depth is refused', () => {
    let deep: object = { a: 1 };
    for (let k = 0; k < 20_000; k++) deep = { a: deep };
    expect(() => parseSweep({ compare: deep })).toThrow(/^compare\.a: .* is not accepted/);
    expect(() => parseSweep({ compare: { noise: { sigma: deep } } })).toThrow(
      /^compare\.noise\.sigma: /,
    );
  });

  test('that is no object is refused as a sweep, and not as a spec', () => {
    for (const text of ['7', '"x"', 'null', '[]'])
      expect(() => parseSweepText(text)).toThrow(/^sweep: .* is not accepted; give an object/);
  });
});

describe('the values of an axis', () => {
  test.each<[SweepAxis, number[]]>([
    [
      { path: '', from: 0.1, to: 0.9, count: 9, scale: 'linear' },
      [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9],
    ],
    [{ path: '', from: 64, to: 1, count: 7, scale: 'log' }, [64, 32, 16, 8, 4, 2, 1]],
    [{ path: '', from: 2, to: 2, count: 1, scale: 'linear' }, [2]],
    [{ path: '', values: [1, 3], scale: 'list' }, [1, 3]],
  ])('%j', (axis, values) => expect(axisValues(axis)).toEqual(values));
});

describe('a cell', () => {
  const sweep = parseSweep({
    ...SMALL,
    compare: [{ optimizer: { kind: 'svrg' } }, { time: { dt: 0.01 } }],
  });
  const sides = sidesOf(sweep);

  test('has the two values of its column and row, its number and its replicas', () => {
    const spec = compileCells(sweep, sides)(1, 6, 77);
    expect(spec.noise.sigma).toBe(2);
    expect(spec.loss).toMatchObject({ a: [0.5] });
    expect(spec.optimizer).toMatchObject({ kind: 'svrg', epochLength: 100 });
    expect(spec.ensemble).toEqual({ particles: 77, seed: '1', cell: 6 });
  });

  test('has the same noise on every side, or another on each', () => {
    expect(compileCells(sweep, sides)(2, 6, 1).ensemble.cell).toBe(6);
    const own = { ...sweep, sameNoise: false };
    expect([0, 1, 2].map((side) => compileCells(own, sides)(side, 6, 1).ensemble.cell)).toEqual([
      6, 18, 30,
    ]);
  });

  test('of two values that no run has together is refused by itself', () => {
    const map = parseSweep({
      base: { noise: { law: 'dataset' } },
      x: { path: 'optimizer.batchSize', values: [1, 100] },
      y: { path: 'noise.samples', values: [10, 1000] },
    });
    expect(() => compileCells(map, sidesOf(map))(0, 1, 1)).toThrow(
      'optimizer.batchSize: 100 is not accepted',
    );
    expect(samplesOf(compileCells(map, sidesOf(map))(0, 3, 1))).toBe(1000);
  });

  test('keeps what it has along an axis whose field it lacks', () => {
    const map = parseSweep({
      base: { optimizer: { kind: 'heavy-ball' } },
      compare: { optimizer: { kind: 'sgd' } },
      x: { path: 'optimizer.beta', values: [0, 0.5] },
    });
    const [a, b] = [0, 1].map((side) => compileCells(map, sidesOf(map))(side, 1, 1));
    expect(betaOf(a)).toBe(0.5);
    expect(b.optimizer).toEqual({
      kind: 'sgd',
      learningRate: 1,
      schedule: 'constant',
      batchSize: 1,
    });
  });

  test('takes a value in every coordinate where the axis is a whole list', () => {
    const map = parseSweep({
      base: { loss: { a: [1, -1] } },
      y: { path: 'loss.a', values: [0.5, 0.7] },
    });
    expect(compileCells(map, sidesOf(map))(0, 48, 1).loss).toMatchObject({ a: [0.7, 0.7] });
  });
});

describe('paths', () => {
  test('are read with dots or brackets', () => {
    expect(parsePath('loss.a.0')).toEqual(parsePath('loss.a[0]'));
    expect(pathText(parsePath('loss.a.12')!)).toBe('loss.a[12]');
    expect(parsePath('a')).toBeNull();
    expect(parsePath('loss.a[x]')).toBeNull();
  });

  test('lead to every number that escapes can depend on', () => {
    const spec = parseSpec({
      loss: { a: [1, 2] },
      noise: { law: 'dataset' },
      optimizer: { kind: 'svrg' },
      start: { kind: 'gaussian' },
    });
    expect(numericPaths(spec).map(pathText).sort()).toEqual(
      [
        'escape.radius',
        'loss.a',
        'loss.a[0]',
        'loss.a[1]',
        'noise.rho',
        'noise.samples',
        'noise.sigma',
        'noise.tau',
        'optimizer.batchSize',
        'optimizer.epochLength',
        'optimizer.learningRate',
        'start.mean',
        'start.mean[0]',
        'start.mean[1]',
        'start.standardDeviation',
        'start.standardDeviation[0]',
        'start.standardDeviation[1]',
        'time.dt',
        'time.steps',
      ].sort(),
    );
  });
});

describe('a side', () => {
  const svrg = parseSpec({
    optimizer: { kind: 'svrg', epochLength: 7 },
    noise: { law: 'dataset', samples: 50 },
  });

  test('drops the fields of the kind it leaves', () => {
    expect(withPartial(svrg, { optimizer: { kind: 'sgd' } }).optimizer).not.toHaveProperty(
      'epochLength',
    );
    expect(withPartial(svrg, { noise: { law: 'gaussian' } }).noise).not.toHaveProperty('samples');
    expect(withPartial(svrg, { optimizer: { learningRate: 2 } }).optimizer).toMatchObject({
      epochLength: 7,
      learningRate: 2,
    });
  });

  test.each<object>([
    { optimizer: { kind: 'sgd' } },
    { optimizer: { kind: 'heavy-ball', beta: 0.3 } },
    { noise: { law: 'two-point', tau: 5 }, time: { steps: 3 } },
    {},
  ])('comes back from its difference: %j', (partial) => {
    const side = withPartial(svrg, partial);
    expect(withPartial(svrg, differenceOf(svrg, side))).toEqual(side);
    expect(withPartial(side, differenceOf(side, svrg))).toEqual(svrg);
  });
});

test('an axis of which values coincide in float32, or are none, is refused', () => {
  const axes = [
    { path: 'noise.sigma', from: 1e-300, to: 1e30, count: 9, scale: 'log' },
    { path: 'noise.sigma', from: 1e-300, to: 1e-200, count: 9, scale: 'log' },
    { path: 'noise.tau', from: 1, to: 1 + 1e-7, count: 9 },
    { path: 'noise.tau', values: [1, 1 + 1e-9] },
  ];
  for (const x of axes) expect(() => parseSweep({ x })).toThrow(/^x: .* 32-bit floating point/);
  expect(() => parseSweep({ x: { path: 'noise.tau', values: [1, 1 + 1e-6] } })).not.toThrow();
});
