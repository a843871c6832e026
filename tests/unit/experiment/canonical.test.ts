import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../src/experiment/canonical';

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
});
