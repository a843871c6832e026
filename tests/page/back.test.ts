import fc from 'fast-check';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { type Site, startSite } from './open-page';
import { ONE_SIDE } from './small-sweep';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const RUN = specToFragment(parseSpec({ ensemble: { particles: 64 }, time: { steps: 50 } }));

/** Where a page is opened, and the fields that a reader changes, each with some values. */
const PAGES: Record<string, { link: string; fields: Record<string, readonly string[]> }> = {
  Watch: {
    link: RUN,
    fields: { '#sigma-box': ['1.1', '1.2', '1.3'], '#tau-box': ['1.1', '1.2', '1.3'] },
  },
  Map: {
    link: `map.html${sweepToFragment({ ...ONE_SIDE, replicas: 4 })}`,
    fields: { '#seed': ['1', '2', '3', '4'] },
  },
  Verify: {
    link: 'verify.html#run&engine=cpu&particles=64&claim=gradient-descent',
    fields: {
      '#engine-select': ['auto', 'cpu'],
      '#particles-select': ['4096', '65536', '1048576'],
    },
  },
  Bench: {
    link: `bench.html${RUN}`,
    fields: {
      '#parts-select': [
        'headline,experiment',
        'headline',
        'headline,roofline,curve,dispatches,methods,replicas',
      ],
      '#particles-select': ['', '65536', '1048576'],
      '#most-select': ['1048576', '4194304', '67108864'],
    },
  },
};

declare global {
  interface Window {
    /** Entries that the page has written into the history. */
    entries: number;
  }
}

/** Its length does not tell: browsers keep 50 entries at most. */
function countEntries(): void {
  window.entries = 0;
  const push = history.pushState.bind(history);
  history.pushState = (...given) => {
    push(...given);
    window.entries++;
  };
}

type Change = readonly [field: string, value: string];

/** Chooses or types; a run that is on goes on. */
async function change(page: Page, [field, value]: Change): Promise<void> {
  const locator = page.locator(field);
  if (await locator.evaluate((element) => element instanceof HTMLSelectElement))
    await locator.selectOption(value);
  else {
    await locator.fill(value);
    await locator.press('Enter');
  }
}

for (const [name, { link, fields }] of Object.entries(PAGES))
  test(`${name}: Back undoes each change, and Forward takes it again`, async () => {
    const { page, problems, close } = await site.open({
      hash: link,
      early: true,
      before: countEntries,
    });
    await page.waitForFunction(
      () => !/starting|opening/.test(document.querySelector('main')!.dataset.state ?? ''),
    );
    for (const field of Object.keys(fields)) await page.waitForSelector(field);
    const shown = () =>
      page.evaluate(
        (names) =>
          names.map((field) => document.querySelector<HTMLInputElement>(field)!.value).join(' | '),
        Object.keys(fields),
      );
    const any = fc.oneof(
      ...Object.entries(fields).map(([field, values]) =>
        fc.tuple(fc.constant(field), fc.constantFrom(...values)),
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(any, { minLength: 1, maxLength: 5 }), async (changes) => {
        const states = [await shown()];
        for (const one of changes) {
          // The same again is no change, and no entry.
          if ((await page.inputValue(one[0])) === one[1]) continue;
          const before = await page.evaluate(() => window.entries);
          await change(page, one);
          await page.waitForFunction((entries) => window.entries > entries, before);
          states.push(await shown());
        }
        for (const state of states.slice(0, -1).reverse()) {
          await page.goBack();
          await expect.poll(shown).toBe(state);
        }
        for (const state of states.slice(1)) {
          await page.goForward();
          await expect.poll(shown).toBe(state);
        }
      }),
      { numRuns: 3, seed: 1 },
    );
    expect(problems).toEqual([]);
    await close();
  });

test('Ctrl+Z goes back as far as the page goes, and no further; a page that is left keeps its choices', async () => {
  const { page, problems, close } = await site.open({ hash: 'story.html', early: true });
  await page.goto(`${site.url}verify.html`);
  await page.waitForSelector('main[data-state="idle"]');
  const particles = page.locator('#particles-select');
  const first = await particles.inputValue();
  await particles.selectOption('65536');
  await particles.selectOption('1048576');
  await page.goto(`${site.url}bench.html`);
  await page.goBack();
  await page.waitForSelector('main[data-state="idle"]');
  await expect.poll(() => particles.inputValue()).toBe('1048576');
  await page.locator('#claims').focus();
  await page.keyboard.press('Control+z');
  await expect.poll(() => particles.inputValue()).toBe('65536');
  await page.keyboard.press('Control+z');
  await expect.poll(() => particles.inputValue()).toBe(first);
  await page.keyboard.press('Control+z');
  await page.keyboard.press('Control+z');
  expect(await page.evaluate(() => history.state.depth)).toBe(0);
  expect(page.url()).toContain('verify.html');
  expect(problems).toEqual([]);
  await close();
});
