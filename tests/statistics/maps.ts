import { expect } from 'vitest';
import type { Engine } from '../../src/engine/engine';
import { agreement } from '../../src/experiment/sweep/exact-agreement';
import { SweepRun } from '../../src/experiment/sweep/sweep-run';
import { parseSweep } from '../../src/spec/sweep-schema';
import reference from '../reference/escape-map.json';

/**
 * A map of 24 x 24 cells whose exact probabilities of escape, of the discrete chain itself, are
 * stored: those of `exactEscape`, which tests/unit/theory/escape-map.test.ts computes again for
 * some cells. 301 of them lie between 1 % and 99 %.
 */
export const EXACT: readonly number[] = reference.exact;
export const EXACT_MAP = parseSweep(reference.sweep);

/** The map with fewer replicas. */
export async function countMap(engine: Engine, replicas = EXACT_MAP.replicas): Promise<SweepRun> {
  const run = new SweepRun({ ...EXACT_MAP, replicas }, engine.identity);
  await run.advance(engine);
  return run;
}

/** Cells whose 99 % interval misses the exact probability are no more than chance explains. */
export function expectAgreement({ tallies }: SweepRun): void {
  const found = agreement(tallies, EXACT, 0);
  expect(found.cells).toBe(576);
  expect(found.outside, JSON.stringify(found)).toBeLessThanOrEqual(found.most);
}
