import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { type Site, startSite } from './open-page';
import { ONE_SIDE } from './small-sweep';
import { inState } from './states';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

test('who leaves a cell and comes back at once sees its escape times', async () => {
  const { page, problems, close } = await site.open({
    hash: `map.html${sweepToFragment(ONE_SIDE)}`,
    early: true,
  });
  await inState(page, 'done');
  await page.waitForSelector('.map-time-bar', { state: 'attached' });
  await page.evaluate(() => {
    for (const bar of document.querySelectorAll('.map-time-bar')) bar.classList.add('before');
  });
  await page.locator('.map-cells').first().focus();
  await page.keyboard.press('ArrowRight');
  // A frame, so that the other cell was drawn, but no rest on it.
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))),
  );
  await page.keyboard.press('ArrowLeft');
  await page.waitForSelector('.map-time-bar:not(.before)', { state: 'attached', timeout: 5000 });
  expect(problems).toEqual([]);
  await close();
});
