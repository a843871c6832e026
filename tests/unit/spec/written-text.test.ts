import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson, type TextSource } from '../../../src/spec/json-text';
import { parseSpec } from '../../../src/spec/schema';
import { parseSpecText } from '../../../src/spec/spec-text';
import { parseSweep, parseSweepText } from '../../../src/spec/sweep-schema';
import { readWritten } from '../../../src/spec/written-text';

const FILE: TextSource = { what: 'spec', name: 'my.json' };

describe('a text that people write', () => {
  test.each([
    ['{"a": 1} // x', { a: 1 }],
    ['// x\n/* y\n */ {"a" /* the push */ : /**/ 1 // end\n}', { a: 1 }],
    ['{"a": [1, 2, /* no more */ ], }', { a: [1, 2] }],
    ['{"a": [1, [2,],], // one\n "b": {},\r}\r\n', { a: [1, [2]], b: {} }],
    ['{"a": "// no comment, /* nor this, */ ,]"}', { a: '// no comment, /* nor this, */ ,]' }],
    ['\ufeff{"a":1/**/,"b":12//\n}', { a: 1, b: 12 }],
    ['{"$schema": "https://example.org/spec.json", "a": 1}', { a: 1 }],
  ])('%j', (text, value) => {
    expect(readWritten(text, FILE)).toEqual(value);
  });

  test.each([
    ['{"a": 1 /* x', 'line 1, column 9 has a comment that is not closed.'],
    ['{"a": 1,,}', 'line 1, column 8 has a comma with nothing after it; remove it.'],
    ['{,}', 'line 1, column 2 has "," where the name of a field should be.'],
    ['[,]', 'line 1, column 2 has "," where a value should be.'],
    ['{"a": 1/2}', 'line 1, column 8 has "/" where a comma or } should be.'],
    ['{"a": 1/**/2}', 'line 1, column 12 has "2" where a comma or } should be.'],
    ['{"a": 1} # x', 'line 1, column 10 has "#" where the document has ended.'],
    ['// only this', 'line 1, column 13 has the end of the text where a value should be.'],
    ['{"a": 1 // }', 'has the end of the text where a comma or } should be'],
    // Lines and columns are those of the text with its comments.
    ['/* a\nb */ {"a": 1, // c\n "a": 2}', 'line 3, column 2 has the field "a" again'],
  ])('%j is refused', (text, sentence) => {
    expect(() => readWritten(text, FILE)).toThrow(sentence);
  });

  test('means what it means without comments and last commas, wherever they stand', () => {
    const space = fc.constantFrom('', ' ', '\n', '/* , ] } " */', '// " , ] }\n', '/**/\t//\r\n');
    const comma = fc.constantFrom('', ',');
    const write = (value: unknown, next: () => [string, string]): string => {
      const [gap, last] = next();
      if (Array.isArray(value))
        return `${gap}[${value.map((one) => write(one, next)).join(`${gap},`)}${value.length > 0 ? last : ''}${gap}]${gap}`;
      if (typeof value !== 'object' || value === null)
        return `${gap}${JSON.stringify(value)}${gap}`;
      const fields = Object.entries(value);
      return `${gap}{${fields.map(([name, one]) => `${gap}${JSON.stringify(name)}${gap}:${write(one, next)}`).join(`${gap},`)}${fields.length > 0 ? last : ''}${gap}}${gap}`;
    };
    fc.assert(
      fc.property(
        fc.jsonValue({ maxDepth: 4 }),
        fc.array(fc.tuple(space, comma), { minLength: 1 }),
        (value, choices) => {
          let k = 0;
          const text = write(value, () => choices[k++ % choices.length]);
          const plain = readJson(JSON.stringify(value), FILE);
          expect(readJson(text, { ...FILE, comments: true })).toEqual(plain);
        },
      ),
      { numRuns: 300, seed: 17 },
    );
  });

  test('is read as a spec and as a sweep; a $schema that is no text is refused', () => {
    expect(parseSpecText('{ // the default\n "$schema": "x", }')).toEqual(parseSpec({}));
    const axes =
      '"x": {"path": "noise.sigma", "values": [1, 2]}, "y": {"path": "noise.tau", "values": [1, 2],},';
    expect(
      parseSweepText(`{"$schema": "x", "base": {}, ${axes} "replicas": 10 /* few */}`),
    ).toMatchObject({
      replicas: 10,
    });
    expect(() => parseSpecText('{"$schema": 1}')).toThrow('$schema');
  });
});

test('the spec and the sweep of the documentation can be run, and are the defaults', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/command-line.md'), 'utf8');
  const [spec, sweep] = [...page.matchAll(/```jsonc\n([\s\S]*?)```/g)].map(([, text]) => text);
  expect(parseSpecText(spec)).toEqual(parseSpec({}));
  expect(parseSweepText(sweep)).toEqual(parseSweep({}));
});
