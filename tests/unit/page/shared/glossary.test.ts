import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import '../../../../src/models/all-models';
import '../../../../src/models/all-texts';
import {
  lossKinds,
  lossText,
  noiseLaws,
  noiseText,
  optimizerKinds,
  optimizerText,
  scheduleKinds,
  scheduleText,
} from '../../../../src/models/registry';
import { GLOSSARY, isTerm, termOfSymbol } from '../../../../src/page/shared/glossary';

const FIELDS = [
  ...lossKinds().map((kind) => lossText({ kind }).fields),
  ...optimizerKinds().map((kind) => optimizerText({ kind }).fields),
  ...noiseLaws().map((law) => noiseText({ law }).fields),
  ...scheduleKinds().map((schedule) => scheduleText({ schedule }).fields),
].flatMap((fields) => Object.entries(fields));

test('every slider of every kind has a definition, under the symbol that it shows', () => {
  const sliders = FIELDS.filter(([, { slider }]) => slider);
  expect(sliders.length).toBeGreaterThan(25);
  for (const [name, { symbol }] of sliders) {
    expect(isTerm(name), name).toBe(true);
    if (isTerm(name)) expect(GLOSSARY[name].symbol, name).toBe(symbol);
  }
});

test('every letter of the equations of the Watch page has a definition', () => {
  const page = readFileSync('index.html', 'utf8');
  const equations = page.match(/<p class="equation"[\s\S]*?<\/p>/g) ?? [];
  const letters = new Set(
    equations.flatMap((each) =>
      [...each.matchAll(/<var>(.+?)<\/var>/g)].map(([, letter]) => letter),
    ),
  );
  expect(letters.size).toBeGreaterThan(8);
  expect([...letters].filter((letter) => termOfSymbol(letter) === null)).toEqual([]);
});

test('a definition is one or two sentences of plain words', () => {
  for (const { text } of Object.values(GLOSSARY)) {
    expect(text).toMatch(/\.$/);
    expect(text.length).toBeLessThan(320);
  }
});
