import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe';
import { type OpenOptions, type OpenPage, type Site, startSite } from './open-page';
import { rememberShifts, shiftsOf } from './shifts';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Layout shift that a reader does not notice; the score of the browser. */
const MOST_SHIFT = 0.02;
const STEPS = readdirSync('src/page/story/steps').length;

const open = (options: OpenOptions = {}) =>
  site.open({ hash: 'story.html', early: true, ...options });

/** Scrolls a figure into the middle and waits until its run has ended. */
async function seeEnd({ page }: OpenPage, figure: string): Promise<string> {
  await page
    .locator(`#figure-${figure} .picture`)
    .evaluate((picture) => picture.scrollIntoView({ block: 'center' }));
  await page.waitForSelector(`#figure-${figure} .picture[data-live]`);
  const button = page.locator(`#figure-${figure} .run-button`);
  if ((await button.count()) > 0)
    await page.waitForFunction(
      (name) => document.querySelector(`#figure-${name} .run-button`)?.textContent === 'Run again',
      figure,
    );
  return page.locator(`#figure-${figure} .sentence`).innerText();
}

describe('the story as it is read', () => {
  let opened: OpenPage;
  beforeAll(async () => {
    opened = await open({ before: rememberShifts });
  });
  afterAll(() => opened.close());

  test('every step has its heading, its link in the contents, and a figure', async () => {
    const { page } = opened;
    const ids = await page
      .locator('.contents a')
      .evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    expect(ids).toHaveLength(STEPS);
    for (const id of ids) expect(await page.locator(`h2${id}`).count(), `${id}`).toBe(1);
    const without = await page
      .locator('section.step')
      .evaluateAll((steps) => steps.filter((step) => !step.querySelector('figure')).length);
    expect(without).toBe(0);
  });

  test('a figure runs when it is seen, and a number in the text drives it by keys', async () => {
    const { page } = opened;
    const before = await seeEnd(opened, 'shaken');
    expect(before).toContain('one minimum, at x = 1.77');
    const slider = page.getByRole('slider', { name: 'shake s' }).first();
    await slider.focus();
    await page.keyboard.press('End');
    await expect
      .poll(() => page.locator('#figure-shaken .sentence').innerText())
      .toContain('one minimum, at x = 0.916');
    expect(await page.locator('#shaken-shake').inputValue()).toBe('2');
    expect(await page.locator('[data-drag="shaken.shake"]').innerText()).toBe('2');
    expect(await page.locator('#live-region').innerText()).toContain('x = 0.916');
    const link = await page.locator('#figure-shaken .watch-link').getAttribute('href');
    expect(link).toContain('shake=2&');
  });

  test('the coin is tossed by the reader', async () => {
    const { page } = opened;
    expect(await seeEnd(opened, 'coin-tree')).toContain('3 of 4 ways');
    const toss = page.locator('#figure-coin-tree').getByRole('button', { name: 'Toss once more' });
    await toss.click();
    await toss.click();
    await expect
      .poll(() => page.locator('#figure-coin-tree .sentence').innerText())
      .toContain('11 of 16 ways');
  });

  test('Back undoes what was set in one figure, and leaves the others', async () => {
    const { page } = opened;
    const shake = page.locator('#shaken-shake');
    const tossed = () => page.locator('#figure-coin-tree .sentence').innerText();
    const before = await tossed();
    await shake.fill('1');
    await page.goBack();
    await expect.poll(() => shake.inputValue()).toBe('2');
    await expect
      .poll(() => page.locator('#figure-shaken .sentence').innerText())
      .toContain('x = 0.916');
    await page.goForward();
    await expect.poll(() => shake.inputValue()).toBe('1');
    await page.keyboard.press('Control+z');
    await expect.poll(() => shake.inputValue()).toBe('2');
    expect(await tossed()).toBe(before);
    // A link to a section is no change of a figure, and a reload keeps what was set.
    await page.locator('.contents a').first().click();
    await page.reload();
    await page
      .locator('#figure-shaken .picture')
      .evaluate((picture) => picture.scrollIntoView({ block: 'center' }));
    await expect.poll(() => shake.inputValue()).toBe('2');
  });

  test('nothing moves that was not asked to, and nothing went wrong', async () => {
    const { page, problems } = opened;
    const { sum, found } = await shiftsOf(page);
    expect(sum, found).toBeLessThan(MOST_SHIFT);
    expect(problems).toEqual([]);
  });

  test('axe finds nothing', async () => {
    expect(await violations(opened.page)).toEqual([]);
  });
});

test('at 390 pixels nothing is wider than the window', async () => {
  const opened = await open({ viewport: { width: 390, height: 844 }, colorScheme: 'dark' });
  await seeEnd(opened, 'coin-many');
  const wide = await opened.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(390);
  expect(await violations(opened.page)).toEqual([]);
  await opened.close();
});

test('with less motion nothing plays by itself, and a change shows the end', async () => {
  const opened = await open({ reducedMotion: 'reduce' });
  const { page, close } = opened;
  await page
    .locator('#figure-shaken')
    .evaluate((figure) => figure.scrollIntoView({ block: 'center' }));
  await page.waitForSelector('#figure-shaken .run-button:enabled');
  expect(await page.locator('#figure-shaken .run-button').innerText()).toBe('Run');
  expect(await page.locator('#figure-shaken .still.wide').isVisible()).toBe(true);
  await page.locator('#figure-shaken .run-button').click();
  expect(await seeEnd(opened, 'shaken')).toContain('After 100 steps');
  await close();
});

test('without JavaScript the whole text is there, with a still picture in every figure', async () => {
  const { page, problems, close } = await open({ javaScriptEnabled: false });
  expect(await page.locator('.figure .still.wide').first().isVisible()).toBe(true);
  expect(await page.locator('.run-button').first().isVisible()).toBe(false);
  expect(await page.locator('section.step').count()).toBe(STEPS);
  expect(problems).toEqual([]);
  await close();
});

test('as a lecture one step is seen at a time, and keys turn', async () => {
  const { page, close } = await open({ hash: 'story.html?lecture' });
  await page.waitForSelector('.lecture-bar');
  const visible = () =>
    page
      .locator('section.step')
      .evaluateAll((steps) => steps.map((step) => (step as HTMLElement).checkVisibility()));
  expect((await visible()).indexOf(true)).toBe(0);
  await page.keyboard.press('PageDown');
  expect((await visible()).filter(Boolean)).toHaveLength(1);
  expect((await visible()).indexOf(true)).toBe(1);
  expect(await violations(page)).toEqual([]);
  await close();
});
