import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { violations } from './axe';
import { type Site, startSite } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const RECORDING = parseSpec({
  noise: { sigma: 1 },
  time: { dt: 0.01, steps: 200, record: 20, levels: [0.1, 0.5, 0.9] },
  ensemble: { particles: 2048 },
});

test('a run that records shows and exports its history, and another one shows none', async () => {
  const { page, problems, close } = await site.open({ hash: specToFragment(RECORDING) });
  const { history, steps } = await page.evaluate(() => window.saddlescape.finish());
  expect(steps).toBe(200);
  expect(history!.steps).toEqual([0, 20, 40, 60, 80, 100, 120, 140, 160, 180, 200]);
  const plot = page.locator('#history .plot');
  await page.waitForFunction(() =>
    document.querySelector('#history .plot')?.getAttribute('aria-label')?.includes('step 200'),
  );
  expect(await plot.getAttribute('aria-label')).toMatch(
    /^11 recorded steps, the last of them step 200: x has mean [^,]*, 10 % quantile/,
  );
  expect(await page.locator('#history .quantile').count()).toBe(2);
  expect(await page.locator('#history figcaption').innerText()).toContain('10 % to 90 %');
  // One point a recorded step.
  const median = await page.locator('#history .median').getAttribute('d');
  expect(median!.match(/[ML]/g)).toHaveLength(11);
  expect(await violations(page)).toEqual([]);
  // A step more: what was recorded stays, and so does the stride.
  await page.locator('#step-button').click();
  await page.waitForFunction(() =>
    document.querySelector('#history .plot')?.getAttribute('aria-label')?.includes('step 201'),
  );
  const longer = await page.evaluate(() => window.saddlescape.result());
  expect(longer.history!.steps).toEqual([...history!.steps, 201]);
  expect(longer.history!.mean.slice(0, 11)).toEqual(history!.mean);
  await page.evaluate(() => window.saddlescape.load({}));
  await page.locator('#history').waitFor({ state: 'hidden' });
  expect(problems).toEqual([]);
  await close();
});

test('a chart that comes when the run has ended shows its end', async () => {
  const { page, problems, close } = await site.open({ early: true });
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(/history-chart/, async (route) => {
    await released;
    await route.continue();
  });
  await page.evaluate((spec) => window.saddlescape.load(spec), RECORDING);
  // Each text that is written asks for the chart; a browser may answer them in any order.
  const written = new Set<string | null>();
  while (written.size < 5) written.add(await page.locator('#takeaway').getAttribute('data-step'));
  const { steps } = await page.evaluate(() => window.saddlescape.finish());
  expect(steps).toBe(200);
  await page.waitForFunction(() => document.getElementById('takeaway')!.dataset.step === '200');
  release();
  await page.waitForFunction(() => document.querySelector('#history .plot[aria-label]'));
  await page.evaluate(() => new Promise((done) => setTimeout(done, 100)));
  expect(await page.locator('#history .plot').getAttribute('aria-label')).toContain('step 200');
  expect(problems).toEqual([]);
  await close();
});
