import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Spec } from '../../src/spec/spec';
import { violationsOfSchemes } from './axe';
import { choosePreset, type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const RUN = {
  time: { dt: 0.001, steps: 640 },
  histogram: { axis: 'linear', min: -5, max: 5, bins: 100 },
  escape: { radius: 2 },
  ensemble: { particles: 4096 },
};

test('the picture tells of a bin, takes start and radius by pointer and by keys, and shows atoms as stems', async () => {
  const { page, problems, close } = await site.open({ paused: true });
  const spec = () => page.evaluate(() => window.saddlescape.spec as Spec);
  await page.evaluate((each) => window.saddlescape.load(each), RUN);
  await page.evaluate(() => window.saddlescape.finish());
  await page.waitForSelector('.radius-handle:not([hidden])');
  const box = (await page.locator('.picture-overlay').boundingBox())!;
  const at = (x: number) => box.x + ((x + 5) / 10) * box.width;
  const y = box.y + box.height / 3;

  await page.mouse.move(at(1.05), y);
  await expect
    .poll(() => page.locator('.bin-readout').textContent())
    .toMatch(/^x from 1 to 1\.1: [\d.]+ % of the particles \(\d+\)/);
  const told = Number(/\((\d+)\)/.exec((await page.locator('.bin-readout').textContent())!)![1]);
  const { histogram } = await page.evaluate(() => window.saddlescape.result());
  expect(told).toBe(histogram.counts[60]);

  await page.mouse.click(at(1.5), y);
  expect(await text(page, '.place-menu')).toMatch(/Start at x = 1\.5/);
  expect(await violationsOfSchemes(page)).toEqual([]);
  await page.keyboard.press('Escape');
  expect(await page.locator('.place-menu').isVisible()).toBe(false);
  await page.mouse.click(at(1.5), y);
  await page.click('.place-menu button:text("Start at")');
  await expect.poll(async () => (await spec()).start).toEqual({ kind: 'point', x: [1.5] });
  await page.mouse.click(at(-3), y);
  await page.click('.place-menu button:text("Radius")');
  await expect.poll(async () => (await spec()).escape).toEqual({ radius: 3 });

  await page.mouse.move(at(3), y);
  await page.mouse.down();
  await page.mouse.move(at(3.6), y, { steps: 3 });
  await page.mouse.move(at(4), y);
  await expect
    .poll(() => page.locator('#whereabouts').textContent(), { message: 'while it is dragged' })
    .toContain('Beyond R = 4 now');
  expect(new URL(page.url()).hash, 'the address changes when it is let go').toContain('radius=3&');
  await page.mouse.up();
  await expect.poll(() => new URL(page.url()).hash).toContain('radius=4&');

  await page.locator('.radius-handle[tabindex="0"]').focus();
  await page.keyboard.press('ArrowLeft');
  await expect.poll(async () => (await spec()).escape).toEqual({ radius: 3.9 });
  await page.locator('.start-handle').focus();
  await page.keyboard.press('PageUp');
  await expect.poll(async () => (await spec()).start).toEqual({ kind: 'point', x: [2.5] });
  await page.locator('.handle.bin').focus();
  await page.keyboard.press('ArrowRight');
  expect(await page.getAttribute('.handle.bin', 'aria-valuetext')).toMatch(/^x from 4\.1 to 4\.2/);
  await page.keyboard.press('Enter');
  expect(await page.evaluate(() => document.activeElement!.textContent)).toMatch(/^Start at x = /);
  await page.keyboard.press('Escape');

  // The text of a preset goes with its parameters.
  expect(await text(page, '#preset-sentence')).toBe('');
  await choosePreset(page, 'coin-1');
  await expect
    .poll(() => page.locator('.stem-name').allTextContents())
    .toEqual(['50.0 %', '50.0 %']);
  await expect.poll(() => text(page, '#takeaway')).toMatch(/^Bars and curve agree/);
  expect(await text(page, '#preset-sentence')).toMatch(/^Heads multiplies/);
  await page.fill('#sigma-box', '0.2');
  await page.press('#sigma-box', 'Enter');
  await expect.poll(() => text(page, '#preset-sentence')).toBe('');
  expect(problems).toEqual([]);
  await close();
});

test('a pointer that rests on a symbol or a number, a tap, and the keyboard give its definition', async () => {
  const { page, problems, close } = await site.open({ paused: true });
  const definition = page.locator('#definition');
  await page.waitForSelector('#verdict-word[tabindex]');
  const told = async (selector: string, wanted: RegExp) => {
    await page.hover(selector);
    await expect.poll(() => definition.textContent(), { message: selector }).toMatch(wanted);
    const { left, right, top, bottom } = await definition.evaluate((element) =>
      element.getBoundingClientRect().toJSON(),
    );
    const { innerWidth, innerHeight } = await page.evaluate(() => ({
      innerWidth: window.innerWidth,
      innerHeight: window.innerHeight,
    }));
    expect(left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight, selector).toBe(
      true,
    );
  };
  await told('#sliders label[for="sigma"]', /^σ: Size of the noise/);
  await told('#whereabouts > :nth-child(2)', /^Beyond R now: .* Here: \|x\| > 10\.$/);
  await told('#numbers-list > :nth-child(2)', /^Median and quantiles/);
  await told('.equation:not([hidden]) var:text("ρ")', /^ρ: Correlation/);
  // The text itself can be pointed at; Escape closes it.
  await definition.hover();
  expect(await definition.isVisible()).toBe(true);
  await page.keyboard.press('Escape');
  expect(await definition.isVisible()).toBe(false);
  // The keyboard's focus gives it too, and says it to who hears the page.
  await page.locator('#numbers-list > :nth-child(3)').focus();
  await page.keyboard.press('Tab');
  await expect.poll(() => definition.textContent()).toMatch(/^Outside the picture/);
  expect(await page.evaluate(() => document.activeElement!.getAttribute('aria-describedby'))).toBe(
    'definition',
  );
  expect(await violationsOfSchemes(page)).toEqual([]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  expect(problems).toEqual([]);
  await close();
});
