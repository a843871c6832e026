import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { number, percent, place, whole } from '../../src/page/shared/format';
import { contradictions, type Head, readHead } from './head';
import { type OpenPage, type Site, startSite } from './open-page';

let site: Site;
/** One page for all tests: each loads runs of its own. */
let opened: OpenPage;
beforeAll(async () => {
  site = await startSite();
  opened = await site.open({ paused: true });
});
afterAll(() => site.close());

const load = (page: Page, spec: object) =>
  page.evaluate((each) => window.saddlescape.load(each), spec);
const wordsAre = (page: Page, word: string) =>
  expect.poll(() => page.locator('#verdict-word').textContent()).toBe(word);

/** Everything spreads, so that numbers of another step are other numbers. */
const SPREADING = {
  noise: { sigma: 0.5 },
  time: { dt: 0.001, steps: 4000 },
  histogram: { axis: 'linear', min: -5, max: 5, bins: 100 },
  ensemble: { particles: 4096 },
};

test('all numbers of a live run are of the step that stands beside them', async () => {
  const { page, problems } = opened;
  await load(page, SPREADING);
  await page.evaluate(() => window.saddlescape.play());
  const heads: Head[] = [];
  for (let look = 0; look < 6; look++) {
    await page.waitForTimeout(137 + 61 * look);
    heads.push(await readHead(page));
  }
  const looked = [...new Map(heads.map((head) => [Number(head.steps[0]), head]))].filter(
    ([step]) => step > 0,
  );
  expect(looked.length).toBeGreaterThan(2);
  // The same run again, halted at those steps one after the other.
  await page.evaluate(() => window.saddlescape.pause());
  await load(page, SPREADING);
  let at = 0;
  for (const [step, head] of looked.sort(([one], [other]) => one - other)) {
    expect(contradictions(head)).toEqual([]);
    const now = await page.evaluate(async (count) => {
      window.saddlescape.step(count);
      return window.saddlescape.result();
    }, step - at);
    at = now.steps;
    expect(now.steps).toBe(step);
    const { quantiles, escape: left, particles } = now;
    for (const text of [
      `t = ${number(step * 0.001, 4)}step ${whole(step)}`,
      `Median of x${place(quantiles['0.5'], 2)}`,
      `half in ${place(quantiles['0.25'], 2)} … ${place(quantiles['0.75'], 2)}`,
      `90 % in ${place(quantiles['0.05'], 2)} … ${place(quantiles['0.95'], 2)}`,
      `Was beyond R${percent(left.count / particles)}had`,
    ])
      expect(head.numbers, `at step ${step}`).toContain(text);
    expect(percent(head.shares[1])).toBe(percent(left.beyondNow / particles));
  }
  expect(problems).toEqual([]);
});

test('a run that is too short for its verdict says so, from its start and at its end', async () => {
  const { page } = opened;
  const few = { ensemble: { particles: 1024 } };
  // 10^1000 steps to leave.
  await load(page, {
    ...few,
    optimizer: { schedule: 'inverse-time' },
    time: { dt: 0.001, steps: 2000 },
  });
  await wordsAre(page, 'ESCAPES LATER');
  expect(await page.locator('#verdict-horizon').textContent()).toMatch(
    /about 10⁹⁹\d steps|about 10¹⁰⁰⁰ steps/,
  );
  await page.evaluate(() => window.saddlescape.finish());
  await wordsAre(page, 'ESCAPES LATER');
  // Trapped, with everybody beyond the radius at some time.
  await load(page, { ...few, time: { dt: 0.01, steps: 20_000 } });
  await page.evaluate(() => window.saddlescape.finish());
  await wordsAre(page, 'TRAPPED');
  await expect.poll(async () => (await readHead(page)).shares[2]).toBeGreaterThan(0.99);
  const trapped = await readHead(page);
  expect(trapped.shares[0]).toBeGreaterThan(0.7);
  expect(trapped.horizon).toMatch(/come back/);
});

test('frozen particles are named, and never a value; rates of two signs are not close', async () => {
  const { page } = opened;
  await load(page, {
    noise: { sigma: 1000 },
    time: { dt: 0.001, steps: 4000 },
    ensemble: { particles: 1024 },
  });
  await page.evaluate(() => window.saddlescape.finish());
  await expect
    .poll(async () => (await readHead(page)).numbers)
    .toMatch(/frozen beyond 10³⁰: [\d,]+/);
  const head = await readHead(page);
  expect(head.numbers).toMatch(/90 % in beyond −10³⁰ … beyond 10³⁰/);
  expect(contradictions(head)).toEqual([]);
  expect(await page.locator('#model-hint').textContent()).toMatch(
    /growth rate \+[\d.]+ for these steps, −/,
  );
});
