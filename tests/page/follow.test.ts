import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fragmentToSpec } from '../../src/spec/link-reader';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** A run that begins left of its picture. */
const LEFT = parseSpec({
  loss: { a: [0.1] },
  noise: { sigma: 0.5, tau: 0 },
  time: { dt: 1, steps: 300 },
  histogram: { axis: 'log-abs', min: 100, max: 1e10, bins: 64 },
  ensemble: { particles: 4096 },
});

const specOf = (page: Page) => page.evaluate(() => window.saddlescape.spec);
const outside = async (page: Page) => {
  const { histogram, particles } = await page.evaluate(() => window.saddlescape.result());
  return (histogram.below + histogram.above) / particles;
};

test('the picture follows the run, the link carries what is shown, and fixing the axis holds it', async () => {
  const { page, problems, close } = await site.open({ hash: specToFragment(LEFT) });
  await expect.poll(async () => (await specOf(page)).histogram.min).toBeLessThan(1);
  await page.evaluate(() => window.saddlescape.pause());
  const { histogram, ...same } = await specOf(page);
  expect({ ...same, histogram: LEFT.histogram }, 'nothing but the ends has changed').toEqual(LEFT);
  expect(await outside(page)).toBeLessThan(0.5);
  expect(fragmentToSpec(page.url()).histogram).toEqual(histogram);
  const result = await page.evaluate(() => window.saddlescape.result());
  expect(result.spec.histogram, 'the result has the ends that it was counted between').toEqual(
    histogram,
  );
  // It runs out of that picture too, to the right.
  await page.click('#axis-button');
  expect(await page.getAttribute('#axis-button', 'aria-pressed')).toBe('true');
  await page.evaluate(() =>
    window.saddlescape.load({
      histogram: { axis: 'log-abs', min: 50, max: 60 },
      noise: { tau: 0 },
    }),
  );
  await page.evaluate(() => window.saddlescape.pause());
  await expect
    .poll(() => page.locator('#density-plot').textContent())
    .toMatch(/Not in the picture: 100 % at \|x\| < 50/);
  expect((await specOf(page)).histogram, 'what a script asks for stays').toMatchObject({
    min: 50,
    max: 60,
  });
  await page.click('#axis-button');
  await expect.poll(async () => (await specOf(page)).histogram.min).toBeLessThan(1);
  await expect
    .poll(() => page.locator('#density-plot').textContent())
    .not.toMatch(/Not in the picture/);
  expect(problems).toEqual([]);
  await close();
});

test('numbers are written in one way: no e-notation beside powers of ten', async () => {
  const { page, close } = await site.open({ paused: true });
  await page.click('#all-parameters-button');
  await page.waitForSelector('.lil-gui input');
  await page.evaluate(() =>
    window.saddlescape.load({
      noise: { sigma: 1.2, tau: 1.5e-9 },
      start: { kind: 'point', x: [2.5e-7] },
      time: { steps: 100 },
      histogram: { axis: 'log-abs', min: 1.563e-9, max: 3e7 },
      ensemble: { particles: 2000 },
    }),
  );
  await page.evaluate(() => window.saddlescape.finish());
  await page.waitForTimeout(300);
  const shown = await page.evaluate(() => [
    document.body.innerText,
    ...[...document.querySelectorAll('svg text, input')].map(
      (each) => (each as HTMLInputElement).value ?? each.textContent,
    ),
  ]);
  expect(shown.join('\n')).not.toMatch(/\de[+-]?\d/);
  expect(shown, 'a box').toContain('1.563·10⁻⁹');
  expect(await page.inputValue('#tau-box')).toBe('1.5·10⁻⁹');
  await page.fill('#tau-box', '3·10⁻⁴');
  await page.press('#tau-box', 'Enter');
  expect((await specOf(page)).noise.tau).toBe(3e-4);
  expect(await text(page, '#tau-error')).toBe('');
  await close();
});
