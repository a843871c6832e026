import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bibtexOf, CITED } from '../../../src/experiment/citation';
import { fragmentToSpec } from '../../../src/spec/link-reader';
import { parseSpec } from '../../../src/spec/schema';
import { VERSION } from '../../../src/version';

const ROOT = join(import.meta.dirname, '../../..');
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');
const spec = parseSpec({ ensemble: { seed: '50 % {braces} \\ & #1' } });
const engine = { kind: 'gpu', adapter: 'A_100 & 50% {x}~^\\', fallback: false, version: VERSION };
const cited = { spec, engine: { ...engine, kind: 'gpu' as const }, digest: '0f'.repeat(32) };

test('the citation, CITATION.cff and codemeta.json say the same', () => {
  const cff = read('CITATION.cff');
  const field = (name: string) => new RegExp(`^ *(?:- )?${name}: "?(.*?)"?$`, 'm').exec(cff)?.[1];
  const meta = JSON.parse(read('codemeta.json'));
  expect(field('title')).toBe(CITED.title);
  expect(field('version')).toBe(VERSION);
  expect(Number(field('date-released')?.slice(0, 4))).toBe(CITED.year);
  expect(cff).toContain(`- name: ${CITED.authors}\n`);
  expect(meta).toMatchObject({ name: CITED.title, version: VERSION });
  expect(meta.dateModified).toBe(field('date-released'));
  expect(meta.author).toEqual([{ '@type': 'Organization', name: CITED.authors }]);
  expect(read('python/saddlescape/version.py')).toContain(`\nVERSION = "${VERSION}"\n`);
  for (const word of meta.keywords) expect(cff).toContain(`- ${word}\n`);
});

test('it names link, digest and version, and the link is the run', () => {
  const text = bibtexOf(cited);
  expect(text).toMatch(/^@software\{saddlescape-0f0f0f0f,$/m);
  expect(text).toContain(`version = {${VERSION}}`);
  expect(text).toContain(`SHA-256 digest ${cited.digest},`);
  const [, link] = /\\url\{(.*?)\}\},$/m.exec(text) ?? [];
  expect(fragmentToSpec(link)).toEqual(spec);
  const [, url] =
    /^ {2}url = \{(.*)\},$/m.exec(bibtexOf(cited, new URL('https://a.test/b/'))) ?? [];
  expect(url).toBe(`https://a.test/b/${link}`);
  // Of the whole run: its link says what it gives.
  const whole = { ...cited, steps: spec.time.steps, escape: { count: 7 } };
  const [, proven = ''] = /\\url\{(.*?)\}\},$/m.exec(bibtexOf(whole)) ?? [];
  expect(proven).toBe(`${link}&version=${VERSION}&digest=${cited.digest}&engine=gpu&escaped=7`);
  expect(fragmentToSpec(proven)).toEqual(spec);
});

test('what is TeX in the name of an adapter is escaped, and braces balance', () => {
  const text = bibtexOf(cited);
  expect(text).toContain(
    'GPU engine on A\\_100 \\& 50\\% \\{x\\}\\textasciitilde{}\\textasciicircum{}\\textbackslash{}}',
  );
  let depth = 0;
  for (const brace of text.match(/(?<!\\)[{}]/g) ?? []) {
    depth += brace === '{' ? 1 : -1;
    expect(depth).toBeGreaterThanOrEqual(0);
  }
  expect(depth).toBe(0);
});
