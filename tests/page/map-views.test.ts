import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { type Site, startSite, text } from './open-page';
import { inState } from './states';

/** What is beside the maps: numbers, slices, escape times and the table of cells. */

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const BASE = {
  loss: { a: [0.5] },
  noise: { sigma: 4, tau: 0.05 },
  time: { dt: 1, steps: 60 },
  optimizer: { learningRate: 0.1 },
  escape: { radius: 3 },
};
const SIGMA = { path: 'noise.sigma', from: 1, to: 8, count: 12 };
const PUSH = { path: 'loss.a[0]', from: 0.1, to: 1, count: 10 };

/** Opens a map and waits until it is made. */
async function made(sweep: unknown) {
  const opened = await site.open({
    hash: `map.html${sweepToFragment(parseSweep(sweep))}`,
    early: true,
  });
  await inState(opened.page, 'done');
  return opened;
}

const columnOf = (page: Page, k: number) =>
  page.locator(`#cell-table tbody tr > :nth-child(${k})`).allInnerTexts();

test('the table goes by keys without losing the focus, and sorts both ways', async () => {
  const { page, problems, close } = await made({ base: BASE, x: SIGMA, y: PUSH, replicas: 100 });
  await page.click('#table-button');
  const rows = page.locator('#cell-table tbody tr');
  const focused = () => page.evaluate(() => document.activeElement?.textContent);
  expect(await rows.count()).toBe(50);
  await page.getByRole('button', { name: 'Next' }).focus();
  await page.keyboard.press('Enter');
  expect(await focused()).toBe('Next');
  await page.keyboard.press('Enter');
  expect(await text(page, '#cell-table caption')).toBe('Cells 101 to 120 of 120');
  // There is no next page, and the focus is on the way back.
  expect(await focused()).toBe('Back');

  const widest = page.getByRole('button', { name: 'A, width of the 95 % interval' });
  await widest.click();
  expect(await page.locator('#cell-table th[aria-sort="descending"]').innerText()).toContain(
    '95 % interval',
  );
  const distance = (counts: string[]) =>
    counts.map((count) => Math.abs(Number.parseInt(count, 10) - 50));
  const falling = distance(await columnOf(page, 4));
  expect(falling).toEqual([...falling].sort((p, q) => p - q));
  await widest.click();
  expect(await page.locator('#cell-table th[aria-sort="ascending"]').count()).toBe(1);
  const rising = distance(await columnOf(page, 4));
  expect(rising).toEqual([...rising].sort((p, q) => q - p));
  expect(rising[0]).toBeGreaterThan(falling[0]);
  expect(problems).toEqual([]);
  await close();
});

test('the table lists the row of the cursor, and follows it', async () => {
  const { page, close } = await made({ base: BASE, x: SIGMA, y: PUSH, replicas: 100 });
  await page.click('#table-button');
  await page.selectOption('#cell-table select', 'row');
  await page.locator('.map-cells').first().focus();
  // Every row of the table has the push of the cell that the cursor is on.
  const follows = async (push: string) => {
    await page.waitForFunction(
      (wanted) =>
        document.querySelector('#readout .map-detail-title')!.textContent!.endsWith(wanted),
      `, push a ${push}`,
    );
    const pushes = await columnOf(page, 2);
    expect(pushes.length).toBe(12);
    expect(new Set(pushes)).toEqual(new Set([push]));
  };
  await follows('0.6');
  await page.keyboard.press('ArrowDown');
  await follows('0.5');
  // The third of the row is chosen by its button.
  await page.locator('#cell-table tbody button').nth(2).click();
  await page.waitForFunction(() =>
    document.querySelectorAll('#cell-table tbody button')[2].hasAttribute('aria-current'),
  );
  expect(await page.locator('#cell-table [aria-current]').count()).toBe(1);
  const place = await page.locator('#cell-table [aria-current]').innerText();
  expect(await text(page, '#readout .map-detail-title')).toContain(`noise σ ${place},`);
  await close();
});

test('a growth rate that is 0 everywhere has no thresholds, and is critical', async () => {
  const { page, problems, close } = await made({
    base: { ...BASE, loss: { a: [0] }, noise: { sigma: 0, tau: 1 } },
    x: { path: 'noise.tau', from: 0.5, to: 3, count: 6 },
    y: { path: 'start.x[0]', from: 0, to: 1, count: 4 },
    replicas: 50,
  });
  await page.waitForFunction(() =>
    document.querySelector('#readout')!.textContent!.includes('critical'),
  );
  expect(await page.locator('.map-zero').count()).toBe(0);
  expect(problems).toEqual([]);
  await close();
});

test('a slice has no line through a cell that failed, and says that it did', async () => {
  const { page, problems, close } = await made({
    base: { ...BASE, noise: { law: 'dataset', sigma: 4, tau: 0.05 } },
    x: { path: 'noise.samples', values: [10, 20, 40, 80] },
    y: { path: 'optimizer.batchSize', values: [1, 15] },
    replicas: 50,
  });
  const label = () => page.locator('.map-slice').getAttribute('aria-label');
  const points = async () =>
    (await page.locator('.map-line').getAttribute('points'))!.split(' ').length;
  await page.locator('.map-cells').first().focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await page.waitForFunction(() =>
    /batch B 1; under the cursor SGD [\d.]+ %\.$/.test(
      document.querySelector('.map-slice')!.getAttribute('aria-label')!,
    ),
  );
  expect(await points()).toBe(4);
  await page.keyboard.press('ArrowUp');
  await page.waitForFunction(() =>
    document.querySelector('.map-slice')!.getAttribute('aria-label')!.includes('failed'),
  );
  expect(await label()).toMatch(/batch B 15; under the cursor SGD failed\.$/);
  expect(await points()).toBe(3);
  expect(problems).toEqual([]);
  await close();
});

test('sides that do the same are not told apart by infinity', async () => {
  const { page, close } = await made({
    base: BASE,
    x: SIGMA,
    y: { ...PUSH, count: 2 },
    replicas: 50,
    compare: { optimizer: { kind: 'heavy-ball', beta: 0 } },
  });
  expect(await text(page, '#agreement')).toBe(
    'The same noise makes standard errors smaller: to nothing for A − B, where every pair agrees.',
  );
  await close();
});

test('escape times are shares as areas, on either axis', async () => {
  const { page, problems, close } = await made({
    base: { ...BASE, time: { dt: 1, steps: 100 }, start: { x: [0.1] } },
    x: { path: 'noise.sigma', values: [4.2, 4.3] },
    y: { path: 'loss.a[0]', values: [0.8, 0.82] },
    replicas: 20_000,
  });
  await page.waitForSelector('.map-time-bar');
  const label = (await page.locator('.map-times').getAttribute('aria-label'))!;
  const inside = Number(/([\d.]+) % of [\d,]+ replicas are inside/.exec(label)![1]) / 100;
  const area = () =>
    page.evaluate(() =>
      [...document.querySelectorAll('.map-time-bar')].reduce(
        (sum, bar) => sum + bar.getBoundingClientRect().width * bar.getBoundingClientRect().height,
        0,
      ),
    );
  const ratio = async (long: (from: number, to: number) => number) => {
    const ticks = await page.evaluate(() => {
      const near = (selector: string) =>
        [...document.querySelectorAll<SVGTextElement>(selector)].map((mark) => ({
          value: Number.parseFloat(mark.textContent!),
          x: Number(mark.getAttribute('x')),
          y: Number(mark.getAttribute('y')),
        }));
      return {
        across: near('.map-times text[text-anchor="middle"]:not(.map-axis-name)'),
        up: near('.map-times text[text-anchor="end"]').filter(({ x }) => x < 52),
      };
    });
    const [a, b] = [ticks.across[0], ticks.across.at(-1)!];
    const [low, high] = [ticks.up[0], ticks.up.at(-1)!];
    const width = long(a.value, b.value) / (b.x - a.x);
    const height = (high.value - low.value) / 100 / (low.y - high.y);
    return (await area()) * width * height;
  };
  // Bars stand apart by a pixel of at least five.
  const share = 1 - inside;
  expect(share, 'some escape, and most do not').toBeLessThan(0.5);
  const linear = await ratio((from, to) => to - from);
  expect(linear).toBeGreaterThan(0.78 * share);
  expect(linear).toBeLessThan(1.02 * share);
  await page.getByRole('button', { name: 'Log', exact: true }).click();
  const log = await ratio((from, to) => Math.log10(to / from));
  expect(log).toBeGreaterThan(0.78 * share);
  expect(log).toBeLessThan(1.02 * share);
  expect(problems).toEqual([]);
  await close();
});
