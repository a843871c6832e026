import { expect, test } from 'vitest';
import { FUZZED, fuzz } from '../support/fuzz';

// `npm run fuzz` does many more.
test.each(FUZZED)('damaged %s: refused in a sentence or taken as they are', async (kind) => {
  const { accepted, refused, faults } = await fuzz(kind, 300, 11);
  expect(faults).toEqual([]);
  // Both ways are gone.
  expect(Math.min(accepted, refused)).toBeGreaterThan(5);
});
