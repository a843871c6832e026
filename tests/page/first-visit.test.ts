import type { Page } from 'playwright-core';
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

/** As many as a reader takes in at one look. */
const MOST_CONTROLS = 7;

const PARTICLES = { ensemble: { particles: 1024 } };
const RUNS = {
  opening: '',
  plane: specToFragment(parseSpec({ loss: { kind: 'saddle', a: [1, -1] }, ...PARTICLES })),
  surface: specToFragment(parseSpec({ loss: { kind: 'double-well' }, ...PARTICLES })),
};

/** What a reader can press in the page; a slider and its box, and the choices of one group, are one. */
const controls = (page: Page) =>
  page.evaluate(() => [
    ...new Set(
      [
        ...document.querySelectorAll<HTMLElement>(
          'main :is(button, select, input, textarea, summary, a[href])',
        ),
      ]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .filter((element) => !element.closest('.notice'))
        .map((element) => element.closest<HTMLElement>('.slider, #view-switch') ?? element)
        .map(
          (element) =>
            element.id || element.querySelector('label')?.textContent || element.outerHTML,
        ),
    ),
  ]);

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 390, height: 844 },
])
  test(`a first visit at ${viewport.width}: what it is, the whole picture, and at most seven controls`, async () => {
    const { page, problems, close } = await site.open({ viewport, firstVisit: true });
    await page.evaluate(() => window.saddlescape.pause());
    const places = await page.evaluate(() =>
      ['.what', '#verdict-word', '#density-plot', '#play-button'].map((selector) => {
        const { top, bottom } = document.querySelector(selector)!.getBoundingClientRect();
        return { top, bottom };
      }),
    );
    const [what, word, plot, play] = places;
    expect(what.top).toBeGreaterThanOrEqual(0);
    expect(what.bottom).toBeLessThanOrEqual(word.top + 1);
    expect(word.bottom).toBeLessThanOrEqual(plot.top + 1);
    expect(plot.bottom, 'the whole picture is in the window').toBeLessThanOrEqual(viewport.height);
    if (viewport.width > 960) expect(play.bottom).toBeLessThanOrEqual(viewport.height);
    expect(await violations(page)).toEqual([]);
    for (const [name, fragment] of Object.entries(RUNS)) {
      await page.evaluate((hash) => {
        location.hash = hash;
      }, fragment);
      await expect
        .poll(() => page.locator('#view-switch').isVisible(), { message: name })
        .toBe(name !== 'opening');
      const found = await controls(page);
      expect(found.length, `${name}: ${found.join(', ')}`).toBeLessThanOrEqual(MOST_CONTROLS);
      expect(found, name).toEqual(
        expect.arrayContaining(['preset-button', 'play-button', 'more-button']),
      );
    }
    expect(problems).toEqual([]);
    await close();
  });

test('the story is offered on a first visit, until the offer is closed; what stands behind More stays open for the next', async () => {
  const { page, close } = await site.open({ firstVisit: true });
  const offer = page.locator('.notice[data-topic="story"]');
  await offer.waitFor();
  expect(await page.locator('#more').isVisible()).toBe(false);
  await offer.getByRole('button', { name: 'Close this message' }).click();
  await page.click('#more-button');
  await page.reload();
  await page.waitForFunction(() => !document.querySelector('main[data-filling]'));
  expect(await page.locator('#step-button').isVisible()).toBe(true);
  // What comes after the first picture has come.
  await page.waitForFunction(() => window.saddlescape !== undefined);
  expect(await page.evaluate(() => localStorage.getItem('saddlescape.story'))).toBe('offered');
  expect(await offer.count()).toBe(0);
  await close();
});
