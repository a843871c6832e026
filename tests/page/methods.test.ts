import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lossKinds, optimizerKinds } from '../../src/models/registry';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { epochLengthOf } from '../../src/spec/spec';
import { LONG } from '../support/long';
import { type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const specOf = (page: Page) => page.evaluate(() => window.saddlescape.spec);
const FEW = specToFragment(parseSpec({ ensemble: { particles: 512 }, time: { steps: 2000 } }));

/** Words that no text of a page should have. */
const NONSENSE = /NaN|undefined|not a number|\[object|null/;

/** Every pair of a loss and an optimizer, and not only a sample. */

test('losses and optimizers run together, and nothing on the page is nonsense', async () => {
  const { page, problems, close } = await site.open({ hash: FEW });
  const losses = await page
    .locator('#loss-select option')
    .evaluateAll((options) => options.map((option) => (option as HTMLOptionElement).value));
  expect(new Set(losses.map((loss) => loss.split(':')[0]))).toEqual(new Set(lossKinds()));
  const kinds = optimizerKinds();
  for (const [i, loss] of losses.entries()) {
    await page.selectOption('#loss-select', loss);
    // Each loss and each optimizer once, the first loss with those that no other one meets.
    const left = i === 0 ? kinds.slice(losses.length) : [];
    const met = LONG ? kinds : [kinds[i % kinds.length], ...left];
    for (const kind of met) {
      await page.selectOption('#optimizer-select', kind);
      expect(await page.locator('#method-error').textContent(), `${loss} ${kind}`).toBe('');
      const spec = await specOf(page);
      expect(spec.optimizer.kind).toBe(kind);
      expect(spec.loss.kind).toBe(loss.split(':')[0]);
      await page.waitForFunction(() =>
        /step [1-9]/.test(document.querySelector('#numbers-list div')!.textContent!),
      );
      const seen = await text(page, 'body');
      expect(seen, `${loss} ${kind}: ${NONSENSE.exec(seen)}`).not.toMatch(NONSENSE);
      const names = await page
        .locator('[aria-label]')
        .evaluateAll((elements) => elements.map((element) => element.getAttribute('aria-label')));
      expect(names.join('\n')).not.toMatch(NONSENSE);
      expect(await text(page, '#verdict-word')).toMatch(/\w/);
      expect(await text(page, '#verdict-why')).toMatch(/\S\.$/);
    }
  }
  expect(problems).toEqual([]);
  await close();
}, 180_000);

test('a method has its own slider, on its own scale', async () => {
  const { page, close } = await site.open({ hash: FEW, paused: true });
  for (const [kind, slider] of [
    ['perturbed', 'perturbation'],
    ['svrg', 'epoch-length'],
    ['heavy-ball', 'beta'],
  ]) {
    await page.selectOption('#optimizer-select', kind);
    expect(
      await page
        .locator('#method-sliders input[type="range"]:visible')
        .evaluateAll((all) => all.map(({ id }) => id)),
    ).toEqual([slider]);
  }
  await page.selectOption('#optimizer-select', 'svrg');
  const range = page.locator('#epoch-length');
  expect(await range.getAttribute('aria-valuetext')).toBe('100');
  await range.focus();
  await page.keyboard.press('ArrowRight');
  const epochLength = epochLengthOf(await specOf(page));
  expect(epochLength).toBeGreaterThan(100);
  expect(epochLength).toBeLessThan(130);
  expect(await page.inputValue('#epoch-length-box')).toBe(String(epochLength));
  await page.fill('#epoch-length-box', '0');
  await page.press('#epoch-length-box', 'Enter');
  expect(await text(page, '#epoch-length-error')).toMatch(
    /optimizer\.epochLength: 0 is not accepted/,
  );
  await page.selectOption('#optimizer-select', 'sgd');
  expect(await page.locator('#method-sliders input:visible').count()).toBe(0);
  await close();
});

test('step and noise: learning rate, minibatch, schedule and data set', async () => {
  const { page, close } = await site.open({ hash: FEW, paused: true });
  await page.click('#method-button');
  await page.fill('#learning-rate-box', '0.5');
  await page.press('#learning-rate-box', 'Enter');
  await page.fill('#batch-size-box', '2');
  await page.press('#batch-size-box', 'Enter');
  await page.check('input[name="schedule"][value="inverse-time"]');
  await page.selectOption('#law-select', 'dataset');
  await page.fill('#samples-box', '64');
  await page.press('#samples-box', 'Enter');
  expect(await specOf(page)).toMatchObject({
    optimizer: { learningRate: 0.5, batchSize: 2, schedule: 'inverse-time' },
    noise: { law: 'dataset', samples: 64, sigma: 2 },
  });
  await page.selectOption('#law-select', 'two-point');
  expect((await specOf(page)).noise).toEqual({ law: 'two-point', sigma: 2, tau: 1, rho: 0 });
  await page.selectOption('#law-select', 'gaussian');
  await close();
});

test('what does not go together is refused by a sentence, and the list shows what runs', async () => {
  const { page, close } = await site.open({
    hash: specToFragment(
      parseSpec({ loss: { kind: 'spike-and-wells' }, ensemble: { particles: 512 } }),
    ),
    paused: true,
  });
  await page.click('#method-button');
  const before = await specOf(page);
  await page.selectOption('#law-select', 'dataset');
  expect(await text(page, '#method-error')).toMatch(/noise\.law: "dataset" is not accepted/);
  expect(await page.inputValue('#law-select')).toBe('gaussian');
  expect(await specOf(page)).toEqual(before);
  await page.selectOption('#optimizer-select', 'heavy-ball');
  expect(await page.locator('#method-error').textContent()).toBe('');
  await close();
});

test('a link and a script give minibatches of a network, whose bound asks for the stored set', async () => {
  const input = {
    loss: { kind: 'linear-network' },
    noise: { law: 'dataset', samples: 20, tau: 0.01 },
    ensemble: { particles: 512 },
  } as const;
  const spec = parseSpec(input);
  const { page, problems, close } = await site.open({ hash: specToFragment(spec), paused: true });
  expect(await specOf(page)).toEqual(spec);
  const refusal = await page.evaluate(
    (given) => window.saddlescape.load(given).catch((error: Error) => error.message),
    { ...input, noise: { ...input.noise, tau: 0.5 } },
  );
  expect(refusal).toMatch(/^noise\.tau: 0\.5 is not accepted; give a number between -0\.017/);
  expect(problems).toEqual([]);
  await close();
});

test('a surface has one slider, a saddle its thresholds', async () => {
  const { page, close } = await site.open({ hash: FEW, paused: true });
  const shown = () =>
    page
      .locator('#sliders input[type="range"]:visible, #more-sliders input[type="range"]:visible')
      .evaluateAll((all) => all.map(({ id }) => id));
  expect(await shown()).toEqual(['sigma', 'a', 'tau', 'rho']);
  expect(await text(page, '.main-slider .threshold-notes')).toMatch(/SDE 1\.414/);
  expect(await text(page, '#preset-sentence')).toMatch(/^The saddle pushes/);
  await page.selectOption('#loss-select', 'double-well');
  expect(await shown()).toEqual(['shake']);
  expect(await text(page, '#preset-sentence'), 'of another loss').toBe('');
  expect(await page.locator('[data-strategy="batch"]').isHidden()).toBe(true);
  await page.selectOption('#loss-select', 'saddle:1');
  expect(await shown()).toEqual(['sigma', 'a', 'tau', 'rho']);
  await close();
});

test('the ways out at 390 pixels: each does what it says and nothing is cut off', async () => {
  const { page, close } = await site.open({
    hash: FEW,
    paused: true,
    viewport: { width: 390, height: 844 },
  });
  const kinds: Record<string, unknown> = {};
  const first = (await specOf(page)).optimizer;
  const pressed = (name: string) => page.getAttribute(`[data-strategy="${name}"]`, 'aria-pressed');
  for (const name of ['batch', 'rate', 'svrg', 'perturbed', 'momentum', 'anneal']) {
    const cut = await page
      .locator(`[data-strategy="${name}"]`)
      .evaluate((button) => button.scrollWidth > button.clientWidth + 1);
    expect(cut, name).toBe(false);
    expect(await pressed(name), name).toBe('false');
    await page.click(`[data-strategy="${name}"]`);
    expect(await pressed(name), name).toBe('true');
    kinds[name] = (await specOf(page)).optimizer;
  }
  expect(kinds).toMatchObject({
    batch: { kind: 'sgd', batchSize: 3 },
    rate: { learningRate: 0.4 },
    svrg: { kind: 'svrg', epochLength: 100, batchSize: 3, learningRate: 0.4 },
    perturbed: { kind: 'perturbed', perturbation: 1 },
    momentum: { kind: 'heavy-ball', beta: 0.9 },
    anneal: { kind: 'heavy-ball', schedule: 'inverse-time' },
  });
  // Another visit, by the link alone.
  await page.reload();
  await page.waitForSelector('[data-strategy="svrg"][aria-pressed]');
  expect(await pressed('svrg'), 'methods exclude each other').toBe('false');
  for (const name of ['anneal', 'momentum', 'rate', 'batch']) {
    expect(await pressed(name), name).toBe('true');
    await page.click(`[data-strategy="${name}"]`);
    expect(await pressed(name), name).toBe('false');
  }
  expect((await specOf(page)).optimizer).toEqual(first);
  await close();
});

test('a heavy noise law has its own slider, and no law of normal noise is drawn for it', async () => {
  const { page, close } = await site.open({ hash: FEW, paused: true });
  await page.click('#method-button');
  await page.selectOption('#law-select', 'student-t');
  await page.fill('#nu-box', '1.5');
  await page.press('#nu-box', 'Enter');
  expect((await specOf(page)).noise).toMatchObject({ law: 'student-t', nu: 1.5 });
  await page.waitForFunction(
    () =>
      /student-t noise/.test(
        document.querySelector('#legend-theory')!.parentElement!.textContent!,
      ) || /no closed form/.test(document.body.textContent!),
  );
  expect(await page.isHidden('#legend-swatch')).toBe(true);
  expect(await text(page, 'body')).not.toMatch(/NaN|undefined/);
  await close();
});
