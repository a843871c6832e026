import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toMarkdown } from '../../src/experiment/bench/markdown';
import type { BenchReport } from '../../src/experiment/bench/report';
import { fragmentOfOrder, orderOfFragment } from '../../src/page/bench/order';
import { violationsOfSchemes } from './axe';
import { type OpenOptions, resizeTo, type Site, startSite, text } from './open-page';
import { inState } from './states';

let site: Site;
/** Without an adapter no kernel is compiled: for what is the same on every engine. */
let bare: Site;
beforeAll(async () => {
  [site, bare] = await Promise.all([startSite({ gpu: true }), startSite()]);
});
afterAll(() => Promise.all([site.close(), bare.close()]));

/** A machine that does much else takes long for a few samples. */
const LIMIT = 120_000;

const QUICK =
  '#run&parts=headline,curve&particles=4096&most=4096&samples=3&milliseconds=5&warmup=20';

async function open(hash = '', options: OpenOptions = {}, on = site) {
  const opened = await on.open({ ...options, hash: `bench.html${hash}`, early: true });
  await opened.page.waitForSelector('main:not([data-state="starting"])');
  return opened;
}

async function downloaded(page: Page): Promise<BenchReport> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.click('#download-json')]);
  return JSON.parse(await readFile((await file.path())!, 'utf8'));
}

test('a run by its link: every contender, no headline for a software adapter and why, the same as Markdown, and nothing that axe finds', {
  timeout: 2 * LIMIT,
}, async () => {
  const { page, problems, close } = await open(QUICK, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await inState(page, 'done', LIMIT);
  expect(await page.locator('#recorded').isHidden()).toBe(true);
  expect(await text(page, '#card-ratio')).toBe('No headline');
  const refusals = await text(page, '#card-refusals');
  expect(refusals).toMatch(/is a software adapter: it computes on the CPU/);
  expect(refusals).toMatch(/3 samples of 5 ms are too few/);
  const names = await page.locator('.bar-name').allInnerTexts();
  expect(names[0]).toBe('Software GPU');
  expect(names).toContain('CPU, WebAssembly SIMD, one thread');
  expect(names).toContain('CPU, float64, one thread');
  expect(await page.locator('#curve svg circle').count()).toBe(2);
  expect(await page.locator('#curve svg').getAttribute('aria-label')).toMatch(
    /^Million particle-steps per second from 1,024 to 4,096 particles: Software GPU from/,
  );
  const report = await downloaded(page);
  expect(report).toMatchObject({ headline: null, complete: true, gpu: { fallback: true } });
  expect(report.environment).toMatchObject({ node: null, tabVisible: true });
  expect(report.environment.browser).toContain('Chrom');
  expect(report.frames!.p50).toBeLessThanOrEqual(report.frames!.p99);
  expect(report.agreement.every(({ agrees }) => agrees)).toBe(true);
  await page.click('#copy-markdown');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(toMarkdown(report));
  await page.click('#copy-link');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(
    `${site.url}bench.html${QUICK}`,
  );
  await resizeTo(page, 390, 844);
  expect(await violationsOfSchemes(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  expect(problems).toEqual([]);
  await close();
});

test('what is stopped keeps what was measured', { timeout: 2 * LIMIT }, async () => {
  const { page, close } = await open(QUICK.replace('headline,curve', 'methods'), {}, bare);
  await page.waitForSelector('#section-methods', { timeout: LIMIT });
  await page.click('#stop-button');
  await inState(page, 'stopped', LIMIT);
  const report = await downloaded(page);
  expect(report.complete).toBe(false);
  expect(report.measurements.length).toBeGreaterThan(1);
  expect(await text(page, '#card-circumstances')).toContain('Stopped early');
  await close();
});

test('a tab that was hidden for a time gets no headline, and without WebGPU the CPU alone is measured', {
  timeout: 2 * LIMIT,
}, async () => {
  const { page, close } = await open('', {}, bare);
  await page.evaluate(
    (hash) => {
      location.hash = hash;
    },
    QUICK.replace(',curve', ''),
  );
  await inState(page, 'running');
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await inState(page, 'done', LIMIT);
  expect(await text(page, '#card-refusals')).toContain('The tab was hidden for a time');
  expect((await downloaded(page)).environment.tabVisible).toBe(false);
  expect(await text(page, '#card-refusals')).toContain('There is no GPU adapter');
  expect(await page.locator('.bar-name').count()).toBeGreaterThan(1);
  await close();
});

test('a link that asks for what there is not is refused in one sentence, and nothing runs', async () => {
  const { page, close } = await open('#run&samples=0');
  expect(await text(page, '.notice p')).toBe(
    'The link cannot be followed: samples: "0" is not accepted; give a whole number from 1 to 1000.',
  );
  expect(await page.getAttribute('main', 'data-state')).toBe('idle');
  // What stands there is an example: no number of a software adapter, and not of this machine.
  expect(await text(page, '#recorded')).toMatch(/^An example, not this machine: recorded on /);
  expect(await text(page, '#card-circumstances')).toContain('Adapter: ');
  expect(await page.isDisabled('#download-json')).toBe(true);
  await close();
});

/** Speaks in the place of the page's worker. */
test('a run that fails keeps what was measured, to be taken away', {
  timeout: 2 * LIMIT,
}, async () => {
  const before = () => {
    const held = window as unknown as { worker: Worker };
    window.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        held.worker = this;
      }
    };
  };
  const { page, close } = await open(QUICK.replace('headline,curve', 'methods'), { before }, bare);
  await page.waitForSelector('#section-methods', { timeout: LIMIT });
  await page.evaluate(() => {
    const { worker } = window as unknown as { worker: Worker };
    const first = worker.onmessage!;
    // The next report is the last: the device is gone.
    worker.onmessage = (event) => {
      if (event.data.type !== 'report') return;
      worker.terminate();
      const { report } = event.data;
      const data = { type: 'failed', lost: true, sentence: 'gone', detail: 'gone', report };
      first.call(worker, new MessageEvent('message', { data }));
    };
  });
  await inState(page, 'failed', LIMIT);
  // That its worker ended is said too: the test ended it.
  expect(await text(page, '.notice:not([data-topic="boot"]) p')).toBe(
    'The graphics device was lost, and the browser gives no new one. Earlier measurements stay on the page.',
  );
  expect(await text(page, '#card-ratio')).toBe('No headline');
  expect((await downloaded(page)).measurements.length).toBeGreaterThan(1);
  await close();
});

describe('fragments', () => {
  test('go there and back', () => {
    const order = { parts: 'headline,curve', samples: '15' };
    expect(orderOfFragment(fragmentOfOrder(order))).toEqual(order);
    expect(orderOfFragment('')).toBeNull();
  });

  test.each([
    [
      '#run&speed=11',
      '"speed" is not accepted; give some of parts, particles, most, samples, milliseconds, warmup.',
    ],
    ['#run&samples=15&samples=3', 'samples is given more than once.'],
    ['#run&parts=luck', 'parts: "luck" is not accepted; give some of headline, roofline,'],
    ['#run&most=1e9', 'most: "1e9" is not accepted; give a whole number from 1024 to 67108864.'],
  ])('%s', (fragment, sentence) => {
    expect((orderOfFragment(fragment) as { refusal: string }).refusal).toContain(sentence);
  });
});
