import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { PRESETS } from '../../src/spec/presets';
import { LONG } from '../support/long';
import { violationsOfSchemes } from './axe';
import { resizeTo, type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Everything open that can be open at once. */
async function openAll(page: Page): Promise<void> {
  await page.click('#table-button');
  await page.click('#method-button');
  await page.click('#editor-button');
  await page.waitForSelector('#spec-text');
  await page.waitForSelector('#table-view tbody tr');
  await page.click('#all-parameters-button');
  await page.waitForSelector('.lil-gui input');
  await page.click('#speed-button');
  await page.waitForSelector('#speed-panel dl');
  await page.fill('#tau-box', 'x');
  await page.press('#tau-box', 'Enter');
}

test('axe finds nothing with everything open, light and dark', async () => {
  const { page, close } = await site.open({ paused: true });
  // What is open otherwise is among what is open now.
  if (LONG) expect(await violationsOfSchemes(page)).toEqual([]);
  await openAll(page);
  await page.click('#export-button');
  expect(await violationsOfSchemes(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.click('#help-button');
  expect(await violationsOfSchemes(page, LONG ? 'html' : '#help-dialog')).toEqual([]);
  await page.keyboard.press('Escape');
  await page.click('#preset-button');
  await page.waitForSelector('#preset-gallery[open]');
  expect(await violationsOfSchemes(page, LONG ? 'html' : '#preset-gallery')).toEqual([]);
  const drawn = '.thumbnail:has(.bars, .dots)';
  expect(await page.locator(`#preset-gallery button:has(${drawn})`).count()).toBe(PRESETS.length);
  const focused = () => page.evaluate(() => (document.activeElement as HTMLElement).dataset.preset);
  expect(await focused(), 'the one that runs').toBe('trapped');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowRight');
  expect(await focused()).toBe('critical');
  await page.keyboard.press('Enter');
  await expect.poll(() => text(page, '#preset-button')).toBe('Exactly at the threshold');
  expect(await page.evaluate(() => document.activeElement!.id)).toBe('preset-button');
  await close();
});

test('at 1280, 390 and 320 pixels nothing is cut off and every target is at least 24 pixels', async () => {
  const { page, close } = await site.open({ paused: true });
  const sizes = () =>
    page.evaluate(() => {
      const found: string[] = [];
      if (document.documentElement.scrollWidth > window.innerWidth)
        found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
      const targets = document.querySelectorAll<HTMLElement>(
        'button, select, input, textarea, summary, a[href]',
      );
      for (const target of targets) {
        if (!target.checkVisibility() || target.classList.contains('skip')) continue;
        // A radio button or check box is chosen by its label too.
        const pressed = ['radio', 'checkbox'].includes((target as HTMLInputElement).type)
          ? target.closest('label')!
          : target;
        const box = pressed.getBoundingClientRect();
        const name = target.id || target.textContent || target.outerHTML.slice(0, 60);
        if (box.width < 24 || box.height < 24)
          found.push(`${name} is ${box.width} x ${box.height}`);
        if (box.left < -1 || box.right > window.innerWidth + 1)
          found.push(`${name} lies beside the window`);
      }
      return found;
    });
  const expectRoom = async () => {
    for (const [width, height] of [
      [1280, 800],
      [390, 844],
      [320, 640],
    ]) {
      await resizeTo(page, width, height);
      expect(await sizes(), `at ${width} pixels`).toEqual([]);
    }
  };
  await expectRoom();
  await openAll(page);
  await expectRoom();
  await close();
});

test('focus is visible on every control, in the order of the page', async () => {
  const { page, close } = await site.open({ paused: true });
  const seen: string[] = [];
  for (let i = 0; i < 70; i++) {
    await page.keyboard.press('Tab');
    const focus = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const style = getComputedStyle(element);
      return {
        id: element.id || element.textContent || '',
        outline: style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2,
        body: element === document.body,
      };
    });
    if (focus.body) break;
    expect(focus.outline, `focus on ${focus.id}`).toBe(true);
    seen.push(focus.id);
  }
  expect(seen.slice(0, 7)).toEqual([
    'Skip to the controls',
    'Story',
    'Watch',
    'Map',
    'Verify',
    'Bench',
    'copy-link',
  ]);
  for (const id of [
    'preset-button',
    'play-button',
    'sigma',
    'sigma-box',
    'rho-box',
    'loss-select',
    'optimizer-select',
    'method-button',
    'editor-button',
    'speed-select',
    'speed-button',
  ])
    expect(seen).toContain(id);
  expect(seen.indexOf('play-button')).toBeLessThan(seen.indexOf('sigma'));
  await close();
});

test('the picture has a name that says what it shows, and a table', async () => {
  const { page, close } = await site.open({ paused: true });
  await expect
    .poll(() => page.locator('#density-plot').getAttribute('aria-label'))
    .toMatch(/^Histogram of the particles\. .*(agree|differ|settled)/);
  await page.click('#table-button');
  await page.waitForSelector('#table-view tbody tr');
  const rows = await page.locator('#table-view tbody tr').allInnerTexts();
  const total = rows.reduce(
    (sum, row) => sum + Number(row.split('\t').at(-1)!.replaceAll(',', '')),
    0,
  );
  const shown = Number(
    /simulation: ([\d,]+)/.exec(await text(page, '#legend-simulation'))![1].replaceAll(',', ''),
  );
  expect(total, 'every particle is in one row').toBe(shown);
  await close();
});

test('forced colours keep words, curve and controls', async () => {
  const { page, close } = await site.open({ paused: true, forcedColors: 'active' });
  await page.waitForSelector('#density-plot .curve');
  const colors = await page.evaluate(() => ({
    curve: getComputedStyle(document.querySelector('#density-plot .curve')!).stroke,
    paper: getComputedStyle(document.body).backgroundColor,
    word: getComputedStyle(document.querySelector('#verdict-word')!).color,
  }));
  expect(colors.curve).not.toBe(colors.paper);
  expect(colors.word).not.toBe(colors.paper);
  await close();
});

test('the theme button goes round auto, light and dark', async () => {
  const { page, close } = await site.open({ paused: true, colorScheme: 'light' });
  const paper = () =>
    page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await paper();
  await page.click('#theme-button');
  expect(await paper()).toBe(light);
  await page.click('#theme-button');
  expect(await text(page, '#theme-button')).toBe('Theme: dark');
  expect(await paper()).not.toBe(light);
  await page.reload();
  expect(await paper(), 'the choice is kept').not.toBe(light);
  await close();
});
