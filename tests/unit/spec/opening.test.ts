import { expect, test } from 'vitest';
import { OPENING, OPENING_SPEC } from '../../../src/spec/opening';
import { parseSpec } from '../../../src/spec/schema';

test('the opening spec is what reads specs makes of it', () => {
  expect(OPENING_SPEC).toEqual(parseSpec(OPENING));
  expect(JSON.stringify(OPENING_SPEC)).toBe(JSON.stringify(parseSpec(OPENING)));
});
