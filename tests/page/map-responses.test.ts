import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { mapToCsv } from '../../src/experiment/sweep/map-csv';
import { mapResult, mapToJson } from '../../src/experiment/sweep/map-result';
import { SweepRun } from '../../src/experiment/sweep/sweep-run';
import type { Sweep } from '../../src/spec/sweep';
import { fragmentToSweep, sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { violations } from './axe';
import { type Site, startSite, text } from './open-page';
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
    start: { x: [0.5] },
    escape: { radius: 3 },
  },
  x: { path: 'noise.sigma', from: 1, to: 6, count: 4 },
  y: { path: 'loss.a[0]', from: 0.2, to: 1, count: 3 },
  replicas: 100,
  compare: { optimizer: { batchSize: 4 } },
});

/** Waits until the map of the address is done, and returns its sweep. */
async function done(page: Page, where: (sweep: Sweep) => boolean): Promise<Sweep> {
  await expect.poll(() => where(fragmentToSweep(page.url()))).toBe(true);
  await inState(page, 'done');
  return fragmentToSweep(page.url());
}

/** Colours of the cells of a panel, row by row, as its canvas has them in their middles. */
const colorsOf = (page: Page, panel: number) =>
  page.evaluate((k) => {
    const canvas = document.querySelectorAll<HTMLCanvasElement>('.map-cells canvas')[k];
    const context = canvas.getContext('2d')!;
    return [0, 1, 2].flatMap((j) =>
      [0, 1, 2, 3].map((i) =>
        context
          .getImageData(
            Math.floor(((i + 0.5) * canvas.width) / 4),
            Math.floor(((j + 0.5) * canvas.height) / 3),
            1,
            1,
          )
          .data.join(),
      ),
    );
  }, panel);

async function saved(page: Page, format: string): Promise<string> {
  const waiting = page.waitForEvent('download');
  await page.selectOption('#save-select', format);
  return readFile(await (await waiting).path(), 'utf8');
}

test('what is also measured is chosen, colours the map, and is in its link and files', async () => {
  const { page, problems, close } = await site.open({
    hash: `map.html${sweepToFragment(SMALL)}`,
    early: true,
  });
  await done(page, () => true);
  expect(await page.locator('#color-select').isVisible(), 'nothing to choose from').toBe(false);
  await page.fill('#response-number', '2');
  await page.click('#add-response');
  expect(await text(page, '#response-error')).toBe(
    'share: “2” is not accepted; give a number above 0 and below 1.',
  );
  await page.fill('#response-number', '0,5');
  await page.click('#add-response');
  await done(page, ({ responses }) => responses?.length === 1);
  await page.selectOption('#response-kind', 'shareAbove');
  await page.click('#add-response');
  const sweep = await done(page, ({ responses }) => responses?.length === 2);
  expect(sweep.responses).toEqual(['escapeTime:0.5', 'shareAbove:0']);
  expect(await page.locator('#responses li').allTextContents()).toEqual([
    'median escape time✕',
    'share right of 0✕',
  ]);

  await page.selectOption('#hatch-select', 'none');
  const shares = await colorsOf(page, 0);
  await page.selectOption('#color-select', 'escapeTime:0.5');
  await expect.poll(() => text(page, '#takeaway')).toContain('Median escape time of SGD');
  await expect.poll(() => colorsOf(page, 0)).not.toEqual(shares);
  expect(await text(page, '.map-panel:last-child .map-panel-title')).toBe('A ÷ B');
  expect(await text(page, '#bars')).toContain('Median escape time, steps × dt');
  expect(await text(page, '#map-legend')).toContain('no value: fewer than 50 % escaped');
  expect(await text(page, '#readout thead')).toContain('Median escape time');
  await page.click('#table-button');
  expect(await text(page, '#cell-table thead')).toContain('A ÷ B');
  expect(await violations(page)).toEqual([]);

  const engine = createCpuEngine('fastest');
  const run = new SweepRun(sweep, engine.identity);
  await run.advance(engine);
  const result = await mapResult(run);
  expect(await saved(page, 'json')).toBe(mapToJson(result));
  expect(await saved(page, 'csv')).toBe([...mapToCsv(result)].join(''));
  const svg = await saved(page, 'svg');
  expect(svg).toContain('A ÷ B');
  expect(svg).toContain('Colours: median escape time, steps × dt.');

  // The same link shows the same, and a map that measures something else is another one.
  await page.click('#responses li:first-child button');
  await done(page, ({ responses }) => responses?.length === 1);
  await expect.poll(() => colorsOf(page, 0)).toEqual(shares);
  await page.goBack();
  await done(page, ({ responses }) => responses?.length === 2);
  expect(fragmentToSweep(page.url())).toEqual(sweep);
  expect(problems).toEqual([]);
  await close();
});

test('numbers are tied to the axes by formulas, and what is wrong stays with its sentence', async () => {
  const { page, problems, close } = await site.open({
    hash: `map.html${sweepToFragment(SMALL)}`,
    early: true,
  });
  await done(page, () => true);
  const row = (k: number) => page.locator('.tied-row').nth(k);
  await page.click('#add-tied');
  await row(0).locator('select').selectOption('noise.tau');
  await row(0).locator('input').fill('sigma / (');
  await row(0).locator('input').press('Enter');
  await expect
    .poll(() => row(0).locator('.field-error').textContent())
    .toBe(
      'tied["noise.tau"]: "sigma / (" is not accepted; give a formula that has a number, "(" or one of x, sigma, y, a at its end.',
    );
  expect(fragmentToSweep(page.url())).toEqual(SMALL);
  // Another change of the map does not lose it.
  await page.fill('#replicas', '64');
  await page.press('#replicas', 'Enter');
  await done(page, ({ replicas }) => replicas === 64);
  expect(await row(0).locator('input').inputValue()).toBe('sigma / (');
  await row(0).locator('input').fill('sigma / 100 + 0 * x');
  await row(0).locator('input').press('Enter');
  await done(page, ({ tied }) => tied?.['noise.tau'] === 'sigma / 100 + 0 * x');
  expect(await page.locator('.tied-row').count(), 'the row is that of the formula').toBe(1);
  expect(await row(0).locator('.field-error').textContent()).toBe('');
  expect(await page.locator('#tau').isVisible(), 'it has no number of its own').toBe(false);
  await row(0).locator('select').selectOption('start.x[0]');
  await done(page, ({ tied }) => tied !== undefined && 'start.x[0]' in tied);
  expect(fragmentToSweep(page.url()).tied).toEqual({ 'start.x[0]': 'sigma / 100 + 0 * x' });
  await page.click('#swap-axes');
  await done(page, ({ y }) => y.path === 'noise.sigma');
  expect(fragmentToSweep(page.url()).tied).toEqual({ 'start.x[0]': 'sigma / 100 + 0 * y' });
  await row(0).locator('button').click();
  await done(page, ({ tied }) => tied === undefined);
  await page.goBack();
  await done(page, ({ tied }) => tied !== undefined);
  expect(await row(0).locator('input').inputValue()).toBe('sigma / 100 + 0 * y');
  expect(await violations(page)).toEqual([]);
  expect(problems).toEqual([]);
  await close();
});

test('the number of coordinates is an axis', async () => {
  const { page, problems, close } = await site.open({
    hash: `map.html${sweepToFragment(SMALL)}`,
    early: true,
  });
  await done(page, () => true);
  await page.selectOption('#x-field', 'loss.dimensions');
  const { x } = await done(page, (sweep) => sweep.x.path === 'loss.dimensions');
  expect(x).toMatchObject({ values: [1, 2, 4, 8, 16, 32, 64] });
  expect(await text(page, '#readout .map-detail-title')).toBe('coordinates d 8, push a 0.6');
  await page.selectOption('#preset-select', { label: 'Kicks from a ball in d dimensions' });
  await expect.poll(() => page.locator('#color-select').inputValue()).toBe('escapeTime:0.5');
  await expect.poll(() => text(page, '#bars')).toContain('Median escape time, steps × dt');
  expect(problems).toEqual([]);
  await close();
});
