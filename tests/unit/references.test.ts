import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PAGES } from '../../scripts/shell/pages';

const ROOT = join(import.meta.dirname, '../..');
const FOLDERS = ['src', 'shaders', 'tests', 'docs', 'scripts', 'bench'];
/** Files that tests and the documentation's build make. */
const MADE = /\btoy\b|toy-(noise|surface)|^docs\/docs\.css$/;

const files = FOLDERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|js|wgsl|css|md)$/.test(name) && !name.includes('node_modules'))
    .map((name) => `${folder}/${name}`),
).concat('README.md', 'CONTRIBUTING.md', ...PAGES.map(({ file }) => file));

/** Text in one line: comments are wrapped anywhere. */
function flat(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8').replace(/\n\s*(?:\*|\/\/)?\s*/g, ' ');
}

const headings = new Map<string, string[]>();
function headingsOf(document: string): string[] {
  const known = headings.get(document);
  if (known) return known;
  const found = [...readFileSync(join(ROOT, document), 'utf8').matchAll(/^#+ (.*)$/gm)].map(
    ([, heading]) => heading.replace(/[`*]/g, ''),
  );
  headings.set(document, found);
  return found;
}

test('each file that a text names exists', () => {
  const missing = files.flatMap((file) =>
    [
      ...flat(file).matchAll(
        /(?<![\w./@-])(?:src|shaders|tests|docs|scripts|bench|engine)\/[\w./-]+\.(?:ts|js|wgsl|css|md|json|cpp)\b/g,
      ),
    ]
      .map(([path]) => path)
      .filter((path) => !MADE.test(path))
      .filter((path) => !existsSync(join(ROOT, path)) && !existsSync(join(ROOT, 'src', path)))
      .map((path) => `${file}: ${path}`),
  );
  expect(missing).toEqual([]);
});

test('each heading of a document that a text quotes exists', () => {
  let quoted = 0;
  const missing = files.flatMap((file) =>
    [...flat(file).matchAll(/(docs\/[\w./-]+\.md)[`)]?,? "([^"]+)"/g)]
      .filter(([, document, heading]) => {
        quoted++;
        return !existsSync(join(ROOT, document)) || !headingsOf(document).includes(heading);
      })
      .map(([reference]) => `${file}: ${reference}`),
  );
  expect(missing).toEqual([]);
  expect(quoted).toBeGreaterThan(20);
});
