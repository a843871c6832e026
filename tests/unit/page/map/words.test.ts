import { describe, expect, test } from 'vitest';
import { lossKinds, lossModel, optimizerKinds } from '../../../../src/models/registry';
import { cellSentence, cellWords } from '../../../../src/page/map/cell-words';
import { fieldSymbol, fieldTitle } from '../../../../src/page/map/field-names';
import { MapData } from '../../../../src/page/map/map-data';
import { sweepWords } from '../../../../src/page/map/sweep-words';
import { numericPaths, pathText } from '../../../../src/spec/field-path';
import { parseSpec } from '../../../../src/spec/schema';
import { radiusOf } from '../../../../src/spec/spec';
import { SWEEP_PRESETS } from '../../../../src/spec/sweep-presets';
import { count, emptyMap } from './any-map';

describe('names of fields', () => {
  test.each([
    ['noise.sigma', 'noise σ', 'σ'],
    ['loss.a[0]', 'push a', 'a'],
    ['loss.a', 'push a', 'a'],
    ['loss.a[1]', 'push a₁', 'a₁'],
    ['start.x[0]', 'start x', 'x'],
    ['optimizer.learningRate', 'learning rate h', 'h'],
    ['time.steps', 'steps', 'steps'],
    ['escape.radius', 'radius R', 'R'],
  ])('%s is %s, or %s for short', (path, title, symbol) => {
    expect(fieldTitle(path)).toBe(title);
    expect(fieldSymbol(path)).toBe(symbol);
  });

  test('there is one for every number that an axis can be', () => {
    const starts = [{ kind: 'point' }, { kind: 'gaussian' }, { kind: 'uniform' }];
    const documents = [
      ...lossKinds().map((kind) =>
        lossModel({ kind }).bySample
          ? { loss: { kind }, noise: { law: 'dataset' }, time: { dt: 1 } }
          : { loss: { kind } },
      ),
      ...optimizerKinds().map((kind) => ({ optimizer: { kind } })),
      ...starts.map((start) => ({ start })),
      { noise: { law: 'dataset' } },
    ];
    for (const document of documents)
      for (const path of numericPaths(parseSpec({ version: 1, ...document })).map(pathText)) {
        expect(fieldTitle(path), path).not.toContain('.');
        expect(fieldSymbol(path), path).not.toContain('.');
      }
  });
});

describe('a cell in words', () => {
  const A = { kind: 'probability', side: 0 } as const;
  const LESS = { kind: 'difference', side: 1 } as const;

  test('has its place, its share, the interval and the counts', () => {
    const data = emptyMap(31, 20);
    const cell = 31 * 2 + 12;
    count(data, cell, 959, 700, 500, 480);
    expect(cellSentence(data, A, cell)).toBe(
      'noise σ 1.2, push a 0.3: 73.0 % escaped (95 %: 70.1 to 75.7 %), 700 of 959',
    );
    expect(cellWords(data, LESS, cell)).toMatch(
      /^A − B \+20\.9 points \(95 %: \+1\d\.\d to \+2\d\.\d\), 959 pairs$/,
    );
  });

  test('says when it has nothing, or the counts of its block only', () => {
    const data = emptyMap(12, 12);
    expect(cellWords(data, A, 0)).toBe('not counted yet');
    count(data, 13, 100, 50);
    expect(cellWords(data, A, 0)).toMatch(
      /^50\.0 % escaped .*, 50 of 100; of the block around it so far$/,
    );
    data.tallies.fail(0, 0, 'sigma is too large.');
    expect(cellWords(data, A, 0)).toBe('failed: sigma is too large.');
    expect(cellWords(data, LESS, 0)).toBe('failed: sigma is too large.');
  });
});

test('a sweep in words names radius, steps, axes, sides and what is fixed, but not what varies', () => {
  const data = emptyMap(48, 24);
  for (let cell = 0; cell < data.cells; cell++)
    count(data, cell, 1000 + (cell === 5 ? 1000 : 0), 3);
  const { base } = data.sweep;
  const words = sweepWords(data).replaceAll('\u00a0', ' ');
  expect(words).toContain(`|x| exceeded ${radiusOf(base)} within`);
  expect(words).toContain('Across: noise σ 0 to 3 (48 cells); up: push a 0.1 to 2 (24 cells).');
  expect(words).toContain('A: SGD; B: SVRG');
  expect(words).toContain('1,000 to 2,000 replicas a cell, the same noise on every side.');
  expect(words).toContain('τ = ');
  expect(words).not.toContain('σ = ');
  expect(words).not.toMatch(/\ba = /);
});

test('where coordinates are added, a caption says what all of them have', () => {
  const { sweep } = SWEEP_PRESETS.find(({ id }) => id === 'ball')!;
  const words = sweepWords(new MapData(sweep)).replaceAll('\u00a0', ' ');
  expect(words).toContain('Share of runs in which a coordinate exceeded 1 within 200 steps');
  expect(words).toContain('Across: coordinates d 1, 2, 4, 8, 16, 32 (6 cells); up: push a');
  expect(words).toContain('Every coordinate but the first: a = −1.');
});
