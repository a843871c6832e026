import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLAIMS, type Verification, Z_LIMIT } from '../../src/experiment/verify/verify';
import type { FromVerifyWorker } from '../../src/page/verify/verify-protocol';
import { LONG } from '../support/long';
import { violations } from './axe';
import { resizeTo, type Site, startSite, text } from './open-page';
import { inState, takesAnew } from './states';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** Opens the page and waits until it can run. */
async function open(options: BrowserContextOptions & { hash?: string; before?: () => void } = {}) {
  const { hash = '', ...more } = options;
  const opened = await site.open({ ...more, hash: `verify.html${hash}`, early: true });
  await opened.page.waitForSelector('main:not([data-state="starting"])');
  return opened;
}

/** Runs claims as a script would: by the address. */
async function run(page: Page, claims: string): Promise<void> {
  await page.evaluate((ids) => {
    location.hash = `run&engine=cpu&particles=4096&claim=${ids}`;
  }, claims);
  for (const id of claims.split(',')) await page.waitForSelector(standing(id, 'holds'));
  await inState(page, 'done');
}

function standing(id: string, word: string): string {
  return `#claim-${id}[data-standing="${word}"]`;
}

/** Keeps hold of the page's worker, so that a test can speak in its place. */
function holdWorker(): void {
  const held = window as unknown as { worker: Worker };
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      held.worker = this;
    }
  };
}

function hear(page: Page, message: FromVerifyWorker): Promise<void> {
  return page.evaluate((data) => {
    const { worker } = window as unknown as { worker: Worker };
    worker.dispatchEvent(new MessageEvent('message', { data }));
  }, message);
}

test('every claim is there before anything runs, in order and in the words of its source', async () => {
  const { page, problems, close } = await open();
  expect(await page.locator('#claims-table > caption').count()).toBe(1);
  const titles = await page
    .locator('.claim-row > th[scope="row"] > span:last-child')
    .allInnerTexts();
  expect(titles).toHaveLength(22);
  expect(CLAIMS).toHaveLength(22);
  expect(titles[0]).toBe(CLAIMS[0].title);
  expect(titles[9]).toBe('Two independent noises: Student t');
  const student = (await text(page, '#claim-student-t .claim-row')).replaceAll('\u00a0', ' ');
  expect(student).toContain('log-normal mixture of Gaussians');
  expect(student).toContain('Student t with 1 − 2a/σ² degrees of freedom');
  expect(student).toContain('a = 1, σ = 2, τ = 1, ρ = 0');
  expect(await text(page, '#claim-clustering')).toContain('The statement of the post.');
  // Until something runs here: a run of another machine, and said to be one.
  expect(await text(page, '#recorded')).toMatch(
    /^An example, not this machine: recorded on [\d-]{10} with version [\w.-]+ on .+ Press Run all to test them on this machine\.$/,
  );
  expect(await page.locator('tbody[data-standing="holds"]').count()).toBe(22);
  expect(await text(page, '#outcome')).toMatch(/^22 hold, 0 fail,/);
  expect(await page.isDisabled('#download-json'), "it is nobody's report").toBe(true);
  expect(await text(page, '#order-hint')).toMatch(/no WebGPU|No GPU available/);
  expect(Number(await text(page, '#z-limit'))).toBeCloseTo(Z_LIMIT, 2);
  expect(await page.getAttribute('nav[aria-label="Pages"] a:first-child', 'href')).toBe(
    './story.html',
  );
  expect(problems).toEqual([]);
  await close();
});

test('one claim runs by its button: verdict, numbers and a summary', async () => {
  const { page, problems, close } = await open();
  await page.selectOption('#engine-select', 'cpu');
  await page.selectOption('#particles-select', '4096');
  await page.click('#claim-clustering button');
  await page.waitForSelector(standing('clustering', 'holds'));
  // The button keeps the focus that it was pressed with.
  expect(await page.evaluate(() => document.activeElement!.textContent)).toBe('Run');
  expect(await text(page, '#claim-clustering .verdict-cell')).toMatch(/^holds/);
  expect(await text(page, '#outcome')).toMatch(
    /^1 holds, 0 fail,\s+on the CPU, in [\d.]+ s; 21 not tested\s*Of the post's statements 1 holds as said\.$/,
  );
  expect(await page.getAttribute('#tiles [href="#claim-clustering"]', 'aria-label')).toBe(
    '2 Steps cluster at a saddle: holds',
  );
  await page.click('#claim-clustering summary');
  const row = (
    await page.locator('#claim-clustering .checks tbody tr').first().innerText()
  ).replaceAll('\u00a0', ' ');
  expect(row).toMatch(/steps to leave, from 0\.01\s+49\s+49\s+no chance in it/);
  await expect.poll(() => text(page, '#live-region')).toMatch(/1 holds, 0 fail/);
  expect(await page.locator('tbody[data-standing="untested"]').count()).toBe(21);
  expect(await page.locator('#recorded').isHidden()).toBe(true);
  // The next visit shows it again, as the reader's own.
  await page.reload();
  await expect.poll(() => text(page, '#recorded')).toMatch(/^Your last run, of .+/);
  expect(await page.locator('tbody[data-standing="holds"]').count()).toBe(1);
  expect(problems).toEqual([]);
  await close();
});

test('Stop ends a run and keeps what is there', async () => {
  const { page, problems, close } = await open({ hash: '#run&engine=cpu&particles=65536' });
  await page.waitForSelector(standing('clustering', 'holds'));
  expect(await text(page, '#progress')).toMatch(/^Claim \d+ of 22: .+, \d+ s$/);
  expect(await page.getAttribute('#run-all', 'aria-disabled')).toBe('true');
  await page.click('#stop-button');
  await inState(page, 'stopped');
  const found = await page.locator('tbody[data-standing="holds"]').count();
  expect(found).toBeGreaterThanOrEqual(2);
  expect(found).toBeLessThan(22);
  expect(await page.locator('tbody[data-standing="untested"]').count()).toBe(22 - found);
  expect(await text(page, '#outcome')).toContain(`${22 - found} not tested`);
  await expect.poll(() => text(page, '#live-region')).toMatch(/^Stopped\. \d+ hold/);
  // And another run can begin.
  await page.click('#claim-clustering button');
  await inState(page, 'done');
  expect(await page.locator('tbody[data-standing="holds"]').count()).toBe(found);
  expect(problems).toEqual([]);
  await close();
});

test('the report is a Verification as JSON, and a table as Markdown', async () => {
  const { page, close } = await open({ permissions: ['clipboard-read', 'clipboard-write'] });
  expect(await page.isDisabled('#download-json')).toBe(true);
  await run(page, 'diffusion,clustering');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click('#download-json'),
  ]);
  expect(download.suggestedFilename()).toBe('saddlescape-verification.json');
  const report: Verification = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(report).toMatchObject({
    engine: { kind: 'cpu', fallback: false },
    holding: 2,
    failing: 0,
  });
  expect(report.claims.map(({ id }) => id)).toEqual(['clustering', 'diffusion']);
  expect(report.claims[1]).toMatchObject({ verdict: 'holds', particles: 4096, steps: 100 });
  expect(report.seconds).toBeGreaterThan(0);
  for (const check of report.claims[1].checks) {
    expect(check.low).toBeLessThan(check.measured);
    expect(check.z).toBeLessThan(Z_LIMIT);
    expect(check.holds).toBe(true);
  }
  await page.click('#copy-markdown');
  await expect.poll(() => text(page, '#copy-markdown')).toBe('Copied');
  const markdown = await page.evaluate(() => navigator.clipboard.readText());
  expect(markdown).toContain('**2 hold, 0 fail**, on the CPU, in ');
  expect(markdown).toContain('20 of 22 were not tested');
  expect(markdown).toMatch(
    /^\| Additive noise diffuses \| true under a condition \| holds \| 4,096 \| mean \| 0\.2 \| /m,
  );
  expect(markdown).toContain('\\|x\\| \\<= 1');
  await close();
});

test('a failing claim is opened and said in words; a lost device leaves the results and the CPU', async () => {
  const { page, close } = await open({ before: holdWorker });
  await run(page, 'diffusion');
  const check = { standardError: 0.1, allowance: 0, allowanceReason: null, low: 1.8, high: 2.2 };
  await hear(page, {
    type: 'result',
    result: {
      ...{
        id: 'relu',
        title: '',
        source: null,
        says: '',
        corrected: null,
        post: 'as-said',
        parameters: '',
        particles: 64,
        steps: 1,
      },
      ...{ verdict: 'fails', seconds: 1 },
      checks: [{ ...check, what: 'mean', theory: 0, measured: 2, z: 20, holds: false }],
    },
  });
  expect(await text(page, '#claim-relu .verdict-cell')).toMatch(/^FAILS\s+z = 20\.00$/);
  expect(await text(page, '#claim-relu .checks tbody')).toMatch(
    /mean\s+0\s+2\s+1\.8 to 2\.2\s+20\.00/,
  );
  expect(await text(page, '#outcome')).toMatch(/^1 holds, 1 fails,/);
  expect(await violations(page)).toEqual([]);
  await hear(page, { type: 'failed', lost: true, sentence: 'lost', report: '' });
  expect(await text(page, '[data-topic="failed"] p')).toBe(
    'The graphics device was lost, and the browser gives no new one. Earlier results are kept.',
  );
  expect(await page.locator('tbody[data-standing="holds"]').count()).toBe(1);
  const runAll = '[data-topic="failed"] button:has-text("Run all on the CPU")';
  await takesAnew(page, () => page.click(runAll), 'running');
  expect(await page.inputValue('#engine-select')).toBe('cpu');
  await close();
});

test('a link to a claim that there is not is refused by one sentence', async () => {
  const { page, close } = await open({ hash: '#run&claim=nonsense' });
  expect(await text(page, '[data-topic="link"] p')).toContain(
    'The link cannot be followed: claim: "nonsense" is not accepted; give some of',
  );
  expect(await page.getAttribute('main', 'data-state')).toBe('idle');
  await close();
});

const cutOff = (page: Page) =>
  page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth)
      found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
    for (const element of document.querySelectorAll<HTMLElement>(
      'td, th, summary, button, select, p, a',
    )) {
      const hidden = element.closest('.visually-hidden, .skip, thead') !== null;
      if (hidden || !element.checkVisibility()) continue;
      const box = element.getBoundingClientRect();
      const name = element.id || element.textContent!.slice(0, 40);
      if (box.left < -1 || box.right > window.innerWidth + 1)
        found.push(`${name} lies beside the window`);
      if (
        element.scrollWidth > element.clientWidth + 1 &&
        getComputedStyle(element).display !== 'inline'
      )
        found.push(`${name} is wider than its room`);
      const target = element.matches('button, select, summary, a');
      if (target && (box.width < 24 || box.height < 24))
        found.push(`${name} is ${box.width} x ${box.height}`);
    }
    return found;
  });

test('at 1280, 390 and 320 pixels, light and dark: axe finds nothing, nothing is cut off', async () => {
  const { page, close } = await open({ viewport: { width: 1280, height: 800 } });
  const look = async (width: number, height: number, colorScheme: 'light' | 'dark') => {
    await page.emulateMedia({ colorScheme });
    await resizeTo(page, width, height);
    if (LONG || width > 320) expect(await violations(page), `at ${width} pixels`).toEqual([]);
    expect(await cutOff(page), `at ${width} pixels`).toEqual([]);
  };
  expect(await violations(page)).toEqual([]);
  for (const [width, height] of [
    [390, 844],
    [320, 640],
  ]) {
    await resizeTo(page, width, height);
    expect(await cutOff(page), `before any run, at ${width} pixels`).toEqual([]);
  }
  await run(page, 'clustering,diffusion');
  await page.click('#open-all');
  await page.waitForSelector('#claim-diffusion .checks');
  await look(1280, 800, 'light');
  await look(390, 844, 'dark');
  await look(320, 640, 'light');
  await close();
});

/** Another measurement in the place of the one that the page has kept. */
const keepTimes = (page: Page, times: number) =>
  page.evaluate(
    (value) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('saddlescape-engines');
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction('times', 'readwrite');
          const store = transaction.objectStore('times');
          const keys = store.getAllKeys();
          keys.onsuccess = () => store.put(value, keys.result[0]);
          transaction.oncomplete = () => resolve();
          transaction.onerror = () => reject(transaction.error);
        };
      }),
    times,
  );

test('a software adapter runs the claims where it is asked for or faster, and is named as one', async () => {
  const software = await startSite({ gpu: true });
  try {
    const { page, problems } = await software.open({ hash: 'verify.html', early: true });
    await inState(page, 'idle');
    expect(await page.inputValue('#engine-select')).toBe('auto');
    await page.selectOption('#particles-select', '4096');
    // The faster one, as it was measured and kept.
    await page.click('#claim-clustering button');
    await inState(page, 'done');
    const faster = page.locator('.notice[data-topic="faster-cpu"] p');
    const tookCpu = (await faster.count()) === 1;
    expect(/on the CPU/.test(await text(page, '#adapter'))).toBe(tookCpu);
    for (const times of [0.5, 1.64]) {
      await keepTimes(page, times);
      await takesAnew(page, () => page.click('#claim-clustering button'), 'done');
      expect(await faster.allInnerTexts()).toEqual(
        times > 1 ? ["CPU engine: 1.6 times this machine's software GPU."] : [],
      );
      expect(/on the CPU/.test(await text(page, '#adapter'))).toBe(times > 1);
    }
    await page.selectOption('#engine-select', 'gpu');
    expect(await text(page, '#order-hint')).toMatch(
      /software adapter: correct, but computed on the CPU/,
    );
    await takesAnew(page, () => page.click('#claim-clustering button'), 'done');
    expect(await text(page, '#outcome')).toMatch(
      /^1 holds, 0 fail,\s+on .*swiftshader.*, a software adapter/i,
    );
    // A report is of one engine.
    await page.selectOption('#engine-select', 'cpu');
    await page.click('#claim-gradient-descent button');
    await page.waitForSelector(standing('gradient-descent', 'holds'));
    expect(await page.locator('tbody[data-standing="holds"]').count()).toBe(1);
    expect(await text(page, '[data-topic="away"] p')).toMatch(
      /^A report is of one engine: one result/,
    );
    expect(problems).toEqual([]);
  } finally {
    await software.close();
  }
});
