import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { violationsOfSchemes } from './axe';
import { type OpenOptions, type Site, startSite, stepOf, text } from './open-page';
import { readPanel } from './speed-panel';

let cpu: Site;
let software: Site;
beforeAll(async () => {
  [cpu, software] = await Promise.all([startSite(), startSite({ gpu: true })]);
});
afterAll(() => Promise.all([cpu.close(), software.close()]));

declare global {
  interface Window {
    speedNews: number;
  }
}

/** A run of few particles that takes 80 seconds at a tenth of the speed. */
const hash = specToFragment(parseSpec({ time: { steps: 400_000 }, ensemble: { particles: 256 } }));

/** Opens a page that shows the long run. */
async function openLong(site: Site, options: OpenOptions = {}) {
  const opened = await site.open({ hash, ...options });
  await opened.page.selectOption('#speed-select', '0.1');
  return opened;
}

/** Counts what the worker tells of the speed. */
function countSpeedNews(): void {
  window.speedNews = 0;
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'speed') window.speedNews++;
      });
    }
  };
}

/** Waits until the panel tells of this many seconds of running. */
const afterSeconds = (page: Page, seconds: number) =>
  expect
    .poll(async () => (await readPanel(page)).seconds || 0, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(seconds);

const sentence = (page: Page) => page.locator('.speed-chart').getAttribute('aria-label');

/** Seconds, lowest and highest speed of the chart, in its own unit; all 0 while it is empty. */
const readSentence = async (page: Page) => numbersOf(await sentence(page));

function numbersOf(words: string | null) {
  if (/did not move/.test(words ?? '')) return { seconds: 0, low: 0, high: 0 };
  const [, seconds, low, high] =
    /moved for ([\d.]+) seconds.* at least ([\d.]+), at most ([\d.]+)/.exec(words!)!;
  return { seconds: Number(seconds), low: Number(low), high: Number(high) };
}

test('a pause freezes the numbers and leaves a gap in the chart, not a zero', async () => {
  const { page, close } = await openLong(cpu);
  await page.click('#speed-button');
  await afterSeconds(page, 2);
  await page.click('#play-button');
  await expect.poll(() => text(page, '#play-button')).toBe('Play');
  await page.waitForTimeout(700);
  const [before, step, words] = [
    await text(page, '#speed-panel'),
    await stepOf(page),
    await sentence(page),
  ];
  await page.waitForTimeout(2500);
  expect(await stepOf(page)).toBe(step);
  expect(await text(page, '#speed-panel')).toBe(before);
  expect(await sentence(page)).toBe(words);
  const then = await readSentence(page);
  await page.click('#play-button');
  await expect
    .poll(async () => (await readSentence(page)).seconds, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(then.seconds + 2);
  const line = await page.locator('.speed-line').getAttribute('d');
  expect(line!.match(/M/g), 'two pieces').toHaveLength(2);
  // The pieces are as wide as the seconds that the run moved in; the gap is not among them. The run
  // goes on: both are read at once.
  const [width, label] = await page.evaluate(() => {
    const numbers = document
      .querySelector('.speed-line')!
      .getAttribute('d')!
      .split('M')
      .slice(1)
      .map((piece) => piece.split(/[L ]/).map(Number));
    const axis = document.querySelector<SVGLineElement>('.speed-chart .axis')!;
    const full = axis.x2.baseVal.value - axis.x1.baseVal.value;
    const wide = numbers.reduce((sum, piece) => sum + piece[piece.length - 2] - piece[0], 0) / full;
    return [wide, document.querySelector('.speed-chart')!.getAttribute('aria-label')] as const;
  });
  const { seconds, low } = numbersOf(label);
  expect(low, 'a pause is no speed').toBeGreaterThan(0);
  // The sentence rounds to two digits.
  expect(Math.abs(width * 60 - seconds)).toBeLessThan(0.1);
  await close();
});

test('closed it says and costs nothing; opened and closed by keyboard, and remembered', async () => {
  const { page, problems, close } = await openLong(cpu, { before: countSpeedNews });
  await page.waitForTimeout(2500);
  expect(await page.evaluate(() => window.speedNews), 'nothing is told while it is closed').toBe(0);
  expect(await page.locator('#speed-panel').isHidden()).toBe(true);
  const button = page.locator('#speed-button');
  await button.focus();
  await page.keyboard.press('Enter');
  await page.waitForSelector('.speed-line');
  expect(await button.getAttribute('aria-expanded')).toBe('true');
  expect(
    (await readSentence(page)).seconds,
    'what was before it was opened is there',
  ).toBeGreaterThanOrEqual(2);
  await page.reload();
  await page.waitForSelector('.speed-line');
  await page.keyboard.press('s');
  await expect.poll(() => page.locator('#speed-panel').isHidden()).toBe(true);
  const told = await page.evaluate(() => window.speedNews);
  await page.waitForTimeout(1500);
  expect(await page.evaluate(() => window.speedNews)).toBe(told);
  await page.reload();
  await page.waitForTimeout(500);
  expect(await page.locator('#speed-panel').isHidden()).toBe(true);
  expect(problems).toEqual([]);
  await close();
});

test('a hidden tab is a pause; axe finds nothing with a chart, light and dark', async () => {
  const { page, close } = await openLong(cpu);
  await page.click('#speed-button');
  await afterSeconds(page, 2);
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  await page.waitForTimeout(2000);
  await hide(false);
  await expect
    .poll(async () => (await page.locator('.speed-line').getAttribute('d'))!.match(/M/g)!.length, {
      timeout: 30_000,
    })
    .toBe(2);
  expect((await readPanel(page)).p99, 'no frame is as long as the tab was hidden').toBeLessThan(
    2000,
  );
  await page.click('#speed-panel summary');
  await page.evaluate(() => window.saddlescape.pause());
  expect(await violationsOfSchemes(page)).toEqual([]);
  await close();
});

test('a software adapter is called one, and another engine starts a chart of its own', async () => {
  const { page, close } = await openLong(software);
  await page.waitForSelector('[data-topic="software"]');
  await page.click('#speed-button');
  await afterSeconds(page, 2);
  const { engine, p50, p99, share } = await readPanel(page);
  expect(engine).toMatch(/software GPU\s+.*swiftshader/i);
  expect(await text(page, '#speed-panel')).toMatch(
    /the CPU computes them, so this is not the speed of a GPU/,
  );
  expect(p50).toBeLessThanOrEqual(p99);
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThanOrEqual(1);
  const { seconds } = await readSentence(page);
  await page.click('[data-topic="software"] button:has-text("Use CPU engine")');
  await expect
    .poll(async () => (await readPanel(page)).engine, { timeout: 20_000 })
    .toMatch(/CPU engine/);
  expect((await readSentence(page)).seconds).toBeLessThan(seconds);
  expect(await text(page, '#speed-panel')).not.toMatch(/not a GPU’s/);
  await close();
});

test('what is asked for comes into view, and what was open on an earlier visit scrolls nothing', async () => {
  const before = () => localStorage.setItem('saddlescape.speed', 'open');
  const { page, close } = await cpu.open({ before, paused: true });
  await page.waitForSelector('#speed-panel dl');
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await page.click('#speed-button');
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.keyboard.press('s');
  await expect
    .poll(() =>
      page.evaluate(() => document.querySelector('#speed-panel')!.getBoundingClientRect().bottom),
    )
    .toBeLessThanOrEqual(801);
  await close();
});
