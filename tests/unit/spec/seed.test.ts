import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dataSet } from '../../../src/spec/data-set';
import { parseSpec } from '../../../src/spec/schema';
import { dataSeed, nextSeed, seedKey } from '../../../src/spec/seed';
import { repeats } from '../../support/long';

/** Texts that were one seed: a key of ARC4 repeats its letters, and takes them mod 256. */
const FAMILIES = [
  ['1', '11', '111', '1'.repeat(200)],
  ['12', '1212', '121212'],
  ['ab', 'abab'],
  ['10', '1010'],
  ['a', 'š', '\u{1f461}'],
  [' ', '  ', '\t'],
  ['é', 'e\u0301'],
];

describe('the key of a seed', () => {
  test('is the first 64 bits of SHA-256 of purpose, length and text', () => {
    const digest = createHash('sha256').update('noise 3 \u20ac').digest();
    expect(seedKey('\u20ac')).toEqual([digest.readUInt32BE(0), digest.readUInt32BE(4)]);
  });

  test.each(FAMILIES)('of %j differs from that of %j', (...texts) => {
    expect(new Set(texts.map((text) => seedKey(text).join())).size).toBe(texts.length);
  });

  test('differs between any two texts, repeats and shifted letters of a text among them', () => {
    const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 40 });
    const relative = fc
      .tuple(text, fc.integer({ min: 2, max: 5 }))
      .chain(([one, times]) =>
        fc
          .constantFrom(
            one.repeat(times),
            String.fromCodePoint(...[...one].map((letter) => letter.codePointAt(0)! ^ 256)),
            `${one}\0`,
            ` ${one}`,
            one.normalize('NFD'),
          )
          .map((other) => [one, other]),
      );
    const pair = fc.oneof(fc.tuple(text, text), relative).filter(([one, other]) => one !== other);
    fc.assert(
      fc.property(pair, ([one, other]) => {
        expect(seedKey(one)).not.toEqual(seedKey(other));
        expect(dataSeed(one)).not.toBe(dataSeed(other));
      }),
      { seed: 1, numRuns: repeats(2000) },
    );
  });
});

test.each(FAMILIES.slice(0, 5))('the data set of seed %j is not that of %j', (...texts) => {
  const sets = texts.map((seed) =>
    dataSet(parseSpec({ noise: { law: 'dataset', samples: 8 }, ensemble: { seed } })).xi.join(),
  );
  expect(new Set(sets).size).toBe(texts.length);
});

test('the next seed is a valid one, and no seed comes twice in a row of them', () => {
  const text = fc.oneof(
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }),
    fc.stringMatching(/^\d{1,200}$/),
    fc.constant('\u{1f461}'.repeat(100)),
    fc.constant('9'.repeat(200)),
  );
  fc.assert(
    fc.property(
      text.filter((seed) => seed.length <= 200),
      (first) => {
        const seen = new Set<string>();
        for (let seed = first; seen.size < 120; seed = nextSeed(seed)) {
          expect(seen).not.toContain(seed);
          expect(parseSpec({ ensemble: { seed } }).ensemble.seed).toBe(seed);
          seen.add(seed);
        }
      },
    ),
    { seed: 1, numRuns: 60 },
  );
  expect(nextSeed('1')).toBe('2');
  expect(nextSeed('a')).toBe('a 2');
  expect(nextSeed('a 2')).toBe('a 3');
});
