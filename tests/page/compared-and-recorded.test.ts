import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fragmentToSpec } from '../../src/spec/link-reader';
import { parseSpec } from '../../src/spec/schema';
import type { Spec } from '../../src/spec/spec';
import { violationsOfSchemes } from './axe';
import { type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const RUN = {
  time: { dt: 0.001, steps: 640 },
  histogram: { axis: 'linear', min: -5, max: 5, bins: 100 },
  ensemble: { particles: 2048 },
};

test('a run is kept as a ghost, saved as SVG and as a film, and Back undoes what was changed', async () => {
  const { page, problems, close } = await site.open({ paused: true });
  const sigma = () => page.evaluate(() => (window.saddlescape.spec as Spec).noise.sigma);
  await page.evaluate((each) => window.saddlescape.load(each), RUN);
  await page.evaluate(() => window.saddlescape.finish());
  const saved = async (kind: string) => {
    await page.click('#export-button');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click(`[data-export="${kind}"]`),
    ]);
    return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
  };
  const { name, content } = await saved('svg');
  expect(name).toMatch(/\.svg$/);
  const link = /<permalink[^>]*>([^<]*)</.exec(content.toString())![1].replaceAll('&#38;', '&');
  expect(fragmentToSpec(link)).toEqual(parseSpec(RUN));
  const read = await page.evaluate((source) => {
    const file = new DOMParser().parseFromString(source, 'image/svg+xml');
    return {
      wrong: file.querySelectorAll('parsererror').length,
      bars: file.querySelector('path')!.getAttribute('d')!.split('L').length,
      texts: [...file.querySelectorAll('text')].map(({ textContent }) => textContent),
    };
  }, content.toString());
  expect(read.wrong).toBe(0);
  expect(read.bars, 'two corners a bin').toBeGreaterThan(200);
  expect(read.texts).toContain('TRAPPED');

  await page.click('#export-button');
  await page.click('[data-export="webm"]');
  await page.waitForFunction(
    () =>
      document.querySelector('[data-export="webm"]')!.textContent === 'Film (WebM): stop and save',
  );
  await page.click('#ghost-button');
  expect(await page.getAttribute('#ghost-button', 'aria-pressed')).toBe('true');
  await page.fill('#sigma-box', '0.5');
  await page.press('#sigma-box', 'Enter');
  await expect.poll(() => text(page, '#ghost-line')).toMatch(/^Kept, as an outline: .*σ = 2/);
  await page.waitForSelector('.ghost', { state: 'attached' });
  expect(await violationsOfSchemes(page)).toEqual([]);
  const film = await saved('webm');
  expect(film.name).toMatch(/\.webm$/);
  // The first bytes of every WebM file: EBML.
  expect(film.content.subarray(0, 4).toString('hex')).toBe('1a45dfa3');
  expect(film.content.length).toBeGreaterThan(5000);
  await page.click('#ghost-button');
  await expect.poll(() => page.locator('.ghost').count()).toBe(0);

  await page.fill('#sigma-box', '0.7');
  await page.press('#sigma-box', 'Enter');
  await expect.poll(sigma).toBe(0.7);
  await page.goBack();
  await expect.poll(sigma).toBe(0.5);
  await page.goBack();
  await expect.poll(sigma).toBe(2);
  // As Undo would have gone: there is something to redo, which Redo and Forward both do.
  await page.click('#redo-button');
  await expect.poll(sigma).toBe(0.5);
  await page.goBack();
  await expect.poll(sigma).toBe(2);
  expect(problems).toEqual([]);
  await close();
});
