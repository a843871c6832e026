import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PAGE = join(import.meta.dirname, '../../../../src/page');
const sheets = readdirSync(PAGE, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.css') && !name.endsWith('tokens.css'),
);
const textOf = (name: string) =>
  readFileSync(join(PAGE, name), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');

const RAW_COLOR = /#[0-9a-f]{3,8}\b(?=[^{}]*[;}])|\b(?:rgba?|hsla?|oklch|oklab|color-mix)\(/i;
/** A size of its own; sizes relative to the text around, in em, are none. */
const RAW_SIZE = /font(?:-size)?:[^;]*?\d(?:px|rem|pt|vw|cqi)\b[^;]*;/;
/** A spacing of its own; a pixel or two that set a line right, and what is in em, are none. */
const RAW_SPACING = /(?:margin|padding|gap)(?:-[a-z-]+)?:[^;{}]*?\d(?:rem|pt|vw|cqi)\b[^;]*;/;

test.each(sheets)('%s takes colours, sizes of letters and spacings from tokens.css', (name) => {
  expect(textOf(name)).not.toMatch(RAW_COLOR);
  expect(textOf(name)).not.toMatch(RAW_SIZE);
  expect(textOf(name)).not.toMatch(RAW_SPACING);
});

test.each(['color: #fff;', 'color: #17191c;\n', 'fill: rgb(0 0 0 / 10%);'])(
  '%s would be found',
  (rule) => expect(`a { ${rule} }`).toMatch(RAW_COLOR),
);

test.each([
  'font-size: 13px;',
  'font-size: clamp(1rem, 2vw, 3rem);',
  'font:\n  0.8125rem / 1.4 monospace;',
])('%s would be found', (rule) => expect(`a { ${rule} }`).toMatch(RAW_SIZE));

test.each([
  'margin: 0 0.3rem;',
  'padding-inline-start: calc(1px + 0.3rem);',
  'row-gap:\n  1vw;',
  'scroll-margin-top: 1rem;',
])('%s would be found', (rule) => expect(`a { ${rule} }`).toMatch(RAW_SPACING));

test('dark colours stand once, beside the light ones', () => {
  const tokens = textOf('shared/style/tokens.css');
  expect(tokens).not.toContain('prefers-color-scheme');
  const names = [...tokens.replace(/@media[\s\S]*/, '').matchAll(/^\s*(--[\w-]+):/gm)].map(
    ([, name]) => name,
  );
  expect(names.length).toBeGreaterThan(40);
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});

test('every custom property that is used is given', () => {
  const all = [...sheets, 'shared/style/tokens.css'].map(textOf).join('\n');
  const given = new Set([...all.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));
  for (const [, name] of all.matchAll(/var\((--[\w-]+)/g)) expect(given).toContain(name);
});
