import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LONG } from '../support/long';
import { resizeTo, type Site, startSite } from './open-page';
import { PAGES } from './small-sweep';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/**
 * From the narrowest phone to the widest screen, on both sides of where the layout changes; those
 * in between with SADDLESCAPE_LONG=1.
 */
const WIDTHS = [
  ...[320, 390, 575, 577, 735, 737, 959, 961, 1087, 1089, 1151, 1199, 1201, 1280, 1920, 3840],
  ...(LONG
    ? [
        ...[344, 360, 412, 480, 540, 600, 640, 700, 768, 820, 900, 960, 980, 1000, 1024, 1050],
        ...[1100, 1150, 1366, 1440, 1536, 1680, 2560, 3200],
      ]
    : []),
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

/** What moves by itself or takes its time, though the reader asked for less motion. */
function moving(page: Page) {
  return page.evaluate(() => {
    const takes = (times: string) => times.split(',').some((time) => Number.parseFloat(time) > 0);
    return [...document.querySelectorAll('*')]
      .filter((element) => {
        const style = getComputedStyle(element);
        const animated = style.animationName !== 'none' && takes(style.animationDuration);
        return animated || takes(style.transitionDuration) || style.scrollBehavior === 'smooth';
      })
      .map(({ tagName, className }) => `${tagName} ${className}`);
  });
}

/**
 * Marks that are nothing but a background, which the browser paints over where it forces colours:
 * those of which nothing is left.
 */
async function vanished(page: Page): Promise<string[]> {
  const held = 'marksOfTest' as keyof Window;
  await page.evaluate((key) => {
    const marks = [...document.querySelectorAll<HTMLElement>('main *')].filter((element) => {
      const { backgroundColor, borderTopWidth } = getComputedStyle(element);
      const bare = element.childElementCount === 0 && !element.textContent!.trim();
      const drawn = !/, 0\)$/.test(backgroundColor) && borderTopWidth === '0px';
      const takesInput = element.matches('input, textarea, select, progress, canvas, button');
      return bare && drawn && !takesInput && element.checkVisibility();
    });
    Object.assign(window, { [key]: marks });
  }, held);
  await page.emulateMedia({ forcedColors: 'active' });
  return page.evaluate((key) => {
    const probe = document.body.appendChild(document.createElement('p'));
    probe.style.backgroundColor = 'Canvas';
    const paper = getComputedStyle(probe).backgroundColor;
    probe.remove();
    const marks = window[key] as unknown as HTMLElement[];
    return marks
      .filter((mark) => mark.isConnected && getComputedStyle(mark).backgroundColor === paper)
      .map(({ tagName, className }) => `${tagName} ${className}`);
  }, held);
}

/** What stands still over the page and takes more than half of the window. */
function covering(page: Page) {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('body *')]
      .filter((element) => {
        if (getComputedStyle(element).position !== 'fixed' || !element.checkVisibility())
          return false;
        const { width, height } = element.getBoundingClientRect();
        return width * height > 0.5 * innerWidth * innerHeight;
      })
      .map(({ tagName, className, id }) => `${tagName} ${id} ${className}`),
  );
}

test('letters that come late move nothing: what stands in for them takes their room', async () => {
  const { page, close } = await site.open({ early: true, hash: 'bench.html' });
  const differences = await page.evaluate(async () => {
    await Promise.all([...document.fonts].map((font) => font.load().catch(() => null)));
    const line = document.body.appendChild(document.createElement('span'));
    line.textContent =
      'Where the number would mean nothing there is none, and the reason. First both must give the same result: 16.1 % of 1,048,576 particles.';
    Object.assign(line.style, { whiteSpace: 'nowrap', lineHeight: 'normal', fontSize: '100px' });
    const box = (family: string, weight: string) => {
      Object.assign(line.style, { fontFamily: `"${family}"`, fontWeight: weight });
      return line.getBoundingClientRect();
    };
    return [
      ['Open Sans', 'Open Sans in DejaVu', '400'],
      ['Open Sans', 'Open Sans in DejaVu', '700'],
      ['EB Garamond', 'EB Garamond in DejaVu', '400'],
    ].map(([shipped, fallback, weight]) => {
      const [own, other] = [box(shipped, weight), box(fallback, weight)];
      return [other.width / own.width - 1, other.height / own.height - 1];
    });
  });
  // Without its overrides the system's font is 9 % to 38 % longer, and 15 % to 20 % lower.
  for (const [width, height] of differences) {
    expect(Math.abs(width)).toBeLessThan(0.025);
    expect(Math.abs(height)).toBeLessThan(0.01);
  }
  await close();
});

test.each([...PAGES, 'story.html'].map((address) => [address.split('#')[0], address]))(
  '%s fits every width from 320 to 3840, 200 % zoom, less motion and forced colours',
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
    // The usual window at 200 %.
    await resizeTo(page, 640, 400);
    expect(await faults(page, false)).toEqual([]);
    expect(await covering(page)).toEqual([]);
    await resizeTo(page, 1280, HEIGHT);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    expect(await moving(page)).toEqual([]);
    await page.emulateMedia({ reducedMotion: null });
    expect(await vanished(page)).toEqual([]);
    await page.emulateMedia({ forcedColors: null });
    await close();
  },
);
