import { expect, test } from 'vitest';
import { checkProof } from '../../../src/experiment/check-proof';
import { readSpecLink } from '../../../src/spec/link-reader';
import { specToFragment } from '../../../src/spec/permalink';
import { proofFields, type RunProof, readProof } from '../../../src/spec/run-proof';
import { parseSpec } from '../../../src/spec/schema';
import { VERSION } from '../../../src/version';

const digest = '0f'.repeat(32);
const proof: RunProof = { version: VERSION, digest, engine: 'gpu', escaped: 500 };
const result = (escaped: number, own = 'ab'.repeat(32)) => ({
  engine: { kind: 'cpu' as const, adapter: 'SIMD', fallback: false, version: VERSION },
  particles: 10_000,
  escape: { count: escaped } as Parameters<typeof checkProof>[1]['escape'],
  digest: own,
});

test.each([
  ['the same digest', proof, result(500, digest), 'same'],
  ['escapes within one in a thousand', proof, result(510), 'rounding'],
  ['escapes beyond it', proof, result(511), 'other'],
  ['another stream, though escapes agree', { ...proof, version: '0.2.0' }, result(500), 'other'],
] as const)('%s', (_, given, found, grade) => {
  expect(checkProof(given, found).grade).toBe(grade);
});

test('links carry it after their end, and every reader reads the run without a notice', () => {
  const spec = parseSpec({});
  const link = specToFragment(spec) + proofFields(proof);
  expect(readProof(link)).toEqual(proof);
  expect(readSpecLink(link)).toEqual({ asked: spec, notice: null });
  for (const part of ['', '&version=1.0.0', proofFields({ ...proof, digest: 'short' })])
    expect(readProof(specToFragment(spec) + part)).toBeNull();
});
