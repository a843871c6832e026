import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { type Site, startSite, text } from './open-page';
import { inState } from './states';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Follows the navigation, and waits until the page has put its experiment into its links. */
async function go(page: Page, name: string): Promise<void> {
  await page.click(`#pages a:text-is("${name}")`);
  await page.waitForFunction(
    (name) =>
      document.querySelector('#pages [aria-current]')?.textContent === name &&
      document.querySelector<HTMLAnchorElement>('#pages a:last-child')!.hash !== '',
    name,
  );
}

test('an experiment goes from Watch to the other pages and back', async () => {
  const spec = parseSpec({
    noise: { sigma: 0.7, tau: 0.2 },
    time: { steps: 50, dt: 0.1 },
    ensemble: { particles: 4096 },
  });
  const fragment = specToFragment(spec);
  const { page, problems, close } = await site.open({ hash: fragment, paused: true });
  await go(page, 'Map');
  expect(page.url()).toContain('xAxis=noise.sigma,linear,0,1.4,33&yAxis=loss.a.0,linear,0,2,33');
  for (const name of ['Verify', 'Bench', 'Watch']) await go(page, name);
  await page.waitForFunction(
    (fragment) => location.hash === fragment && 'saddlescape' in window,
    fragment,
  );
  expect(problems).toEqual([]);
  await close();
});

test('Bench offers the experiment as its work, and Map says what is wrong with the link of one', async () => {
  const spec = parseSpec({ optimizer: { kind: 'heavy-ball', beta: 0.5 } });
  const { page, close } = await site.open({
    early: true,
    hash: `bench.html${specToFragment(spec)}`,
  });
  await inState(page, 'idle');
  expect(await page.locator('#parts-select option:checked').innerText()).toBe(
    'The experiment of Watch',
  );
  await page.evaluate(() => location.replace('./map.html#watch?v=2&loss=banana&end'));
  await page.waitForSelector('.notice[data-topic="link"]');
  expect(await text(page, '.notice[data-topic="link"]')).toMatch(
    /lacks the field "check".*is shown instead/s,
  );
  await close();
});
