import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { resultOf } from '../../src/experiment/run';
import { parseSpec } from '../../src/spec/schema';
import { type Site, startSite, text } from './open-page';

/** A run of more particles than a moving picture is counted from, on the CPU. */

const PARTICLES = 2 ** 18 + 999;
const MOVING = '; shown while it runs: the first 262,144';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Loads a run and has all its particles run. */
async function runAll(page: Page, particles: number, spec: object): Promise<void> {
  await page.evaluate((its) => window.saddlescape.load(its), { ...spec, ensemble: { particles } });
  await page.click('#all-particles');
  await expect.poll(() => legend(page)).toContain(`${particles.toLocaleString('en')} particles`);
}

const legend = (page: Page) => text(page, '#legend-simulation');

/** What the table says, and the sum of its particles. */
async function tableOf(page: Page) {
  const cells = await page.locator('#table-view tbody td:last-child').allInnerTexts();
  const sum = cells.reduce((one, cell) => one + Number(cell.replaceAll(',', '')), 0);
  return { caption: await text(page, '#table-view caption'), sum };
}

test('the page says that a large run is shown by its first particles while it moves, and shows all in a pause', async () => {
  const { page, problems, close } = await site.open();
  // Slowly: what is taken here is taken again below.
  await page.selectOption('#speed-select', '0.1');
  await runAll(page, PARTICLES, { noise: { sigma: 2 }, time: { dt: 0.01, steps: 10_000 } });
  await page.evaluate(() => window.saddlescape.play());
  await expect.poll(() => legend(page)).toContain(MOVING);
  await page.click('#table-button');
  await expect
    .poll(async () => {
      await page.click('#table-view button');
      return tableOf(page);
    })
    .toEqual({ caption: expect.stringMatching(/^Share of the first 262,144 /), sum: 2 ** 18 });
  // A result is of all of them, also while the run moves.
  const moving = await page.evaluate(() => window.saddlescape.result());
  expect(moving.particles).toBe(PARTICLES);
  await page.evaluate(() => window.saddlescape.pause());
  await expect.poll(() => legend(page)).toBe('simulation: 263,143 particles on the CPU');
  await expect
    .poll(() => tableOf(page))
    .toEqual({ caption: expect.stringMatching(/^Share of particles by x /), sum: PARTICLES });
  const standing = await page.evaluate(() => window.saddlescape.result());
  for (const { digest, steps, spec, escape: left } of [moving, standing]) {
    const engine = createCpuEngine('fastest');
    const ensemble = await engine.create(parseSpec(spec));
    await ensemble.advance(steps);
    const own = await resultOf(ensemble, engine.identity, { seconds: 0 });
    expect({ digest, count: left.count }).toEqual({ digest: own.digest, count: own.escape.count });
  }
  expect(problems).toEqual([]);
  await close();
});

test('colours of a map keep their meaning when a large run pauses', async () => {
  const { page, problems, close } = await site.open();
  // Four times as many that hardly move: at most 7,400 of them are in a cell, and a pause takes
  // steps too.
  await runAll(page, 2 ** 20, {
    loss: { kind: 'rosenbrock' },
    noise: { sigma: 0, tau: 0 },
    start: { kind: 'gaussian', standardDeviation: [0.1, 0.1] },
    time: { dt: 1e-7, steps: 20_000 },
  });
  await page.evaluate(() => window.saddlescape.play());
  await page.waitForSelector('#landscape-plot');
  await expect.poll(() => legend(page)).toContain(MOVING);
  await expect.poll(() => page.locator('.count-marks span').count()).toBeGreaterThan(1);
  await page.evaluate(() => window.saddlescape.pause());
  const marks = () =>
    page
      .locator('.count-marks span')
      .evaluateAll((all) => all.map((one) => [one.textContent, (one as HTMLElement).style.left]));
  const before = await marks();
  await expect.poll(() => legend(page)).not.toContain(MOVING);
  expect(await marks()).toEqual(before);
  expect(problems).toEqual([]);
  await close();
});
