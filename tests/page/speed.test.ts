import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { violationsOfSchemes } from './axe';
import { type Site, startSite, stepOf, text } from './open-page';

let cpu: Site;
let software: Site;
beforeAll(async () => {
  [cpu, software] = await Promise.all([startSite(), startSite({ gpu: true })]);
});
afterAll(() => Promise.all([cpu.close(), software.close()]));

declare global {
  interface Window {
    speedNews: number;
    seenSteps: { time: number; step: number }[];
    toldAt: number;
  }
}

/**
 * At normal speed a run lasts 8 seconds, whatever the machine, and longer where it does not keep
 * up: 200,000 steps of 64 particles are 1.6 million particle-steps a second, a tenth of what one
 * core does.
 */
const PACED = { time: { steps: 200_000 }, ensemble: { particles: 64 } };
const PACED_SPEED = (64 * 200_000) / 8;
/** A run that does not end while a test looks at it. */
const LONG = { time: { steps: 4_000_000 }, ensemble: { particles: 4096 } };

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

/** The numbers of the panel as they are written. */
async function readPanel(page: Page) {
  const [speed, frame, compute, engine] = await page.locator('#speed-panel dl div').allInnerTexts();
  const [, amount, unit] = /([\d.,]+) (million|thousand)/.exec(speed) ?? [];
  return {
    speed: Number(amount?.replaceAll(',', '')) * (unit === 'million' ? 1e6 : 1e3),
    p50: Number(/([\d.]+) ms\s+p50/.exec(frame)?.[1]),
    p99: Number(/p99: ([\d.]+) ms/.exec(frame)?.[1]),
    share: Number(/([\d.]+) %/.exec(compute)?.[1]) / 100,
    seconds: Number(/last ([\d.]+) s/.exec(speed)?.[1]),
    frames: Number(/([\d,]+) frames/.exec(compute)?.[1].replaceAll(',', '')),
    engine,
  };
}

/** Waits until the panel tells of this many seconds of running. */
const afterSeconds = (page: Page, seconds: number) =>
  expect
    .poll(async () => (await readPanel(page)).seconds || 0, { timeout: 30_000 })
    .toBeGreaterThanOrEqual(seconds);

const sentence = (page: Page) => page.locator('.speed-chart').getAttribute('aria-label');

/** Seconds, lowest and highest speed of the chart, in its own unit; all 0 while it is empty. */
async function readSentence(page: Page) {
  const words = await sentence(page);
  if (/did not move/.test(words ?? '')) return { seconds: 0, low: 0, high: 0 };
  const [, seconds, low, high] =
    /moved for ([\d.]+) seconds.* at least ([\d.]+), at most ([\d.]+)/.exec(words!)!;
  return { seconds: Number(seconds), low: Number(low), high: Number(high) };
}

/**
 * Notes when which step stood among the numbers, and when the worker told of the speed.
 * Milliseconds.
 */
function noteSteps(): void {
  window.seenSteps = [];
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'speed') window.toldAt = performance.now();
        if (data.type === 'sample')
          window.seenSteps.push({ time: performance.now(), step: data.sample.counts.step });
      });
    }
  };
}

/** The step of a moment, between those that were seen. */
function stepAt(seen: { time: number; step: number }[], time: number): number {
  const after = seen.findIndex((one) => one.time >= time);
  const [low, high] = [seen[after - 1], seen[after]];
  return low.step + ((high.step - low.step) * (time - low.time)) / (high.time - low.time);
}

/**
 * Both are over the same five seconds, the panel's by the worker's clock and the test's by when
 * messages of steps arrived: each end is uncertain by the 0.1 s from one message to the next and by
 * how long a message waits on a busy machine, which is given as much again.
 */
const AGREES = (2 * (0.1 + 0.1)) / 5;

test('the speed shown is steps times particles over time, and no more than the run is paced to', async () => {
  const { page, problems, close } = await cpu.open({ before: noteSteps });
  await page.click('#speed-button');
  await page.evaluate((spec) => window.saddlescape.load(spec), PACED);
  await page.evaluate(() => {
    window.seenSteps = [];
  });
  // Five seconds of this run alone, and one more, since the panel tells once a second.
  await page.waitForTimeout(6500);
  await page.evaluate(() => window.saddlescape.pause());
  await page.waitForTimeout(300);
  const { speed, p50, p99, share, frames, seconds } = await readPanel(page);
  const [seen, told] = await page.evaluate(() => [window.seenSteps, window.toldAt] as const);
  expect(seconds).toBeCloseTo(5, 0);
  const steps = stepAt(seen, told) - stepAt(seen, told - seconds * 1000);
  const measured = (64 * steps) / seconds;
  expect(Math.abs(speed / measured - 1), `${speed} against ${measured} measured`).toBeLessThan(
    AGREES,
  );
  // A frame's worth of steps, of at most 0.1 s, may belong to the time before.
  expect(speed / PACED_SPEED, `${speed} against ${PACED_SPEED} asked for`).toBeLessThan(
    1 + 0.1 / 5,
  );
  expect(p50).toBeGreaterThan(0);
  expect(p50).toBeLessThanOrEqual(p99);
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  // Half of the frames take at least the median, whatever the others take; both numbers are
  // rounded.
  expect((frames / 2) * p50).toBeLessThanOrEqual(seconds * 1000 * 1.02);
  expect(problems).toEqual([]);
  await close();
});

test('a pause freezes the numbers and leaves a gap in the chart, not a zero', async () => {
  const { page, close } = await cpu.open();
  await page.click('#speed-button');
  await page.evaluate((spec) => window.saddlescape.load(spec), LONG);
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
  const { seconds, low } = await readSentence(page);
  expect(low, 'a pause is no speed').toBeGreaterThan(0);
  // The pieces are as wide as the seconds that the run moved in; the gap is not among them.
  const width = await page.evaluate(() => {
    const numbers = document
      .querySelector('.speed-line')!
      .getAttribute('d')!
      .split('M')
      .slice(1)
      .map((piece) => piece.split(/[L ]/).map(Number));
    const axis = document.querySelector<SVGLineElement>('.speed-chart .axis')!;
    const full = axis.x2.baseVal.value - axis.x1.baseVal.value;
    return numbers.reduce((sum, piece) => sum + piece[piece.length - 2] - piece[0], 0) / full;
  });
  // The sentence rounds to two digits.
  expect(Math.abs(width * 60 - seconds)).toBeLessThan(0.1);
  await close();
});

test('closed it says and costs nothing; opened and closed by keyboard, and remembered', async () => {
  const { page, problems, close } = await cpu.open({ before: countSpeedNews });
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

test('a hidden tab is a pause', async () => {
  const { page, close } = await cpu.open();
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
  await close();
});

test('a software adapter is called one, and another engine starts a chart of its own', async () => {
  const { page, close } = await software.open();
  await page.waitForSelector('[data-topic="software"]');
  await page.click('#speed-button');
  await page.evaluate((spec) => window.saddlescape.load(spec), LONG);
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

test('axe finds nothing with a chart, light and dark', async () => {
  const { page, close } = await cpu.open();
  await page.click('#speed-button');
  await page.waitForSelector('.speed-line');
  await page.click('#speed-panel summary');
  await page.evaluate(() => window.saddlescape.pause());
  expect(await violationsOfSchemes(page)).toEqual([]);
  await close();
});
