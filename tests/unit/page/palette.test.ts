import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const PAGE = join(import.meta.dirname, '../../../src/page');
const TOKENS = readFileSync(join(PAGE, 'shared/style/tokens.css'), 'utf8');

/** Each colour as [light, dark]; those that let something through are left out. */
const colors = new Map(
  [...TOKENS.matchAll(/^ {2}--([\w-]+): (?:light-dark\((#\w{6}), (#\w{6})\)|(#\w{6}));/gm)].map(
    ([, name, light, dark, both]) => [name, [light ?? both, dark ?? both]],
  ),
);

/** What tokens.css says of its colours: ink, least contrast, ground. */
const pairs = [...TOKENS.matchAll(/^ {2}--([\w-]+): [^;]+; \/\* (\d.*) \*\/$/gm)].flatMap(
  ([, ink, words]) =>
    words.split(', ').flatMap((part) => {
      const [, least, grounds] = /^([\d.]+) on (.+)$/.exec(part)!;
      return grounds.split(' ').map((ground) => ({ ink, ground, least: Number(least) }));
    }),
);

/** Relative luminance of "#rrggbb", WCAG 2.2. */
function luminance(color: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

test.each(pairs)('$ink on $ground has a contrast of $least, light and dark', (pair) => {
  const inks = colors.get(pair.ink)!;
  const grounds = colors.get(pair.ground)!;
  expect(pair.least).toBeGreaterThanOrEqual(3);
  for (const theme of [0, 1])
    expect(contrast(inks[theme], grounds[theme]), ['light', 'dark'][theme]).toBeGreaterThanOrEqual(
      pair.least,
    );
});

test('every colour that a style sheet writes with has a contrast of 4.5 on paper and panel', () => {
  const readable = (name: string) =>
    ['paper', 'panel'].every((ground) =>
      pairs.some((pair) => pair.ink === name && pair.ground === ground && pair.least >= 4.5),
    );
  /** Letters on other grounds than the page's: on primary buttons and on maps. */
  const elsewhere = ['paper', 'on-map', 'on-map-light'];
  const files = readdirSync(PAGE, { recursive: true, encoding: 'utf8' });
  const written = files
    .filter((name) => name.endsWith('.css'))
    .flatMap((name) =>
      [
        ...readFileSync(join(PAGE, name), 'utf8').matchAll(/(?<![\w-])color: var\(--([\w-]+)\)/g),
      ].map(([, color]) => color),
    );
  expect(written.length).toBeGreaterThan(20);
  const faint = written.filter(
    (name) => colors.has(name) && !elsewhere.includes(name) && !readable(name),
  );
  expect(faint).toEqual([]);
});

test('no style sheet but tokens.css has a colour or a family of letters of its own', () => {
  const own = readdirSync(PAGE, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.css') && !/(tokens|fonts)\.css$/.test(name))
    .flatMap((name) =>
      [
        ...readFileSync(join(PAGE, name), 'utf8').matchAll(
          /: [^;{}]*(?:#[\da-f]{3,8}\b|\brgba?\(|\bhsl\()[^;{}]*;/g,
        ),
      ].map(([color]) => `${name}: ${color}`),
    );
  expect(own).toEqual([]);
});
