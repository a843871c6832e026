import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Site, startSite } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** The page before what reads specs has come; the returned function lets it come. */
async function early(): Promise<{ page: Page; arrive: () => void; close: () => Promise<void> }> {
  const { page, close } = await site.open({ hash: 'verify.html', early: true });
  let arrive = () => {};
  const arrival = new Promise<void>((resolve) => {
    arrive = resolve;
  });
  await page.route(/\/other-runs-[\w-]+\.js$/, async (route) => {
    await arrival;
    await route.continue();
  });
  await page.goto(site.url);
  await page.waitForFunction(() =>
    /\w/.test(document.querySelector('#verdict-word')!.textContent!),
  );
  return { page, arrive, close };
}

test('a change is taken over, and one that is refused says why, though what reads specs comes later', async () => {
  const { page, arrive, close } = await early();
  const box = page.locator('#sigma-box');
  await box.fill('1.25');
  await box.press('Enter');
  arrive();
  await page.waitForFunction(() => location.hash.includes('sigma=1.25'));
  await close();

  const second = await early();
  const other = second.page.locator('#sigma-box');
  await other.fill('-1');
  await other.press('Enter');
  second.arrive();
  await second.page
    .getByText('noise.sigma: -1 is not accepted; give a number from 0 to 1e30.')
    .first()
    .waitFor();
  await expect.poll(() => other.inputValue()).toBe('2');
  await second.close();
});
