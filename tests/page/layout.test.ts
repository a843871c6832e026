import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resizeTo, type Site, startSite } from './open-page';
import { PAGES } from './small-sweep';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** From the narrowest phone to the widest screen, closest where the layout changes. */
const WIDTHS = [
  320, 344, 360, 390, 412, 480, 540, 575, 577, 600, 640, 700, 735, 737, 768, 820, 900, 959, 960,
  961, 980, 1000, 1024, 1050, 1087, 1089, 1100, 1150, 1151, 1199, 1201, 1280, 1366, 1440, 1536,
  1680, 1920, 2560, 3200, 3840,
];
const HEIGHT = 800;
/** A column of prose narrower than this many characters cannot be read. */
const FEWEST_CHARACTERS = 20;

/** What is wrong with the layout as it is. */
function faults(page: Page, watch: boolean) {
  return page.evaluate(
    ({ watch, fewest }) => {
      const root = document.documentElement;
      const found: string[] = [];
      if (root.scrollWidth > innerWidth)
        found.push(`scrolls sideways by ${root.scrollWidth - innerWidth} px`);
      for (const element of document.querySelectorAll<HTMLElement>(
        'main p, main figcaption, main dd, main li, main small',
      )) {
        const text = element.textContent!.trim();
        if (text.length < 2 * fewest || !element.checkVisibility({ visibilityProperty: true }))
          continue;
        if (element.closest('.visually-hidden, table') || element.querySelector('small')) continue;
        // A character of prose is half as wide as it is high, on average.
        const width =
          element.getBoundingClientRect().width /
          (0.5 * Number.parseFloat(getComputedStyle(element).fontSize));
        if (width < fewest)
          found.push(`${Math.round(width)} characters a line: ${element.id} ${text.slice(0, 40)}`);
      }
      const plot = document.querySelector('#density-plot');
      if (watch && plot!.getBoundingClientRect().top + scrollY > innerHeight)
        found.push(`the plot begins at ${Math.round(plot!.getBoundingClientRect().top)}`);
      return found;
    },
    { watch, fewest: FEWEST_CHARACTERS },
  );
}

test.each(PAGES.map((address) => [address.split('#')[0], address]))(
  '%s fits every width from 320 to 3840',
  async (name, address) => {
    const { page, close } = await site.open({ early: name !== 'index.html', hash: address });
    await page.waitForFunction(() => !document.querySelector('main[data-filling]'));
    if (name === 'index.html') {
      await page.evaluate(() => window.saddlescape.pause());
      // The longest word there is.
      await page.click('[data-strategy="anneal"]');
      await page.waitForFunction(
        () => document.querySelector('#verdict-word')!.textContent === 'ESCAPES LATER',
      );
    }
    const wrong: Record<number, string[]> = {};
    for (const width of WIDTHS) {
      await resizeTo(page, width, HEIGHT);
      const found = await faults(page, name === 'index.html');
      if (found.length > 0) wrong[width] = found;
    }
    expect(wrong).toEqual({});
    await close();
  },
);
