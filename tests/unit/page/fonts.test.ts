import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const SHARED = join(import.meta.dirname, '../../../src/page/shared');
const fonts = readdirSync(join(SHARED, 'fonts')).filter((name) => name.endsWith('.woff2'));
const css = readFileSync(join(SHARED, 'style/fonts.css'), 'utf8');
const faces = [...css.matchAll(/@font-face \{([^}]*)\}/g)].map(([, face]) => face);

test('all fonts together are under 60 kB, and each has the licence that its font asks for', () => {
  const sizes = fonts.map((name) => statSync(join(SHARED, 'fonts', name)).size);
  expect(fonts).toHaveLength(4);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(60_000);
  for (const name of fonts) {
    const license = name.replace(/-.*/, '-license.txt');
    expect(readFileSync(join(SHARED, 'fonts', license), 'utf8')).toContain(
      'SIL OPEN FONT LICENSE Version 1.1',
    );
  }
});

test('every font comes from here, is swapped in, and has fallbacks of its size', () => {
  const shipped = faces.filter((face) => face.includes('url('));
  expect(shipped.map((face) => /fonts\/([^"]*)/.exec(face)![1]).sort()).toEqual(fonts.sort());
  for (const face of shipped) {
    expect(face).toContain('font-display: swap');
    expect(face).not.toMatch(/https?:/);
  }
  const local = faces.filter((face) => face.includes('local('));
  expect(local.length).toBe(faces.length - shipped.length);
  for (const face of local)
    for (const override of ['size-adjust', 'ascent-', 'descent-', 'line-gap-'])
      expect(face).toContain(override);
});
