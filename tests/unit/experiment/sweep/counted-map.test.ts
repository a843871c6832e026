import { expect, test } from 'vitest';
import { checkProof, proofOf } from '../../../../src/experiment/check-proof';
import { countedMap } from '../../../../src/experiment/sweep/counted-map';
import { digestOf } from '../../../../src/experiment/sweep/map-result';
import { countedRun, SWEEP } from './counted-run';

test('a map has the particles and escapes of all cells and sides, without those that failed', () => {
  const run = countedRun();
  // Sides A and C have 100 + 10 c replicas in the cells c = 0 to 11, side B in 0 to 7; 10 c, 10 c + 1
  // and 10 c + 2 of them escape.
  expect(countedMap(run)).toEqual({
    engine: run.engine,
    digest: digestOf(run),
    particles: 2 * 1860 + 1080,
    escape: { count: 660 + 684 + 288 },
    refined: false,
  });
});

test('its link has the same integers, is within rounding, or is of others', () => {
  const counted = countedMap(countedRun());
  const proof = proofOf(counted);
  expect(checkProof(proof, counted).grade).toBe('same');
  const other = { ...proof, digest: '0'.repeat(64) };
  const apart = (escapes: number) => ({ ...other, escaped: other.escaped + escapes });
  expect(checkProof(apart(4), counted).grade).toBe('rounding');
  expect(checkProof(apart(5), counted)).toMatchObject({
    grade: 'other',
    sentence: expect.stringMatching(/^Other integers: 5 of 4800 escapes differ\. The link/),
  });
  const refined = countedMap(
    countedRun(undefined, { ...SWEEP, halfWidth: 0.01, mostReplicas: 1000 }),
  );
  expect(checkProof(apart(5), refined).sentence).toMatch(/it is not known whether rounding/);
});
