import { expect, test } from 'vitest';
import { compileCells } from '../../../src/spec/cell-spec';
import { sidesOf } from '../../../src/spec/sweep-schema';
import { exactEscape } from '../../../src/theory/escape/exact-escape';
import { EXACT, EXACT_MAP } from '../../statistics/maps';

test('the stored probabilities of the reference map are those of the oracle', () => {
  const sides = sidesOf(EXACT_MAP);
  for (let cell = 0; cell < 576; cell += 41) {
    const found = exactEscape(compileCells(EXACT_MAP, sides)(0, cell, 1)).probability!;
    // Stored in twelve digits; the oracle's own error is below 1e-9 of the result plus 1e-13.
    expect(Math.abs(found - EXACT[cell]), `cell ${cell}`).toBeLessThanOrEqual(2e-9 * found + 1e-12);
  }
});
