import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { renderStory, STEPS } from '../../../scripts/story/render';
import type { BakedFigure } from '../../../src/page/story/bake';
import { startValues, watchedSpec } from '../../../src/page/story/figure';
import { STORY_FIGURES } from '../../../src/page/story/figures';
import { markupOf } from '../../../src/page/story/markup';
import { packed, unpacked } from '../../../src/page/story/packed-moment';

const ROOT = join(import.meta.dirname, '../../..');

/** A story of one step with this text, in a folder of its own. */
function rendered(text: string, figures: Record<string, BakedFigure> = {}) {
  const root = mkdtempSync(join(tmpdir(), 'story-'));
  mkdirSync(join(root, STEPS), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'));
  writeFileSync(join(root, STEPS, '1-step.md'), text);
  return renderStory(root, figures);
}

const FIGURE: BakedFigure = {
  title: 'A & B',
  sentence: 'Half of them < 1.',
  wide: '<svg class="still wide"></svg>',
  narrow: '<svg class="still narrow"></svg>',
  controls: [{ kind: 'number', name: 'a', label: 'push a', min: 0, max: 2, step: 0.1, start: 1 }],
  values: { a: 1 },
  runs: true,
  fragment: '#watch?a=1&end',
  mapFragment: null,
};

describe('a step becomes a section', () => {
  test('with its number, its link, formulas, numbers to drag and figures', () => {
    const { html, css } = rendered(
      '## On $a$\n\nLet $a$ = [1]{drag:one.a}, [0.5]{fact:half}.\n\n::figure one\n',
      { one: FIGURE },
    );
    expect(html).toContain('<h2 id="step"><span class="step-number">1</span>');
    expect(html).toContain('<span class="drag" data-drag="one.a">1</span>, 0.5.');
    expect(html).toContain('aria-label="A &amp; B"');
    expect(html).toContain('Half of them &lt; 1.');
    expect(html).toContain('href="./index.html#watch?a=1&amp;end"');
    expect(html).not.toMatch(/ style="/);
    expect(css).toContain('url(docs/fonts/');
  });

  test.each([
    ['## A\n\n::figure two\n', '1-step.md: there is no figure two.'],
    ['## A\n\n[2]{drag:one.a}\n', '1-step.md: the text says 2 where one.a begins with 1.'],
    ['Text.\n', '1-step.md has no heading of the second level.'],
    ['## A\n\n$\\frac$\n', '1-step.md: \\frac'],
  ])('%j is refused', (text, sentence) => {
    expect(() => rendered(text, { one: FIGURE })).toThrow(sentence);
  });
});

describe.each(Object.entries(STORY_FIGURES))('figure %s', (_, load) => {
  test('has one to three controls, and runs at every end of them', async () => {
    const figure = await load();
    expect(figure.controls.length).toBeGreaterThanOrEqual(1);
    expect(figure.controls.length).toBeLessThanOrEqual(3);
    const start = startValues(figure);
    expect(watchedSpec(figure, start)).not.toBeNull();
    for (const control of figure.controls) {
      const ends =
        control.kind === 'number'
          ? [control.min, control.max]
          : control.kind === 'choice'
            ? control.options.map(({ value }) => value)
            : [];
      for (const value of ends)
        expect(() => figure.runs({ ...start, [control.name]: value })).not.toThrow();
    }
  });
});

test('a drawing as text escapes what it says', () => {
  const drawing = markupOf(
    [{ name: 'text', attributes: { x: 1.23456, class: 'a"b' }, text: '1 < 2' }],
    { width: 10, height: 5 },
    'still',
  );
  expect(drawing).toBe(
    '<svg class="still" viewBox="0 0 10 5" aria-hidden="true"><text x="1.23" class="a&quot;b">1 &lt; 2</text></svg>',
  );
});

test('a moment comes back from the cache as it went in', () => {
  const moment = {
    share: 1,
    sides: [{ counts: Uint32Array.of(1, 2), dots: { x: Float32Array.of(0.5), y: null } }],
  };
  expect(unpacked(packed(moment as never))).toEqual(moment);
});
