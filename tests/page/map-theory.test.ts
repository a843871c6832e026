import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Signs that lead past 0: theory takes seconds a cell. */
const SLOW = parseSweep({
  base: {
    loss: { a: [-0.3] },
    noise: { law: 'two-point', tau: 0 },
    optimizer: { kind: 'svrg', epochLength: 40, learningRate: 1, batchSize: 60 },
    time: { dt: 1, steps: 100 },
  },
  x: { path: 'noise.sigma', from: 6, to: 8, count: 12 },
  y: { path: 'loss.a[0]', from: -0.5, to: -0.1, count: 8 },
  replicas: 8,
});

test('theory that takes seconds a cell says how far it is, can be stopped, and leaves the page free', async () => {
  const { page, problems, close } = await site.open({
    hash: `map.html${sweepToFragment(SLOW)}`,
    early: true,
  });
  await page.waitForSelector('main[data-state="done"]');
  const growth = () => text(page, '#growth-map');
  await expect
    .poll(growth, { timeout: 20_000 })
    .toMatch(/^Growth rates of A: \d+ of 96 values, about .* left, stop$/);
  await page.click('#growth-map');
  await expect.poll(growth).toBe('Growth rate of every cell');

  const saving = () => text(page, '.notice[data-topic="saving"] p');
  const noNotice = () =>
    page.waitForSelector('.notice[data-topic="saving"]', { state: 'detached', timeout: 3000 });
  await page.selectOption('#save-select', 'csv');
  await page.waitForSelector('.notice[data-topic="saving"]', { timeout: 20_000 });
  expect(await saving()).toMatch(
    /^The CSV file is being made: growth rates of \d+ of 96 cells, about .* left\.$/,
  );
  const longest = await page.evaluate(async () => {
    let [last, worst] = [performance.now(), 0];
    const until = last + 700;
    while (last < until) {
      await new Promise((resolve) => setTimeout(resolve));
      const now = performance.now();
      worst = Math.max(worst, now - last);
      last = now;
    }
    return worst;
  });
  // A cell takes longer: the thread of the page does none.
  expect(longest).toBeLessThan(1000);
  await page.click('.notice[data-topic="saving"] button:text-is("Cancel")');
  await noNotice();
  // The map works on: another one is opened, counted and saved.
  const waiting = page.waitForEvent('download');
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    sweepToFragment(parseSweep({ ...SLOW, base: { ...SLOW.base, optimizer: { kind: 'sgd' } } })),
  );
  await page.waitForFunction(
    () => !/SVRG/.test(document.querySelector('#map-title')!.textContent!),
  );
  await page.waitForSelector('main[data-state="done"]');
  await page.selectOption('#save-select', 'csv');
  const csv = await readFile(await (await waiting).path(), 'utf8');
  expect(csv.split('\n')).toHaveLength(1 + 96 + 1);
  expect(await page.isHidden('#growth-map')).toBe(true);
  expect(problems).toEqual([]);
  await close();
});
