import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { type Site, startSite } from './open-page';
import { inState } from './states';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const SMALL = parseSweep({
  base: {
    loss: { a: [0.5] },
    noise: { sigma: 4, tau: 0.05 },
    time: { dt: 1, steps: 60 },
    optimizer: { learningRate: 0.1 },
    escape: { radius: 3 },
  },
  x: { path: 'noise.sigma', from: 1, to: 8, count: 8 },
  y: { path: 'loss.a[0]', from: 0.1, to: 1, count: 4 },
  replicas: 100,
});

test('who leaves a cell and comes back at once sees its escape times', async () => {
  const { page, problems, close } = await site.open({
    hash: `map.html${sweepToFragment(SMALL)}`,
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
