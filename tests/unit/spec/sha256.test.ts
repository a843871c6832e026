import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../../src/spec/sha256';

test('SHA-256 is that of FIPS 180-4, for texts in any script and of any length around a block', () => {
  expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  const lengths = Array.from({ length: 200 }, (_, length) => 'x'.repeat(length));
  const texts = fc.sample(fc.string({ unit: 'grapheme', maxLength: 300 }), {
    seed: 1,
    numRuns: 200,
  });
  for (const text of [...lengths, ...texts])
    expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
});
