import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PLANTED_FAULTS } from '../support/planted-fault';

const ROOT = join(import.meta.dirname, '..', '..');

test('planted faults have names of their own', () => {
  expect(new Set(PLANTED_FAULTS.map(({ name }) => name)).size).toBe(PLANTED_FAULTS.length);
});

// That each is caught takes minutes: `npm run plant`.
test.each(PLANTED_FAULTS)('"$name" can be planted in $file', ({ file, from, to, caughtBy }) => {
  expect(readFileSync(join(ROOT, file), 'utf8').split(from)).toHaveLength(2);
  expect(to).not.toBe(from);
  expect(existsSync(join(ROOT, caughtBy)), caughtBy).toBe(true);
});
