import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violationsOfSchemes } from './axe';
import { type OpenPage, type Site, startSite } from './open-page';

let site: Site;
let opened: OpenPage;
beforeAll(async () => {
  site = await startSite();
  opened = await site.open({
    hash: 'story.html#open-questions',
    early: true,
    viewport: { width: 390, height: 844 },
  });
});
afterAll(() => site.close());

const MAP = '#figure-open-map';

/** Waits until the sentence of the map has these words. */
async function says(page: Page, words: string): Promise<void> {
  await page.waitForFunction(
    ([map, wanted]) =>
      document.querySelector(`${map} .sentence`)?.textContent?.includes(wanted) ?? false,
    [MAP, words],
  );
}

test('a cell of the map is counted by keys, and read out', async () => {
  const { page, problems } = opened;
  await page.locator(MAP).scrollIntoViewIfNeeded();
  const picture = page.locator(`${MAP} .picture[tabindex="0"]`);
  await picture.focus();
  await page.keyboard.press('Enter');
  await says(page, '4 of 36 cells are counted. At batch B = 2, directions k = 2 ');
  await says(page, 'leave |x| < 3 within 100 steps');
  await page.keyboard.press('ArrowUp');
  await says(page, 'At batch B = 2, directions k = 4 nothing is counted yet.');
  expect(await page.textContent('#live-region')).toContain('4 of 36 cells are counted.');
  expect(problems).toEqual([]);
});

test('a drag counts the cells that it passes', async () => {
  const { page, problems } = opened;
  const box = await page.locator(`${MAP} .picture`).boundingBox();
  if (!box) throw new Error('The map is not there.');
  const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
  await page.mouse.move(...at(0.5, 0.15));
  await page.mouse.down();
  await page.mouse.move(...at(0.95, 0.15), { steps: 20 });
  await page.mouse.up();
  await says(page, '8 of 36 cells are counted. At batch B = 32, directions k = 32 ');
  expect(problems).toEqual([]);
});

test('other questions have maps of their own, and links where a map can ask them', async () => {
  const { page, problems } = opened;
  const link = page.locator(`${MAP} .to-map`);
  expect(await link.getAttribute('href')).toMatch(/^\.\/map\.html#map\?.*yAxis=loss\.dimensions/);
  await page.locator(`${MAP} input[value="3"]`).check();
  await says(page, '2 of 24 cells are counted.');
  expect(await link.isVisible()).toBe(false);
  await page.click(`${MAP} button[data-press="rest"]`);
  await says(page, '24 of 24 cells are counted.');
  expect(await page.locator(`${MAP} button[data-press="rest"]`).isDisabled()).toBe(true);
  expect(problems).toEqual([]);
});

test('at 390 pixels nothing is cut off, and axe finds nothing', async () => {
  const { page } = opened;
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width).toBeLessThanOrEqual(390);
  expect(await violationsOfSchemes(page)).toEqual([]);
});
