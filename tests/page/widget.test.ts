import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { type RunResult, runSpec } from '../../src/experiment/run';
import { parseSpec } from '../../src/spec/schema';
import { type Site, startSite } from './open-page';

/** The widget of the Python package in a host that has what anywidget gives a module. */

const HOST = `<!doctype html><title>host</title><body><script type="module">
  import widget from './widget.js';
  window.widget = widget;
</script>`;

let site: Site;
let page: Page;
beforeAll(async () => {
  site = await startSite({ root: 'python/saddlescape' });
  page = await site.browser.newPage();
  await page.route('**/host.html', (route) =>
    route.fulfill({ contentType: 'text/html', body: HOST }),
  );
  await page.goto(`${site.url}host.html`);
  await page.waitForFunction(() => window.widget);
});
afterAll(async () => {
  await page.close();
  await site.close();
});

interface Host {
  traits: Record<string, unknown>;
  saved: Record<string, unknown>[];
  give(traits: Record<string, unknown>): void;
  listeners(): number;
  end(): void;
}
declare global {
  interface Window {
    host: Host;
    widget: { render(context: { model: unknown; el: HTMLElement }): () => void };
  }
}

/** A model with get, set, on, off and save_changes, and a place in the page. */
async function host(traits: Record<string, unknown>): Promise<void> {
  await page.evaluate((given) => {
    const listeners = new Map<string, Set<() => void>>();
    const tell = (trait: string) => {
      for (const listener of listeners.get(`change:${trait}`) ?? []) listener();
    };
    const state: Host = {
      traits: { ...given },
      saved: [],
      give: (changed) => {
        Object.assign(state.traits, changed);
        for (const trait of Object.keys(changed)) tell(trait);
      },
      listeners: () => [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
      end: () => {},
    };
    const model = {
      get: (trait: string) => state.traits[trait],
      set: (trait: string, value: unknown) => {
        state.traits[trait] = value;
        tell(trait);
      },
      save_changes: () => state.saved.push(structuredClone(state.traits)),
      on: (event: string, listener: () => void) =>
        listeners.set(event, (listeners.get(event) ?? new Set()).add(listener)),
      off: (event: string, listener: () => void) => listeners.get(event)?.delete(listener),
    };
    document.body.textContent = '';
    state.end = window.widget.render({ model, el: document.body });
    window.host = state;
  }, traits);
}

async function resultOf(spec: unknown): Promise<RunResult> {
  return JSON.parse(JSON.stringify(await runSpec(createCpuEngine(), parseSpec(spec))));
}
const SPEC = { noise: { sigma: 3 }, time: { steps: 50 }, ensemble: { particles: 256 } };
const said = () => page.locator('p').textContent();

test('a number that is typed is saved in the spec, and nothing else of it changes', async () => {
  await host({ spec: SPEC, result: null, refusal: '' });
  expect(await said()).toBe('The run has not come yet.');
  expect(await page.getByLabel('noise sigma').inputValue()).toBe('3');
  expect(await page.getByLabel('step size').inputValue()).toBe('0.001');
  await page.getByLabel('noise sigma').fill('1.5');
  await page.getByLabel('slope a').fill('0.5');
  await page.getByLabel('slope a').press('Enter');
  const saved = await page.evaluate(() => window.host.saved);
  expect(saved.at(-1)?.spec).toEqual({ ...SPEC, noise: { sigma: 1.5 }, loss: { a: [0.5] } });
  expect(parseSpec(saved.at(-1)?.spec).loss).toEqual({ kind: 'saddle', a: [0.5] });
});

test('a result is a sentence and a picture, a refusal takes their place, and all ends', async () => {
  await host({ spec: SPEC, result: null, refusal: '' });
  const result = await resultOf(SPEC);
  await page.evaluate((given) => window.host.give({ result: given }), result);
  expect(await said()).toMatch(/^trapped: [\d.]+ % of 256 particles escaped by step 50 \(/);
  expect(await said()).toContain(`digest ${result.digest.slice(0, 8)}`);
  const bars = await page.locator('svg path').getAttribute('d');
  expect(bars?.match(/M/g)?.length).toBe(result.histogram.counts.filter(Boolean).length);
  await page.evaluate(() => window.host.give({ refusal: 'noise.sigma: -1 is not accepted.' }));
  expect(await said()).toBe('noise.sigma: -1 is not accepted.');
  expect(await page.locator('svg').isVisible()).toBe(false);
  await page.evaluate(() => window.host.give({ spec: { noise: { sigma: 7 } }, refusal: '' }));
  expect(await page.getByLabel('noise sigma').inputValue()).toBe('7');
  expect(await page.locator('svg').isVisible()).toBe(true);
  await page.evaluate(() => window.host.end());
  expect(await page.evaluate(() => window.host.listeners())).toBe(0);
});
