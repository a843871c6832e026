import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { MODELS } from '../../scripts/docs/fields';
import { filled } from '../../scripts/docs/filled';
import { documentationSite, slugOf } from '../../scripts/docs/site';

const ROOT = join(import.meta.dirname, '../..');
const WIDTH = 100;
/** Tables, displayed formulas, pictures, and a formula, code or link alone on its line. */
const UNBROKEN = /^\||^\$\$|^!\[|^\S*\$[^$]*\$\S*$|^\S*`[^`]*`\S*$|^ *\S*\]\([^)]*\)\S*$/;
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const site = documentationSite(ROOT);
const pages = [...site].filter(([path]) => path.endsWith('.html'));
const html = (path: string) => site.get(path) as string;

/** Without blocks of code. */
function prose(text: string): string {
  return text.replace(/^```[\s\S]*?^```/gm, '').replace(/^ {4}.*/gm, '');
}

describe('Markdown', () => {
  test.each(documents)('%s wraps at 100 characters', (path) => {
    const long = prose(read(path))
      .split('\n')
      .filter((line) => !UNBROKEN.test(line))
      .filter((line) => line.length > WIDTH);
    expect(long).toEqual([]);
  });

  test.each(documents)('%s links to headings that exist', (path) => {
    for (const [, file, anchor] of prose(read(path)).matchAll(/\]\(([^):#]*)#([^)]+)\)/g)) {
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      const headings = [...read(target).matchAll(/^#+ (.*)$/gm)].map(([, text]) => slugOf(text));
      expect(headings, `${path}: ${file}#${anchor}`).toContain(anchor);
    }
  });
});

describe('models', () => {
  test.each(documents)('%s has its tables as they are now; else run npm run docs', (path) => {
    expect(read(path)).toBe(filled(ROOT, read(path)));
  });

  const kinds = Object.entries(MODELS).flatMap(([group, models]) =>
    Object.keys(models).map((kind) => [group, kind]),
  );
  test.each(kinds)('the %s %s has a page that model.md links to', (group, kind) => {
    expect(read(`docs/models/${kind}.md`)).toContain(`<!-- fields:${group}/${kind} -->`);
    expect(read('docs/model.md')).toContain(`](models/${kind}.md)`);
  });
});

describe('the documentation as a site', () => {
  test('every page is reached from the first one', () => {
    const reached = new Set(['docs/index.html']);
    for (const path of reached)
      for (const [, href] of html(path).matchAll(/<a href="([^":#]+\.html)/g)) {
        const target = posix.join(posix.dirname(path), href);
        if (target.startsWith('docs/')) reached.add(target);
      }
    expect([...reached].sort()).toEqual(pages.map(([path]) => path).sort());
  });

  test.each(pages)('%s links to files and headings of the site', (path, text) => {
    for (const [, href] of (text as string).matchAll(/(?:href|src)="([^":]*)"/g)) {
      const [file, anchor] = href.split('#');
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      if (target === 'index.html') continue;
      expect([...site.keys()], `${path}: ${href}`).toContain(target);
      if (anchor) expect(html(target), `${path}: ${href}`).toContain(`id="${anchor}"`);
    }
  });

  test.each(pages)('%s obeys its Content-Security-Policy', (_, text) => {
    expect(text).toContain(`content="default-src 'self';`);
    expect(text).not.toMatch(/ style="| on\w+="|<script|<style/);
  });

  test('every formula is typeset', () => {
    for (const [path, text] of pages) {
      const words = (text as string).replace(/<(pre|code|annotation)[\s\S]*?<\/\1>/g, '');
      expect(words, path).not.toMatch(/\$|\\[a-z]/);
    }
    expect(html('docs/theory.html').match(/class="[^"]*katex-html/g)!.length).toBeGreaterThan(80);
  });
});
