import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const lossOf = (page: Page) => page.evaluate(() => window.saddlescape.spec.loss);
const FEW = specToFragment(parseSpec({ ensemble: { particles: 512 }, time: { steps: 2000 } }));

test('a formula is typed, mended, given a parameter, and comes back from its link', async () => {
  const { page, problems, close } = await site.open({ hash: FEW });
  await page.locator('#loss-select option[value="formula"]').waitFor({ state: 'attached' });
  await page.selectOption('#loss-select', 'formula');
  const editor = page.locator('#formula-text');
  await editor.waitFor();
  expect(await lossOf(page)).toMatchObject({ kind: 'formula', coordinates: 1 });
  // A mistake is marked under its character, and what runs goes on.
  await editor.fill('x^2 * (1 - ');
  await page.locator('#formula-error:not(:empty)').waitFor();
  expect(await text(page, '#formula-error')).toMatch(/^Write a formula that has a number/);
  expect(await page.locator('.formula-mark').textContent()).toBe(`x^2 * (1 -\n${' '.repeat(10)}^`);
  expect(await lossOf(page)).toMatchObject({ f: 'x^4/4 - (1 + xi)*x^2/2 - eta*x' });
  // A name that is not there can become a parameter, with a slider.
  await editor.fill('k*x^4/4 - (1 + xi)*x^2/2 - eta*x');
  await page.click('#formula-add');
  await page.locator('#parameter-k').waitFor();
  expect(await text(page, '#formula-error')).toBe('');
  expect(await lossOf(page)).toMatchObject({ parameters: { k: { value: 1, min: -2, max: 2 } } });
  await page.fill('#parameter-k-box', '0.5');
  await page.press('#parameter-k-box', 'Enter');
  expect(await lossOf(page)).toMatchObject({ parameters: { k: { value: 0.5, min: -2, max: 2 } } });
  // What is undefined where particles start is refused by a sentence.
  await editor.fill('log(x - 5)');
  await page.locator('#formula-error:not(:empty)').waitFor();
  expect(await text(page, '#formula-error')).toMatch(
    /a slope where particles start; at x = 0\.1 it is not defined/,
  );
  // Two coordinates have a surface.
  await page.selectOption('#formula-coordinates', '2');
  await editor.fill('(x^2 - k)^2/4 + y^2 - xi*x');
  await page.waitForFunction(() => {
    const { loss } = window.saddlescape.spec;
    return 'f' in loss && loss.f.startsWith('(x^2') && loss.coordinates === 2;
  });
  await page.waitForFunction(() =>
    /step [1-9]/.test(document.querySelector('#numbers-list div')!.textContent!),
  );
  const { hash, spec } = await page.evaluate(() => ({
    hash: location.hash,
    spec: window.saddlescape.spec,
  }));
  await close();
  const again = await site.open({ hash });
  await again.page.locator('#parameter-k').waitFor();
  expect(await again.page.evaluate(() => window.saddlescape.spec)).toEqual(spec);
  expect(await again.page.inputValue('#formula-text')).toBe('(x^2 - k)^2/4 + y^2 - xi*x');
  // Another loss takes the editor away.
  await again.page.selectOption('#loss-select', 'saddle:1');
  expect(await again.page.locator('#formula-text').isVisible()).toBe(false);
  expect(await lossOf(again.page)).toMatchObject({ kind: 'saddle', a: [1] });
  expect([...problems, ...again.problems]).toEqual([]);
  await again.close();
});

test('a method and a law are typed as formulas, with a mark under a mistake', async () => {
  const { page, problems, close } = await site.open({ hash: FEW });
  const methodOf = () => page.evaluate(() => window.saddlescape.spec.optimizer);
  await page.locator('#optimizer-select option[value="formula"]').waitFor({ state: 'attached' });
  await page.selectOption('#optimizer-select', 'formula');
  // Adam without its corrections, in three lines.
  await page.fill('#formula-memory1', 'v: 0.99*v + 0.01*g^2');
  await page.fill('#formula-step', 'm / (sqrt(v) + 1e-3)');
  await page.waitForFunction(() => {
    const { optimizer } = window.saddlescape.spec;
    return 'step' in optimizer && optimizer.step.startsWith('m /') && optimizer.memory.length === 2;
  });
  const group = page.getByRole('group', { name: 'Formulas of the method' });
  expect(await group.locator('.field-error').textContent()).toBe('');
  // A mistake in a line of memory is marked in that line, and what runs goes on.
  await page.fill('#formula-memory0', 'm: 0.9*m + 0.1*');
  await group.locator('.field-error:not(:empty)').waitFor();
  expect(await page.locator('#formula-memory0 + .formula-mark').textContent()).toBe(
    `m: 0.9*m + 0.1*\n${' '.repeat(15)}^`,
  );
  expect(await page.getAttribute('#formula-memory0', 'aria-invalid')).toBe('true');
  expect(await methodOf()).toMatchObject({ memory: ['m: 0.9*m + 0.1*g', 'v: 0.99*v + 0.01*g^2'] });
  await page.fill('#formula-memory0', 'm: 0.9*m + 0.1*g');
  await expect.poll(() => group.locator('.field-error').textContent()).toBe('');

  // A Cauchy law, from a uniform number.
  await page.click('#method-button');
  await page.selectOption('#law-select', 'formula');
  await page.fill('#formula-xi', 'tan(3.14159265*(u1 - 0.5))');
  await page.waitForFunction(() => /xi=tan/.test(location.hash));
  const { hash } = await page.evaluate(() => ({ hash: location.hash }));
  expect(problems).toEqual([]);
  await close();
  const again = await site.open({ hash });
  await again.page.locator('#formula-step').waitFor();
  expect(await again.page.inputValue('#formula-step')).toBe('m / (sqrt(v) + 1e-3)');
  expect(await again.page.inputValue('#formula-xi')).toBe('tan(3.14159265*(u1 - 0.5))');
  await again.close();
});
