import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson, numberText } from '../../../src/experiment/canonical';

describe('canonical JSON', () => {
  test('says the same as JSON, whatever the indentation', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.integer({ min: 0, max: 4 }), (value, indent) => {
        expect(JSON.parse(canonicalJson(value, indent))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test('does not depend on the order in which fields were written', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (fields) => {
        const reversed = Object.fromEntries(Object.entries(fields).reverse());
        expect(canonicalJson(reversed)).toBe(canonicalJson(fields));
      }),
    );
  });

  test('writes typed arrays as lists, and leaves out what is undefined', () => {
    expect(canonicalJson({ b: Uint32Array.of(1, 2), a: undefined, c: [{ z: 1 }] })).toBe(
      '{"b":[1,2],"c":[{"z":1}]}',
    );
  });

  test('keeps a list of numbers on one line', () => {
    expect(canonicalJson({ b: [1, 2], a: { c: null } }, 2)).toBe(
      '{\n  "a": {\n    "c": null\n  },\n  "b": [1, 2]\n}',
    );
  });

  test('any number is written as another reader takes it: an integer up to 2^53, else a floating-point number', () => {
    const number = fc.oneof(
      fc.double(),
      fc.maxSafeInteger(),
      fc.bigInt({ min: -(2n ** 80n), max: 2n ** 80n }).map(Number),
      fc.integer({ min: -1074, max: 1023 }).map((power) => 2 ** power),
    );
    fc.assert(
      fc.property(number, (value) => {
        const text = canonicalJson({ value: [value] });
        const expected = Number.isFinite(value) ? value + 0 : null;
        expect(JSON.parse(text).value[0]).toBe(expected);
        if (expected === null) return;
        expect(text).toBe(`{"value":[${numberText(value)}]}`);
        if (/^-?\d+$/.test(numberText(value))) expect(Number.isSafeInteger(value)).toBe(true);
      }),
      { numRuns: 2000, seed: 11 },
    );
    expect([2 ** 53 - 1, 2 ** 53, -1e20, 1e21, 1e-7, -0, 12345.5].map(numberText)).toEqual([
      '9007199254740991',
      '9.007199254740992e+15',
      '-1e+20',
      '1e+21',
      '1e-7',
      '0',
      '12345.5',
    ]);
  });
});
