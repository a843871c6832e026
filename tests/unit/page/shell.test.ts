import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fillShell } from '../../../scripts/shell/fill';
import { PAGES } from '../../../scripts/shell/pages';

const ROOT = join(import.meta.dirname, '../../..');
const source = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const filled = (file: string) => fillShell(source(file), file, '1.2.3');

/** What all pages share of a page: without its own tools, sentence and mark of the current page. */
function shared(file: string): string[] {
  const page = filled(file);
  const [tools] = /(?<=<shell-header[^>]*>).*?(?=<\/shell-header>)/s.exec(source(file))!;
  const header = /<header.*<\/noscript>/s.exec(page)![0];
  return [
    header
      .replace(tools.trim(), '')
      .replace(' aria-current="page"', '')
      .replace(/(?<=class="pitch">)[^<]*/, '')
      .replace(/(?<=<noscript><p class="notice">).*?(?= is a program)/, ''),
    /<p class="adapter">.*<\/footer>/s.exec(page)![0].replace(/ <button.*?<\/button>/, ''),
    /<h3>Keyboard.*<\/dialog>/s.exec(page)![0],
  ];
}

describe.each(PAGES)('$file', ({ file, name }) => {
  test('has the header, the footer and the help of all pages', () => {
    expect(shared(file)).toEqual(shared('index.html'));
  });

  test('marks itself in the navigation, and nothing else', () => {
    const marked = [...filled(file).matchAll(/<a href="\.\/([^"]*)" aria-current="page">([^<]*)/g)];
    expect(marked.map(([, ...found]) => found)).toEqual(name === null ? [] : [[file, name]]);
  });

  test('says how it is read, and where its version and source are', () => {
    const page = filled(file);
    const help = /<dialog id="help-dialog".*<\/dialog>/s.exec(page)![0];
    expect(help.replace(/<[^>]*>/g, '').length).toBeGreaterThan(400);
    expect(page).toContain('Saddlescape 1.2.3');
    expect(page).toContain('href="./docs/source.html"');
  });
});

describe('a page that does not ask for its shell rightly is refused by name', () => {
  const whole = source('bench.html');
  test.each([
    [/<shell-footer>/, '<div>', /^x\.html needs one <shell-footer>, and has none\.$/],
    [/<shell-help>/, '<shell-help></shell-help><shell-help>', /<shell-help>, and has 2\.$/],
    [/pitch="[^"]*"/, '', /^x\.html: <shell-header> needs pitch="\.\.\."\.$/],
    [/<shell-footer>/, '<shell-footer small>', /^x\.html: <shell-footer> takes no small\.$/],
    [/<main/, '<shell-menu></shell-menu><main', /^x\.html: the shell has no <shell-menu>\.$/],
  ])('%s as %s', (from, to, sentence) => {
    expect(() => fillShell(whole.replace(from, to), 'x.html', '1')).toThrow(sentence);
  });
});
