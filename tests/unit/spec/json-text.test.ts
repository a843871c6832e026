import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../../src/spec/bytes-text';
import { readJson, TextError, type TextSource } from '../../../src/spec/json-text';
import { repeats } from '../../support/long';

const FILE: TextSource = { what: 'spec', name: 'my.json' };

function refusal(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof TextError) return error.message;
    throw error;
  }
}

const refused = (text: string) => refusal(() => readJson(text, FILE));

describe('a text that is not JSON is refused with its name, its line and its column', () => {
  const cases: [string, string][] = [
    ['', 'The spec in my.json is empty.'],
    [' \n', 'The spec in my.json is empty.'],
    [
      '{\n  "loss": {"a": [1]},\n  "time": {"dt": 0.01, "steps": 10,},\n  "noise": {}\n}\n',
      'The spec in my.json is not JSON: line 3, column 35 has a comma with nothing after it; remove it.',
    ],
    ['[1,\r\n2,]', 'line 2, column 2 has a comma with nothing after it; remove it.'],
    ['{"a": 1,, "b": 2}', 'line 1, column 8 has a comma with nothing after it; remove it.'],
    ['{"a": 1\r "b": 2}', 'line 2, column 2 has a text where a comma or } should be.'],
    ['{"a" 1}', 'line 1, column 6 has "1" where a colon should be.'],
    ['{a: 1}', 'line 1, column 2 has a field\'s name without double quotes; write "a".'],
    ["{'a': 1}", "line 1, column 2 has ' for a quote; put a text between straight double quotes."],
    ['{“a”: 1}', 'line 1, column 2 has “ for a quote;'],
    [
      '{"a": 0,5}',
      'line 1, column 9 has 5 after a comma; write a number with a point, such as 0.5.',
    ],
    ['{"a": NaN}', 'line 1, column 7 has "NaN", but JSON has only finite numbers.'],
    ['{"a": -Infinity}', 'line 1, column 7 has "-Infinity", but JSON has only finite numbers.'],
    ['{"a": True}', 'line 1, column 7 has "True", which JSON writes as true.'],
    ['{"a": sgd}', 'line 1, column 7 has "sgd" where a value should be; put a text between double'],
    ...['01', '.5', '5.', '+1', '0x10', '1e', '--1', '1_000', '2px'].map(
      (number): [string, string] => [
        `{"a": ${number}}`,
        `line 1, column 7 has "${number}", which is not a JSON number; write it as 12, -0.5 or 1e-3.`,
      ],
    ),
    ['{"a": 1} // x', 'line 1, column 10 has a comment, which JSON does not have.'],
    ['/* x */ {}', 'line 1, column 1 has a comment, which JSON does not have.'],
    ['{} {}', 'line 1, column 4 has "{" where the document has ended.'],
    [
      '{"a": [1, {"b": 2}',
      'line 1, column 19 has the end of the text where a comma or ] should be, and the [ of line 1, column 7 is not closed.',
    ],
    ['{"a": [1}', 'line 1, column 9 has "}" where a comma or ] should be.'],
    ['{"a": "x', 'line 1, column 7 has a double quote that is not closed.'],
    [
      '{"a": "x\n"}',
      'line 1, column 7 has a double quote that is not closed on its line; write \\n for',
    ],
    [
      '{"a": "x\ty"}',
      'line 1, column 9 has a control character inside a text; write it as \\u0009.',
    ],
    [
      '{"a": "C:\\data"}',
      'line 1, column 10 has "\\d", which JSON does not have; write a backslash as \\\\.',
    ],
    ['{"a":\u00a01}', 'line 1, column 6 has "\\u00a0" where a value should be.'],
    ['{"𝜎": 1, "b" 2}', 'line 1, column 14 has "2" where a colon should be.'],
    ['i,j,side\n0,0,a', 'line 1, column 1 has "i" where a value should be'],
  ];
  test.each(cases)('%j', (text, sentence) => {
    expect(refused(text)).toContain(sentence);
    expect(refused(text)).toMatch(/^The spec in my\.json is (not JSON|empty)[^\n]*\.$/);
  });

  const accepted: [string, string][] = [
    [
      '{"noise": {"sigma": 2,\n "sigma": 3}}',
      'line 2, column 2 has the field "sigma" again, which line 1, column 12 gives already.',
    ],
    [
      '{"a": 1, "\\u0061": 2}',
      'line 1, column 10 has the field "a" again, which line 1, column 2 gives',
    ],
    ['{"__proto__": 1, "__proto__": 2}', 'has the field "__proto__" again'],
    [`[1e${'9'.repeat(90)}]`, 'line 1, column 2 has the number 1e99'],
    ['[1e-400]', 'line 1, column 2 has the number 1e-400, which is too close to 0; write 0.'],
    [
      `${'['.repeat(5e5)}${']'.repeat(5e5)}`,
      'line 1, column 65 has a [ inside 64 others; give at most 64.',
    ],
    ['{"a":'.repeat(1e5), 'has a { inside 64 others; give at most 64.'],
  ];
  test.each(accepted.map(([text, sentence]) => [text.slice(0, 40), text, sentence]))(
    'JSON that is read two ways, or cannot be held: %s',
    (_, text, sentence) => {
      expect(refused(text)).toContain(sentence);
      expect(refused(text)).toMatch(/^The spec in my\.json is not accepted: [^\n]{1,200}\.$/);
    },
  );

  test('too long', () => {
    expect(refused('x'.repeat(1e6 + 1))).toBe(
      'The spec in my.json has 1000001 characters; give at most 1000000.',
    );
  });

  test('a file name with line breaks, controls and 300 letters is one short line', () => {
    const sentence = refusal(() =>
      readJson('{', { what: 'map', name: `a\n\u001b[31m\u202e${'b'.repeat(300)}.json` }),
    );
    expect(sentence).toMatch(
      /^The map in a\\u000a\\u001b\[31m\\u202eb+\.\.\.b+\.json is not JSON: /,
    );
    expect(sentence!.length).toBeLessThan(300);
  });
});

describe('any JSON', () => {
  test('is read as JSON reads it, a field __proto__ too', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 6 }),
        fc.constantFrom('', '\ufeff', ' \n'),
        (text, before) => {
          expect(JSON.stringify(readJson(before + text, FILE))).toBe(
            JSON.stringify(JSON.parse(text)),
          );
        },
      ),
      { numRuns: repeats(1000), seed: 11 },
    );
    expect(Object.keys(readJson('{"__proto__": {"a": 1}}', FILE) as object)).toEqual(['__proto__']);
  });

  test('with letters changed is read as JSON reads it, or refused in one sentence', () => {
    const letters = fc.constantFrom(...'{}[]":,.-+0123456789eE\\u tfn\n\t/*\'');
    const text = fc
      .tuple(fc.json({ maxDepth: 4 }), fc.array(fc.tuple(fc.nat(), letters), { maxLength: 3 }))
      .map(([json, edits]) =>
        edits.reduce((all, [at, letter]) => {
          const place = at % (all.length + 1);
          return all.slice(0, place) + letter + all.slice(place + (at % 2));
        }, json),
      );
    fc.assert(
      fc.property(text, (changed) => {
        let value: unknown;
        let json = true;
        try {
          value = JSON.parse(changed);
        } catch {
          json = false;
        }
        const sentence = refused(changed);
        if (sentence === null) {
          expect(json).toBe(true);
          expect(JSON.stringify(readJson(changed, FILE))).toBe(JSON.stringify(value));
        } else {
          expect(sentence).toMatch(/^The spec in my\.json [^\n]{1,300}\.$/);
          // What is JSON all the same is refused for a field that is given twice, or for a number
          // that cannot be held.
          if (json) expect(sentence).toMatch(/ is not accepted: .*(again|too large|too close)/);
          else expect(sentence).toMatch(/ is (not JSON|empty|not accepted)/);
        }
      }),
      { numRuns: repeats(5000), seed: 11 },
    );
  });
});

describe('bytes that are no UTF-8', () => {
  const text = '{"loss": {"a": [1]}}';
  const read = (bytes: Uint8Array) => refusal(() => textOf(bytes, FILE));
  const utf16 = Buffer.from(text, 'utf16le');
  const encodings: [string, Uint8Array, string][] = [
    ['UTF-16 LE', utf16, 'is in UTF-16; save it as UTF-8.'],
    ['UTF-16 BE', Buffer.from(utf16).swap16(), 'is in UTF-16; save it as UTF-8.'],
    [
      'UTF-16 LE with a mark',
      Buffer.from(`\ufeff${text}`, 'utf16le'),
      'is in UTF-16; save it as UTF-8.',
    ],
    [
      'UTF-16 BE with a mark',
      Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
      'is in UTF-16; save',
    ],
    [
      'UTF-32',
      Buffer.from(Array.from(text).flatMap((c) => [c.charCodeAt(0), 0, 0, 0])),
      'is in UTF-32;',
    ],
    [
      'Latin-1',
      Buffer.from('{\n"ensemble": {"seed": "Größe"}}', 'latin1'),
      'is not UTF-8: line 2 has the byte f6, as Latin-1 or another encoding has; save it as UTF-8.',
    ],
    ['gzip', Buffer.from([0x1f, 0x8b, 8, 0]), 'is a gzip file; unpack it first.'],
    ['npz', Buffer.from('PK\u0003\u0004'), 'is a ZIP or NPZ file, not JSON.'],
    [
      'a cut character',
      Buffer.from('{"a": "ö').subarray(0, 8),
      'is not UTF-8: line 1 has the byte c3',
    ],
  ];
  test.each(encodings)('%s', (_, bytes, sentence) => {
    expect(read(bytes)).toBe(
      `The spec in my.json ${read(bytes)!.slice('The spec in my.json '.length)}`,
    );
    expect(read(bytes)).toContain(sentence);
  });

  test('too many are refused before they are read', () => {
    expect(read(new Uint8Array(1e6 + 1))).toBe(
      'The spec in my.json has 1000001 bytes; give at most 1000000.',
    );
  });

  test('UTF-8 is read, with a byte order mark too', () => {
    for (const mark of ['', '\ufeff'])
      expect(readJson(textOf(Buffer.from(`${mark}{"seed": "ö𝜎"}`), FILE), FILE)).toEqual({
        seed: 'ö𝜎',
      });
    expect(textOf(Buffer.from(''), FILE)).toBe('');
  });
});
