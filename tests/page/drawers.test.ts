import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resizeTo, type Site, startSite } from './open-page';
import { PAGES } from './small-sweep';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Elements that can be scrolled sideways and are not tables that say so. */
const sideways = (page: Page) =>
  page.evaluate(() =>
    [document.documentElement, ...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => {
        if (element.matches('input, textarea, select, [role="region"][tabindex]')) return false;
        const { overflowX } = getComputedStyle(element);
        const scrolls =
          element === document.documentElement || overflowX === 'auto' || overflowX === 'scroll';
        return scrolls && element.scrollWidth > element.clientWidth;
      })
      .map(({ tagName, id, className, scrollWidth, clientWidth }) =>
        [tagName, id, className, scrollWidth, clientWidth].join(' '),
      ),
  );

/** Whether the focus is in an element that lies in the window, or its head where it is higher. */
const entered = (page: Page, id: string) =>
  page.evaluate((wanted) => {
    const drawer = document.getElementById(wanted)!;
    const { top, bottom } = drawer.getBoundingClientRect();
    const focus = document.activeElement!.getBoundingClientRect();
    const fits = bottom <= window.innerHeight + 1 || bottom - top > window.innerHeight * 0.9;
    const seen = top >= -1 && top < window.innerHeight - 40 && fits;
    return (
      drawer.contains(document.activeElement) &&
      seen &&
      focus.top >= -1 &&
      focus.top < window.innerHeight
    );
  }, id);

const VIEWPORTS = [
  [1280, 800],
  [390, 844],
] as const;

test.each(PAGES)(
  'every drawer takes the focus into view and gives it back, and nothing scrolls sideways, at 1280 and 390: %s',
  async (name) => {
    const watch = name === 'index.html';
    const options = { hash: name, early: !watch, paused: watch, firstVisit: watch };
    const { page, problems, close } = await site.open(options);
    for (const [width, height] of VIEWPORTS) {
      await resizeTo(page, width, height);
      expect(await sideways(page), name).toEqual([]);
      if (watch) {
        await page.click('#more-button');
        expect(await entered(page, 'more')).toBe(true);
      }
      const buttons = await page
        .locator('button[aria-expanded]:visible')
        .evaluateAll((all) => all.map(({ id }) => id).filter((id) => id !== 'more-button'));
      for (const id of buttons) {
        const drawer = (await page.getAttribute(`#${id}`, 'aria-controls'))!;
        await page.click(`#${id}`);
        await expect.poll(() => entered(page, drawer), { message: `${name} #${id}` }).toBe(true);
        expect(await page.getAttribute(`#${id}`, 'aria-expanded')).toBe('true');
        expect(await sideways(page), `${name} with #${drawer}`).toEqual([]);
        if (id === 'export-button') await page.keyboard.press('Escape');
        else await page.click(`#${id}`);
        await expect.poll(() => page.locator(`#${drawer}`).isVisible()).toBe(false);
        expect(
          await page.evaluate(() => document.activeElement!.id),
          `${name}: back at #${id}`,
        ).toBe(id);
      }
      if (watch) {
        await page.locator('#step-button').focus();
        await page.click('#more-button');
        expect(await page.evaluate(() => document.activeElement!.id)).toBe('more-button');
        expect(await page.locator('#more').isVisible()).toBe(false);
      }
    }
    expect(problems).toEqual([]);
    await close();
  },
);
