import { expect, it } from 'vitest';
import type { Engine } from '../../src/engine/engine';
import { SUITES, type SuiteName, verifyClaims } from '../../src/experiment/verify/verify';

/**
 * Every claim of a suite on an engine, with few particles: what `npx saddlescape verify` does with
 * many.
 *
 * @param without  Claims that are left out.
 */
export function claimTests(
  suite: SuiteName,
  open: () => Promise<Engine>,
  particles: number,
  without: readonly string[] = [],
): void {
  for (const { id } of SUITES[suite].filter((claim) => !without.includes(claim.id)))
    it(`${id} holds`, async () => {
      const { claims } = await verifyClaims(await open(), { suite, ids: [id], particles });
      for (const { what, theory, measured, standardError, allowance, holds } of claims[0].checks)
        expect
          .soft(
            holds,
            `${what}: ${measured}, expected ${theory} within 4.417 x ${standardError} + ${allowance}`,
          )
          .toBe(true);
      expect(claims[0].verdict).toBe('holds');
      expect(claims[0].checks.length).toBeGreaterThan(0);
    }, 180_000);
}
