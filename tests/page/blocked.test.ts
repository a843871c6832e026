import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { LONG } from '../support/long';
import { type Site, startSite } from './open-page';

/**
 * Each page where a part of what it needs is not to be had: it works without, or says in one
 * sentence what is missing. One page stands for all in each case; SADDLESCAPE_LONG=1 takes them
 * all.
 */

/** Where a block is of the GPU, the Watch page takes the software adapter, however slow. */
const SOFTWARE = '?engine=gpu';

/** The CPU computes: no kernel has to be compiled for a software adapter first. */
let site: Site;
let gpuSite: Site;
beforeAll(async () => {
  site = await startSite();
  gpuSite = await startSite({ gpu: true });
});
afterAll(async () => {
  await site.close();
  await gpuSite.close();
});

const MAP = sweepToFragment(
  parseSweep({
    base: { time: { steps: 50 } },
    x: { path: 'noise.sigma', from: 0, to: 4, count: 3 },
    y: { path: 'loss.a[0]', from: 0.2, to: 2, count: 3 },
    replicas: 64,
  }),
);
/** How each page is opened, and what it shows once it runs. */
const PAGES = {
  index: {
    // Few particles leave the machine to others.
    hash: specToFragment(parseSpec({ time: { steps: 20_000 }, ensemble: { particles: 2048 } })),
    runs: () => /step [1-9]/.test(document.querySelector('#numbers-list')?.textContent ?? ''),
  },
  map: {
    hash: MAP,
    runs: () => document.querySelector('main')!.dataset.state === 'done',
  },
  story: {
    hash: '#downhill',
    runs: () => /^on the CPU|GPU/.test(document.querySelector('#adapter')!.textContent!),
  },
  verify: { hash: '', runs: () => document.querySelector('main')!.dataset.state === 'idle' },
  bench: { hash: '', runs: () => document.querySelector('main')!.dataset.state === 'idle' },
} as const;
type Name = keyof typeof PAGES;

interface Block {
  /** Code that runs first in the page, and in each of its workers. */
  page?: string;
  workers?: string;
  /** Code that runs first in the page's own script. */
  first?: string;
  /** A Content-Security-Policy of the server, besides that of the page. */
  policy?: string;
  /** Files that are not there. */
  missing?: RegExp;
  /** What the page says; null where it runs all the same. */
  says: RegExp | null;
  /** What a page that runs says besides. */
  also?: RegExp;
  /** The pages that stand for all; none where others show it. */
  by?: Name | Name[];
  /** It is of the GPU. */
  gpu?: boolean;
  /** What is asked for in the address of a page. */
  asks?: Partial<Record<Name, { hash: string; runs: () => boolean }>>;
}

const NO_WORKERS_SAID =
  /^This browser starts no workers for this page: everything works on its one thread/;
const LOST = /^A part of this page could not be loaded: .+\.$/;
const denied = (what: string) =>
  `Object.defineProperty(self, '${what}', { get() { throw new DOMException('denied', 'SecurityError'); } });`;
const rejecting =
  "if (navigator.gpu) navigator.gpu.requestAdapter = () => Promise.reject(new Error('no adapter today'));";

const ALL = Object.keys(PAGES) as Name[];
const each = (by: Name | Name[] = []) => (LONG ? ALL : [by].flat());
/** Whoever waits in a worker waits a tenth of the time. */
const IMPATIENT =
  'const later = setTimeout; self.setTimeout = (run, time, ...rest) => later(run, time / 10, ...rest);';
const ONE_CLAIM = {
  hash: '#run&engine=cpu&particles=64&claim=gradient-descent',
  runs: () => document.querySelector('main')!.dataset.state === 'done',
};
const BENCHMARK = {
  hash: '#run&parts=headline&particles=64&most=1024&samples=1&milliseconds=1&warmup=0',
  runs: () => document.querySelector('main')!.dataset.state === 'done',
};
/** The first run has come to the GPU, which asks the database how it likes its work cut. */
const ON_GPU = {
  hash: '',
  runs: () => /software GPU/.test(document.querySelector('#adapter')!.textContent!),
};
/** A script that the page's own imports before it runs. */
const imported = (name: Name) =>
  /modulepreload"[^>]+href="\.\/(assets\/[^"]+)"/.exec(
    readFileSync(`dist/page/${name}.html`, 'utf8'),
  )![1];

const BLOCKS: Record<string, Block> = {
  'nothing is blocked': { says: null },
  'its script is gone': {
    missing: /\/assets\/(index|story|map|verify|bench)-[\w-]{8}\.js$/,
    says: LOST,
    by: 'verify',
  },
  'a script that it imports is gone': {
    missing: new RegExp(ALL.map(imported).join('|')),
    says: LOST,
    by: 'index',
  },
  'its worker is gone': {
    missing: /\/assets\/(live|story|map|verify|bench)-worker-/,
    says: LOST,
    by: 'index',
  },
  'no workers': {
    page: 'delete self.Worker;',
    says: null,
    by: ['verify', 'bench', 'story'],
    also: NO_WORKERS_SAID,
    asks: { verify: ONE_CLAIM, bench: BENCHMARK },
  },
  'no OffscreenCanvas': {
    page: 'delete self.OffscreenCanvas; delete HTMLCanvasElement.prototype.transferControlToOffscreen;',
    says: null,
    by: 'index',
    also: NO_WORKERS_SAID,
  },
  'a policy refuses workers': {
    policy: "worker-src 'none'",
    says: null,
    by: ['index', 'map'],
    also: NO_WORKERS_SAID,
    asks: { verify: ONE_CLAIM, bench: BENCHMARK },
  },
  'no JavaScript modules': {
    page: 'delete HTMLScriptElement.prototype.noModule;',
    missing: /\/assets\/(index|story|map|verify|bench)-[\w-]{8}\.js$/,
    says: /^This page needs JavaScript modules, which this browser does not have/,
    by: 'index',
  },
  'its script is in words that the browser does not know': {
    first: 'a is no statement;',
    says: /^This page could not start: .+/,
    by: 'index',
  },
  'the history cannot be written': {
    page: "history.replaceState = () => { throw new DOMException('denied', 'SecurityError'); };",
    says: null,
    by: 'index',
  },
  'no WebAssembly': {
    page: 'delete self.WebAssembly;',
    workers: 'delete self.WebAssembly;',
    says: null,
    by: 'map',
    asks: { bench: BENCHMARK },
  },
  'localStorage is denied': { page: denied('localStorage'), says: null, by: 'index' },
  'IndexedDB is denied': {
    page: denied('indexedDB'),
    workers: denied('indexedDB'),
    says: null,
    by: 'map',
  },
  'IndexedDB throws': {
    workers: "indexedDB.open = () => { throw new DOMException('denied', 'SecurityError'); };",
    says: null,
    gpu: true,
    asks: { index: ON_GPU, bench: BENCHMARK },
  },
  'IndexedDB never answers': {
    workers: `indexedDB.open = () => ({}); ${IMPATIENT}`,
    says: null,
    by: 'map',
  },
  'no WebGPU': {
    workers: "Object.defineProperty(WorkerNavigator.prototype, 'gpu', { get: () => undefined });",
    says: null,
    by: 'index',
    gpu: true,
  },
  'the adapter is refused': { workers: rejecting, says: null, by: 'verify', gpu: true },
};

async function notices(page: Page): Promise<string[]> {
  return page.locator('#notices .notice[data-topic="boot"] p').allInnerTexts();
}

/** Opens a page and blocks what is to be blocked; errors that nobody handled are in `errors`. */
async function openBlocked(
  name: Name,
  { page: before = '', workers = '', first = '', policy, missing, gpu = false }: Partial<Block>,
  hash: string,
) {
  const { url: root, takePage } = gpu ? gpuSite : site;
  const { page, close: giveBack } = await takePage(before);
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      errors.push(message.text());
  });
  if (policy)
    await page.route(/\.html/, async (route) => {
      const response = await route.fetch();
      const headers = { ...response.headers(), 'content-security-policy': policy };
      await route.fulfill({ response, headers });
    });
  // A page whose files go another way has none of them compiled from before.
  if (missing || first || workers)
    await page.route(/\/assets\//, async (route) => {
      const url = route.request().url();
      if (missing?.test(url)) return route.fulfill({ status: 404 });
      const own = new RegExp(`/${name}-[\\w-]{8}\\.js$`).test(url) && first;
      const ahead = /-worker-[\w-]{8}\.js$/.test(url) ? workers : own;
      if (!ahead) return route.fallback();
      const body = await readFile(resolve('dist/page/assets', url.split('/').at(-1)!), 'utf8');
      return route.fulfill({ contentType: 'text/javascript', body: `${ahead}\n${body}` });
    });
  await page.goto(`${root}${name}.html${gpu ? SOFTWARE : ''}${hash}`);
  const close = async () => {
    page.removeAllListeners('pageerror').removeAllListeners('console');
    await giveBack();
  };
  return { page, errors, close };
}

for (const [what, block] of Object.entries(BLOCKS))
  for (const name of each(block.by))
    test(`${what}: ${name}`, async () => {
      const { hash, runs } = block.asks?.[name] ?? PAGES[name];
      const gpu = block.gpu ?? LONG;
      const { page, errors, close } = await openBlocked(name, { ...block, gpu }, hash);
      const lacks = block.says;
      if (lacks) {
        await expect.poll(() => notices(page)).toHaveLength(1);
        expect((await notices(page))[0]).toMatch(lacks);
        // A text can be read all the same.
        const inert = await page.evaluate(() => document.querySelector('main')!.inert);
        expect(inert).toBe(name !== 'story');
      } else {
        await page.waitForFunction(runs);
        expect(await notices(page)).toEqual([]);
        if (block.also)
          expect(await page.locator('[data-topic="no-workers"] p').innerText()).toMatch(block.also);
      }
      expect(await page.innerText('body')).not.toContain('Starting');
      // A policy's refusal is told to the console, and so is a word that is no statement.
      const told = block.policy || block.first ? /Content Security Policy|Unexpected/ : null;
      expect(errors.filter((error) => !told?.test(error))).toEqual([]);
      await close();
    });

test.each(each('map'))(
  '%s says that its program does not come, and takes that back once it is there',
  async (name) => {
    const { hash, runs } = PAGES[name];
    // Its clock stays another one.
    const page = await site.browser.newPage();
    await page.clock.install();
    let come = () => {};
    const there = new Promise<void>((resolve) => {
      come = resolve;
    });
    await page.route(new RegExp(`/assets/${name}-[\\w-]{8}\\.js$`), async (route) => {
      await there;
      await route.fallback();
    });
    await page.goto(`${site.url}${name}.html${hash}`, { waitUntil: 'commit' });
    await page.waitForSelector('#notices', { state: 'attached' });
    await page.clock.runFor(4000);
    expect(await notices(page)).toEqual([]);
    await page.clock.runFor(4100);
    expect(await notices(page)).toEqual([expect.stringMatching(/^This page has not started in 8/)]);
    const inert = () => page.evaluate(() => document.querySelector('main')!.inert);
    expect(await inert()).toBe(true);
    expect(await page.innerText('body')).not.toContain('Starting');
    come();
    await page.waitForFunction(runs);
    expect(await notices(page)).toEqual([]);
    expect(await inert()).toBe(false);
    await page.close();
  },
);

test('where a policy refuses WebAssembly the float64 twin runs, and says so', async () => {
  const { page, close } = await site.takePage();
  await page.route(/\.(html|js)/, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), 'content-security-policy': "script-src 'self'" };
    await route.fulfill({ response, headers });
  });
  await page.goto(`${site.url}index.html${PAGES.index.hash}`);
  await page.waitForFunction(PAGES.index.runs);
  const { engine, steps } = await page.evaluate(async () => {
    await window.saddlescape.load({ time: { steps: 64 }, ensemble: { particles: 256 } });
    return window.saddlescape.finish();
  });
  expect([engine.adapter, steps]).toEqual(['CPU, float64', 64]);
  await page.goto(`${site.url}map.html${MAP}`);
  await page.waitForFunction(PAGES.map.runs);
  expect(await page.innerText('#adapter')).toContain('on the CPU');
  await close();
});

test('when parts of the Watch page are gone, each button says so and offers to reload, which helps once they are there', async () => {
  const { page, errors, close } = await openBlocked('index', {}, PAGES.index.hash);
  await page.waitForFunction(PAGES.index.runs);
  await page.evaluate(async () => {
    await window.saddlescape.load({ time: { steps: 100 }, ensemble: { particles: 64 } });
    window.saddlescape.pause();
  });
  await page.waitForSelector('#export-button:enabled');
  await page.click('#more-button');
  let gone = true;
  await page.route(/\/assets\//, (route) =>
    gone ? route.fulfill({ status: 404 }) : route.fallback(),
  );
  const presses = ['#table-button', '#speed-button', '#editor-button', '#all-parameters-button'];
  for (const button of presses) {
    await page.click(button);
    await expect.poll(() => notices(page)).toEqual([expect.stringMatching(LOST)]);
    expect(await page.locator('[data-topic="boot"] button').allInnerTexts()).toEqual([
      'Reload',
      'Close',
    ]);
    await page.click('[data-topic="boot"] button:text("Close")');
  }
  await page.click('#export-button');
  await page.click('[data-export="csv"]');
  await expect.poll(() => notices(page)).toEqual([expect.stringMatching(LOST)]);
  const sentence = await page.evaluate(() =>
    window.saddlescape.finish().then(
      () => '',
      (error: Error) => error.message,
    ),
  );
  expect(sentence, 'what a result needs is gone as well').toMatch(LOST);
  gone = false;
  // Some browsers keep a part that failed as failed until the page is loaded anew.
  await page.click('[data-topic="boot"] button:text("Reload")');
  await page.waitForFunction(PAGES.index.runs);
  await page.click('#table-button');
  await page.waitForSelector('#table-view table');
  expect(errors).toEqual([]);
  await close();
});

test('when the worker fails, every promise of a script settles and the page says what happened', async () => {
  const { page, close } = await openBlocked(
    'index',
    {
      workers:
        "addEventListener('message', ({ data }) => { if (data.type === 'result') throw new Error('planted'); });",
    },
    PAGES.index.hash,
  );
  await page.waitForFunction(PAGES.index.runs);
  const outcomes = await page.evaluate(() =>
    Promise.all(
      [window.saddlescape.result(), window.saddlescape.finish(), window.saddlescape.step(1)].map(
        (promise) =>
          promise.then(
            () => 'resolved',
            (error: Error) => error.message,
          ),
      ),
    ),
  );
  expect(outcomes[0]).toBe('planted');
  expect(await page.innerText('#notices')).toContain('planted');
  await close();
});

test('without JavaScript the page says what it is, and that it needs it', async () => {
  const context = await site.browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.url}index.html`);
  expect(await page.locator('noscript').innerText()).toMatch(/please allow JavaScript/);
  await context.close();
});

test.each(each('bench'))('opened as a file: %s', async (name) => {
  const { page, close } = await site.takePage();
  await page.goto(pathToFileURL(resolve(`dist/page/${name}.html`)).href);
  await expect.poll(() => notices(page)).toHaveLength(1);
  expect((await notices(page))[0]).toMatch(/opened as a file.+npm start/);
  expect(await page.locator('.notice button').count(), 'nothing that a reload would mend').toBe(0);
  expect(await page.innerText('body')).not.toContain('Starting');
  await close();
});

test.each(each('map'))('in a sandboxed frame: %s', async (name) => {
  const page = await site.browser.newPage();
  const url = `${site.url}${name}.html`;
  await page.setContent(`<iframe sandbox="allow-scripts" src="${url}"></iframe>`);
  const frame = page.frameLocator('iframe');
  const sentence = frame.locator('#notices .notice p');
  await sentence.waitFor();
  expect(await sentence.innerText()).toMatch(/stands in a sandboxed frame/);
  expect(await frame.locator('body').innerText()).not.toContain('Starting');
  await page.close();
});
