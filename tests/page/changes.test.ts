import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fragmentToSpec } from '../../src/spec/link-reader';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { type OpenPage, type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const specOf = (page: Page) => page.evaluate(() => window.saddlescape.spec);
const runs = (page: Page) =>
  page.waitForFunction(() =>
    /step [1-9]/.test(document.querySelector('#numbers-list div')!.textContent!),
  );

test('a link opens its spec, and the address follows every change', async () => {
  const spec = parseSpec({
    noise: { law: 'two-point', sigma: 0.5, tau: 0.25, rho: -0.5 },
    ensemble: { particles: 2048, seed: 'a & b' },
  });
  const { page, problems, close } = await site.open({ hash: specToFragment(spec) });
  expect(await specOf(page)).toEqual(spec);
  expect(await page.locator('#sigma-box').inputValue()).toBe('0.5');
  await page.fill('#tau-box', '1.5');
  await page.press('#tau-box', 'Enter');
  const changed = { ...spec, noise: { ...spec.noise, tau: 1.5 } };
  expect(fragmentToSpec(page.url())).toEqual(changed);
  // Another link in the same tab, as from a list of bookmarks.
  await page.evaluate((hash) => {
    location.hash = hash;
  }, specToFragment(spec));
  await expect.poll(() => specOf(page)).toEqual(spec);
  expect(problems).toEqual([]);
  await close();
});

test('a link that others wrote into a text opens, and one that was changed is refused', async () => {
  const spec = parseSpec({ ensemble: { particles: 2048, seed: 'a b' } });
  const link = specToFragment(spec);
  const { page, problems, close } = await site.open({
    hash: `${link.replace('%20', '+')}.%E2%80%8B&fbclid=1`,
  });
  expect(await specOf(page)).toEqual(spec);
  expect(await page.locator('[data-topic="link"]').count()).toBe(0);
  expect(new URL(page.url()).hash).toBe(link);
  const opens = (hash: string) =>
    page.evaluate((text) => {
      location.hash = text;
    }, hash);
  await opens(link.replace('sigma=2', 'sigma=3'));
  await expect
    .poll(() => text(page, '[data-topic="link"] p'))
    .toMatch(/was changed on its way.*The previous run continues\.$/);
  expect(await specOf(page)).toEqual(spec);
  // An old link has no check: what is shown is said.
  await opens(specToFragment(spec, 'watch', 1).replace('%20', '%2520'));
  await expect
    .poll(() => text(page, '[data-topic="link"] p'))
    .toMatch(/an old one.*has the seed "a%20b"\.$/);
  expect((await specOf(page)).ensemble.seed).toBe('a%20b');
  expect(problems).toEqual([]);
  await close();
});

test('a bad link is refused in one sentence and what ran goes on', async () => {
  const whole = specToFragment(parseSpec({}));
  const { page, close } = await site.open({ hash: whole.slice(0, whole.length / 2) });
  expect(await text(page, '[data-topic="link"] p')).toMatch(
    /cut off.*The first preset is shown instead/,
  );
  await runs(page);
  const before = await specOf(page);
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    whole.replace('rho=0', 'rho=2'),
  );
  await expect
    .poll(() => text(page, '[data-topic="link"] p'))
    .toMatch(/noise\.rho: 2 is not accepted.*The previous run continues/);
  expect(await specOf(page)).toEqual(before);
  await page.evaluate(() => {
    location.hash = `#${'x'.repeat(100_000)}`;
  });
  await expect
    .poll(() => text(page, '[data-topic="link"] p'))
    .toMatch(/is not a link to a Saddlescape run/);
  expect(await specOf(page)).toEqual(before);
  await close();
});

/** One page for entries of all kinds: each test begins with what the one before left. */
let entered: OpenPage;
const entry = async () => {
  entered ??= await site.open({ paused: true });
  return entered;
};

test('bad entries get one sentence beside the field, and the run goes on as it was', async () => {
  const { page, problems } = await entry();
  const before = await specOf(page);
  const enter = async (box: string, value: string) => {
    await page.fill(box, value);
    await page.press(box, 'Enter');
  };
  for (const [slider, value, sentence] of [
    ['sigma', '-1', /noise\.sigma: -1 is not accepted; give a number from 0/],
    ['rho', '2', /noise\.rho: 2 is not accepted; give a number from -1 to 1/],
    ['tau', 'much', /“much” is not a number/],
    ['a', '', /nothing is not a number/],
    ['sigma', '0x10', /“0x10” is not a number/],
    ['sigma', 'Infinity', /“Infinity” is not a number/],
    ['sigma', '1,234', /“1,234” can mean 1234 or 1\.234/],
    ['a', '1e99', /loss\.a\[0\]: 1e\+99 is not accepted/],
  ] as const) {
    await enter(`#${slider}-box`, value);
    expect(await text(page, `#${slider}-error`)).toMatch(sentence);
    expect(await page.locator(`#${slider}-box`).getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator(`#${slider}-box`).inputValue(), 'what was typed stays').toBe(value);
  }
  expect(await specOf(page)).toEqual(before);
  await enter('#sigma-box', ' 0,5 ');
  await expect.poll(async () => (await specOf(page)).noise.sigma).toBe(0.5);
  await enter('#sigma-box', '7.5');
  expect((await specOf(page)).noise.sigma).toBe(7.5);
  expect(await page.locator('#sigma').inputValue(), 'the slider widens instead of clamping').toBe(
    '7.5',
  );
  expect(await page.locator('#sigma-error').textContent()).toBe('');
  expect(problems).toEqual([]);
});

test('the JSON editor refuses in one sentence and loses nothing', async () => {
  const { page } = await entry();
  const before = await specOf(page);
  await page.click('#editor-button');
  await expect.poll(() => page.inputValue('#spec-text')).not.toBe('');
  expect(JSON.parse(await page.inputValue('#spec-text'))).toEqual(before);
  for (const [entry, sentence] of [
    ['{"noise": {"sigma": -2}}', /noise\.sigma: -2/],
    ['{"noise": ', /^The spec is not JSON: line 1, column 11 has the end of the text/],
    ['{"loss": {"kind": "volcano"}}', /loss\.kind: "volcano"/],
    ['{"sigma": 1}', /sigma/],
  ] as const) {
    await page.fill('#spec-text', entry);
    await page.click('#spec-apply');
    expect(await text(page, '#spec-error')).toMatch(sentence);
    expect(await page.inputValue('#spec-text')).toBe(entry);
  }
  expect(await specOf(page)).toEqual(before);
  await page.fill('#spec-text', '{"noise": {"sigma": 0.5}, "ensemble": {"particles": 1000}}');
  await page.click('#spec-apply');
  expect(await specOf(page)).toEqual(
    parseSpec({ noise: { sigma: 0.5 }, ensemble: { particles: 1000 } }),
  );
  expect(await text(page, '#verdict-word')).toBe('ESCAPES');
});

test('every field in lil-gui, with refusals beside it', async () => {
  const { page, problems } = await entry();
  await page.click('#all-parameters-button');
  const field = (name: string) =>
    page.locator('.lil-gui .lil-controller', {
      has: page.locator('.lil-name', { hasText: new RegExp(`^${name}$`) }),
    });
  await field('dt').locator('input').fill('-1');
  await field('dt').locator('input').press('Enter');
  await expect
    .poll(() => text(page, '#all-parameters .field-error'))
    .toMatch(/time\.dt: -1 is not accepted/);
  for (const wrong of ['0x10', '1,234']) {
    await field('dt').locator('input').fill(wrong);
    await field('dt').locator('input').press('Enter');
    expect(await text(page, '#all-parameters .field-error')).toMatch(
      /time\.dt: “.+” (is not|can mean)/,
    );
  }
  await field('batchSize').locator('input').fill('3');
  await field('dt').locator('input').fill('0,002');
  await field('dt').locator('input').press('Enter');
  await expect.poll(async () => (await specOf(page)).optimizer.batchSize).toBe(3);
  expect((await specOf(page)).time.dt).toBe(0.002);
  await field('a').locator('input').fill('1,5');
  await field('a').locator('input').press('Enter');
  await expect.poll(async () => (await specOf(page)).loss).toMatchObject({ a: [1.5] });
  await field('axis').locator('select').selectOption('linear');
  await expect
    .poll(async () => (await specOf(page)).histogram)
    .toMatchObject({ axis: 'linear', min: -10, max: 10 });
  // Regions: ends of a coordinate, a level of the loss, and a radius again.
  const { escape: radius } = await specOf(page);
  const end = (radius as { radius: number }).radius;
  await field('region').locator('select').selectOption('coordinate');
  await expect
    .poll(async () => (await specOf(page)).escape)
    .toEqual({ region: 'coordinate', coordinate: 0, low: -end, high: end });
  await field('low').locator('input').fill('-2');
  await field('low').locator('input').press('Enter');
  await expect.poll(async () => (await specOf(page)).escape).toMatchObject({ low: -2 });
  await field('region').locator('select').selectOption('loss');
  await expect.poll(async () => (await specOf(page)).escape).toEqual({ region: 'loss', low: -1 });
  await field('region').locator('select').selectOption('radius');
  await expect.poll(async () => (await specOf(page)).escape).toEqual(radius);
  expect(problems, 'no style is injected against the Content-Security-Policy').toEqual([]);
});

test('undo and redo, the ways out and the model', async () => {
  const { page, close } = await site.open({ paused: true });
  const first = await specOf(page);
  await page.click('[data-strategy="batch"]');
  expect((await specOf(page)).optimizer.batchSize).toBe(3);
  expect(await text(page, '#verdict-word')).toBe('ESCAPES');
  await page.click('[data-strategy="rate"]');
  expect((await specOf(page)).optimizer.learningRate).toBe(0.4);
  await page.click('#undo-button');
  await page.click('#undo-button');
  expect(await specOf(page)).toEqual(first);
  expect(await page.locator('#undo-button').isDisabled()).toBe(true);
  expect(await text(page, '#verdict-word')).toBe('TRAPPED');
  await page.click('#redo-button');
  expect((await specOf(page)).optimizer.batchSize).toBe(3);
  await page.click('#undo-button');
  await page.check('input[name="model"][value="raw"]');
  expect((await specOf(page)).time).toEqual({ dt: 1, steps: 100 });
  expect(await text(page, '#verdict-word')).toBe('ESCAPES');
  expect(await text(page, '#verdict-why')).toMatch(/Small steps would trap/);
  expect(await text(page, '.main-slider .threshold-notes')).toMatch(/never trap\s+SDE 1\.414/);
  await close();
});

test('keyboard: every key does what the list says, none while typing, none when switched off', async () => {
  const hash = specToFragment(parseSpec({ ensemble: { particles: 2048 } }));
  const { page, close } = await site.open({ hash });
  const sigma = async () => (await specOf(page)).noise.sigma;
  const label = () => text(page, '#play-button');
  await page.keyboard.press(']');
  expect(await sigma()).toBe(2.05);
  await page.keyboard.press('[');
  expect(await sigma()).toBe(2);
  await page.keyboard.press('Control+z');
  expect(await sigma()).toBe(2.05);
  await page.keyboard.press('Control+Shift+z');
  expect(await sigma()).toBe(2);
  await page.keyboard.press(' ');
  await expect.poll(label).toBe('Play');
  await page.keyboard.press('n');
  expect((await specOf(page)).ensemble.seed).toBe('2');
  await page.keyboard.press('r');
  const step = () =>
    page.evaluate(() =>
      Number(/step ([\d,]+)/.exec(document.querySelector('#numbers-list div')!.textContent!)![1]),
    );
  await expect.poll(step).toBe(0);
  await page.keyboard.press('.');
  await expect.poll(step).toBe(1);
  await page.keyboard.press('l');
  expect(await page.locator('#scale-button').getAttribute('aria-pressed')).toBe('true');
  await page.keyboard.press('t');
  expect(await page.locator('#density-plot .curve').count()).toBe(0);
  await page.keyboard.press('b');
  await expect.poll(() => page.locator('#table-view tbody tr').count()).toBeGreaterThan(20);
  await page.keyboard.press('e');
  expect(
    await page
      .locator('[data-export="png"]')
      .evaluate((element) => element === document.activeElement),
  ).toBe(true);
  await page.keyboard.press('Escape');
  expect(await page.locator('#export-menu').isHidden()).toBe(true);

  await page.locator('#a-box').press('n');
  expect((await specOf(page)).ensemble.seed, 'off while typing').toBe('2');
  await page.locator('#a-box').blur();
  await page.keyboard.press('?');
  expect(await page.locator('#help-dialog').isVisible()).toBe(true);
  await page.uncheck('#shortcuts-on');
  await page.click('#help-close');
  await page.keyboard.press('n');
  expect((await specOf(page)).ensemble.seed, 'switched off').toBe('2');
  await close();
});
