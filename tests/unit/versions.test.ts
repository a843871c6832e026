import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { expect, test } from 'vitest';
import { writeSite } from '../../scripts/versions.js';
import { temporaryFolder } from '../support/temporary-folder';

const folder = temporaryFolder();
const schema = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../schemas/versions.schema.json'), 'utf8'),
);
const isValid = new Ajv().compile(schema);

/** Pages of a version that say which it is. */
function pages(version: string): string {
  const made = join(folder, `pages-${version}`);
  mkdirSync(join(made, 'assets'), { recursive: true });
  writeFileSync(join(made, 'index.html'), version);
  writeFileSync(join(made, 'assets/index-1.js'), `"${version}"`);
  return made;
}

const first = join(folder, 'first');
const second = join(folder, 'second');
const read = (site: string, file: string) => readFileSync(join(site, file), 'utf8');

test('a second version stands at the root and keeps the first one in its folder', () => {
  writeSite({ pages: pages('0.9.0'), version: '0.9.0', stream: 3, out: first });
  const next = { pages: pages('1.0.0-rc.1'), version: '1.0.0-rc.1', stream: 4, keep: first };
  const versions = writeSite({ ...next, out: second });
  expect(read(second, 'index.html')).toBe('1.0.0-rc.1');
  expect(read(second, 'v/1.0.0-rc.1/index.html')).toBe('1.0.0-rc.1');
  expect(read(second, 'v/0.9.0/assets/index-1.js')).toBe('"0.9.0"');
  const list = JSON.parse(read(second, 'versions.json'));
  expect(isValid(list), JSON.stringify(isValid.errors)).toBe(true);
  expect(list).toMatchObject({ current: '1.0.0-rc.1', versions });
  expect(versions.map(({ version, stream }) => [version, stream])).toEqual([
    ['1.0.0-rc.1', 4],
    ['0.9.0', 3],
  ]);
});

test('the same version again is the same site; with other files it is refused', () => {
  const again = { version: '1.0.0-rc.1', stream: 4, keep: second };
  const third = join(folder, 'third');
  writeSite({ ...again, pages: pages('1.0.0-rc.1'), out: third });
  expect(read(third, 'versions.json')).toBe(read(second, 'versions.json'));
  expect(() => writeSite({ ...again, pages: pages('other'), out: third })).toThrow(
    'Version 1.0.0-rc.1 is published with other files; give this build another version.',
  );
});

test('a pinned version that was changed is refused', () => {
  const changed = join(folder, 'changed');
  cpSync(second, changed, { recursive: true });
  writeFileSync(join(changed, 'v/0.9.0/index.html'), 'changed');
  const next = { pages: pages('1.0.0'), version: '1.0.0', stream: 4, keep: changed };
  expect(() => writeSite({ ...next, out: join(folder, 'fourth') })).toThrow(
    /^v\/0\.9\.0\/ of .* is not what was published as version 0\.9\.0\.$/,
  );
});
