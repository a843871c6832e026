import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../src/experiment/run';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { violations } from './axe';
import { type Site, startSite } from './open-page';

let site: Site;

beforeAll(async () => {
  site = await startSite();
});

afterAll(() => site.close());

const SPEC = parseSpec({
  loss: { a: [0.5] },
  noise: { sigma: 1.5, tau: 0.3 },
  optimizer: { learningRate: 0.2 },
  time: { dt: 1, steps: 300 },
  escape: { radius: 3 },
  ensemble: { particles: 4096, seed: 'beside' },
});

test('methods beside each other count what a run of each counts', async () => {
  const { page, problems, close } = await site.open({ hash: specToFragment(SPEC), paused: true });
  const words = (kind: string) => page.locator(`.compared[data-kind="${kind}"] .compared-words`);
  const ended = () =>
    page.waitForFunction(() =>
      /step 300 of 300/.test(
        document.querySelector('.escape-curves')?.getAttribute('aria-label') ?? '',
      ),
    );
  await page.click('#comparison-button');
  await ended();
  const shown = await page
    .locator('.compared')
    .evaluateAll((all) => all.map((element) => (element as HTMLElement).dataset.kind));
  expect(shown).toEqual(
    // In the order of the registry.
    ['sgd', 'perturbed', 'svrg', 'heavy-ball'],
  );
  await page.uncheck('.compared-choices input[value="perturbed"]');
  await page.check('.compared-choices input[value="rmsprop"]');
  await ended();
  const fastest = createCpuEngine('fastest');
  for (const kind of ['sgd', 'svrg', 'heavy-ball', 'rmsprop'] as const) {
    const { learningRate } = SPEC.optimizer;
    const spec = parseSpec({ ...SPEC, optimizer: { kind, learningRate } });
    const { escape: left, histogram } = await runSpec(fastest, spec);
    const seen = histogram.counts.reduce((sum, count) => sum + count, 0);
    expect(sharesOf(await words(kind).textContent()), kind).toEqual([
      expect.closeTo(left.count / 4096, 3),
      expect.closeTo(seen / 4096, 3),
    ]);
  }
  expect(await violations(page)).toEqual([]);

  // Another learning rate begins anew; one that is refused says why and changes nothing.
  const rate = page.locator('.compared[data-kind="rmsprop"] input');
  await rate.fill('-1');
  await rate.blur();
  await expect
    .poll(() => page.locator('.compared[data-kind="rmsprop"] .field-error').textContent())
    .toMatch(/learningRate: -1 is not accepted; give a number from 1e-30 to 1e30/);
  await rate.fill('0.001');
  await rate.blur();
  await expect.poll(async () => sharesOf(await words('rmsprop').textContent())[0]).toBe(0);

  // A click takes the method to the whole page.
  await page.click('.compared[data-kind="rmsprop"] button');
  await page.waitForFunction(() => /optimizer=rmsprop&learningRate=0.001/.test(location.hash));
  expect(await page.inputValue('#optimizer-select')).toBe('rmsprop');
  expect(problems).toEqual([]);
  await close();
});

test('what a method refuses is said beside it, and six are the most', async () => {
  const stored = parseSpec({
    ...SPEC,
    noise: { law: 'gaussian', sigma: 1.5, tau: 0.3 },
    optimizer: { learningRate: 0.2, batchSize: 2 },
  });
  const { page, close } = await site.open({ hash: specToFragment(stored), paused: true });
  await page.click('#comparison-button');
  const boxes = page.locator('.compared-choices input');
  await boxes.first().waitFor();
  const free = await boxes.evaluateAll((all) =>
    all.flatMap((box) =>
      (box as HTMLInputElement).disabled ? [] : (box as HTMLInputElement).value,
    ),
  );
  for (const kind of free.slice(0, 6)) await page.check(`.compared-choices input[value="${kind}"]`);
  for (const kind of free.slice(6))
    if (await page.isChecked(`.compared-choices input[value="${kind}"]`))
      await page.uncheck(`.compared-choices input[value="${kind}"]`);
  for (const kind of free.slice(0, 6)) await page.check(`.compared-choices input[value="${kind}"]`);
  expect(await page.locator('.compared').count()).toBe(6);
  const others = await boxes.evaluateAll((all) =>
    all
      .filter((box) => !(box as HTMLInputElement).checked)
      .map((box) => [(box as HTMLInputElement).disabled, box.parentElement!.title]),
  );
  expect(others.length).toBeGreaterThan(0);
  for (const [disabled, title] of others) {
    expect(disabled).toBe(true);
    expect(title).toMatch(/\.$/);
  }
  await close();
});

const sharesOf = (words: string | null) =>
  [...(words ?? '').matchAll(/([\d.]+) %/g)].map(([, share]) => Number(share) / 100);

test('a search among all kinds takes one over as its list does', async () => {
  const { page, problems, close } = await site.open({ hash: specToFragment(SPEC), paused: true });
  await page.click('#finder-button');
  await page.locator('.finder-family button').first().waitFor();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.type('adaptive own units');
  await page.keyboard.press('Backspace');
  await page.locator('.finder input').fill('rmsprop');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => /optimizer=rmsprop/.test(location.hash));
  expect(await page.inputValue('#optimizer-select')).toBe('rmsprop');
  await page.click('#finder-button');
  await page.locator('[data-kind="noise/laplace"]').click();
  await page.waitForFunction(() => /noise=laplace/.test(location.hash));
  expect(await page.isVisible('#law-select')).toBe(true);
  expect(problems).toEqual([]);
  await close();
});
