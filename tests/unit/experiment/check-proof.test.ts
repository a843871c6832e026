import { expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/open';
import { checkProof, proofOf } from '../../../src/experiment/check-proof';
import { readSpecLink } from '../../../src/spec/link-reader';
import { specToFragment } from '../../../src/spec/permalink';
import { proofFields, type RunProof, readProof } from '../../../src/spec/run-proof';
import { parseSpec } from '../../../src/spec/schema';
import { VERSION } from '../../../src/version';

const digest = '0f'.repeat(32);
const proof: RunProof = { version: VERSION, digest, engine: 'gpu', escaped: 500 };
const result = (escaped: number, own = 'ab'.repeat(32)) => ({
  engine: {
    kind: 'cpu' as const,
    adapter: 'CPU, float64',
    fallback: false,
    version: VERSION,
  },
  particles: 10_000,
  escape: { count: escaped } as Parameters<typeof checkProof>[1]['escape'],
  digest: own,
});

test.each([
  ['the same digest', proof, result(500, digest), 'same'],
  ['escapes within one in a thousand', proof, result(510), 'rounding'],
  ['escapes beyond it', proof, result(511), 'other'],
  ['other kernels of the CPU', { ...proof, engine: 'cpu-simd' }, result(510), 'rounding'],
  ['kernels that are not known', { ...proof, engine: 'cpu' }, result(510), 'rounding'],
  ['the same kernels of the CPU', { ...proof, engine: 'cpu-float64' }, result(500), 'other'],
  ['another stream, though escapes agree', { ...proof, version: '0.2.0' }, result(500), 'other'],
] as const)('%s', (_, given, found, grade) => {
  expect(checkProof(given, found).grade).toBe(grade);
});

test('both engines are named, of the CPU by their kernels', () => {
  expect(checkProof({ ...proof, engine: 'cpu-simd' }, result(502)).sentence).toBe(
    `Other integers, within rounding: 2 of 10000 escapes differ. The link was made by version ${VERSION} on the CPU engine (SIMD in float32 where it can, else float64); this is version ${VERSION} on the CPU engine (float64).`,
  );
  const { identity } = createCpuEngine('fastest');
  const counted = { ...result(502), engine: identity };
  expect(checkProof(proof, counted).sentence).toContain(
    `made by version ${VERSION} on the GPU engine; this is version ${VERSION} on the CPU engine (SIMD`,
  );
  expect(proofOf(counted)).toEqual({
    ...proof,
    digest: counted.digest,
    engine: 'cpu-simd',
    escaped: 502,
  });
  expect(proofOf({ ...counted, engine: { ...identity, adapter: 'CPU' } }).engine).toBe('cpu');
});

test('links carry it after their end, and every reader reads the run without a notice', () => {
  const spec = parseSpec({});
  const link = specToFragment(spec) + proofFields(proof);
  expect(readProof(link)).toEqual(proof);
  expect(readSpecLink(link)).toEqual({ asked: spec, notice: null });
  for (const engine of ['cpu', 'cpu-simd', 'cpu-float64'] as const)
    expect(readProof(proofFields({ ...proof, engine }))?.engine).toBe(engine);
  const unknown = proofFields(proof).replace('engine=gpu', 'engine=cpu-float16');
  for (const part of ['', '&version=1.0.0', unknown, proofFields({ ...proof, digest: 'short' })])
    expect(readProof(specToFragment(spec) + part)).toBeNull();
});
