import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { lossKinds, noiseLaws, optimizerKinds, scheduleKinds } from '../../../src/models/registry';

const SRC = join(import.meta.dirname, '../../../src');

/**
 * Comparisons of a kind or a law to its name that are left outside of src/models. Ask a fact of the
 * model, or look up what is known of it in a table that names every kind.
 */
const MOST = 24;

test(`code outside of src/models compares a kind to its name in at most ${MOST} places`, () => {
  // A start may be uniform too, and code asks for that.
  const laws = noiseLaws().filter((law) => law !== 'uniform');
  const names = [...lossKinds(), ...laws, ...optimizerKinds(), ...scheduleKinds()].join('|');
  const comparison = new RegExp(`(?:[!=]== |case )'(?:${names})'`, 'g');
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.startsWith('models/'),
  );
  const found = files.flatMap((file) => {
    const code = readFileSync(join(SRC, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '');
    return [...code.matchAll(comparison)].map(([text]) => `${file}: ${text}`);
  });
  expect(files.length).toBeGreaterThan(400);
  expect(found.length, found.join('\n')).toBeLessThanOrEqual(MOST);
});
