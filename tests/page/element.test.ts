import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { violations } from './axe';
import { serve } from './open-page';
import { type Chromium, sharedChromium } from './shared-browser';

/** `<saddle-scape>` in a page of another origin. */

const LONG_RUN = { time: { steps: 2 ** 22 }, ensemble: { particles: 1024 } };
/** Every way to say what runs; the last two are out of sight at first. */
const SPECS = [
  JSON.stringify(LONG_RUN),
  specToFragment(parseSpec({ ...LONG_RUN, noise: { sigma: 1 } })),
  JSON.stringify({ loss: { kind: 'double-well' }, ensemble: { particles: 512 } }),
  '{ "noise": { "sigma": "much" } }',
  JSON.stringify({ time: { steps: 50 }, ensemble: { particles: 256 } }),
  JSON.stringify({ time: { steps: 30 }, ensemble: { particles: 256 } }),
];

let chromium: Chromium;
let files: Server;
let host: Server;
const portOf = (server: Server) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  chromium = await sharedChromium(false);
  files = await serve('dist/page', { 'access-control-allow-origin': '*' });
  const program = `http://localhost:${portOf(files)}/saddle-scape.js`;
  host = createServer(({ url = '/' }, response) => {
    const policy = new URL(url, 'http://localhost').searchParams.get('policy');
    const elements = SPECS.map((spec) => spec.replaceAll('"', '&quot;'))
      .map((spec) => `<saddle-scape spec="${spec}"></saddle-scape>`)
      .map((element, i) =>
        i < 4 ? element : `<div style="height:1500px;grid-column:1/-1"></div>${element}`,
      );
    response.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      ...(policy && { 'content-security-policy': policy }),
    });
    response.end(
      `<!doctype html><html lang="en"><title>Host</title><style>main { display: grid; grid-template-columns: 1fr 1fr }</style><main><h1>Host</h1><p>Six runs</p>${elements.join('')}</main><script type="module" src="${program}"></script>`,
    );
  });
  await new Promise<void>((done) => host.listen(0, done));
});
afterAll(() => {
  files.close();
  host.close();
});

const address = (query = '') => `http://127.0.0.1:${portOf(host)}/${query}`;

interface Shown {
  step: number;
  error: string | null;
  paused: boolean;
}

const elements = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement & Shown>('saddle-scape')].map(
      ({ step, error, paused }) => ({ step, error, paused }),
    ),
  );

async function openHost(query?: string) {
  const page = await chromium.browser.newPage({ viewport: { width: 1280, height: 800 } });
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  await page.goto(address(query));
  return { page, problems };
}

test('six on a page: one worker computes those that are seen, and each says what it shows', async () => {
  const { page, problems } = await openHost();
  await expect
    .poll(async () => (await elements(page)).map(({ step }) => step > 0))
    .toEqual([true, true, true, false, false, false]);
  expect(page.workers().length).toBe(1);
  const shown = await elements(page);
  expect(shown[3].error).toBe('noise.sigma: "much" is not accepted; give a number from 0 to 1e30.');
  expect(shown.map(({ error }) => error !== null)).toEqual([
    ...[false, false, false, true, false, false],
  ]);
  for (const [i, word] of ['TRAPPED', 'ESCAPES', 'DOUBLE WELL'].entries()) {
    const element = page.locator('saddle-scape').nth(i);
    expect(await element.locator('.word').innerText()).toBe(word);
    expect(await element.locator('[role="img"]').getAttribute('aria-label')).toMatch(
      /^Picture of all particles\. Step [\d,]+ of [\d,]+: .+ of [\d,]+ particles/,
    );
  }
  expect(await violations(page)).toEqual([]);

  const [first] = await page.locator('saddle-scape').all();
  await first.getByRole('button').click();
  expect(await first.getByRole('button').innerText()).toBe('Play');
  await first.getByRole('button').click();

  // Two others come into sight: these are shown at their end, and those before stand still until
  // they are seen again.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  const [, second, , , , last] = await page.locator('saddle-scape').all();
  await page.evaluate(() => {
    const all = document.querySelectorAll<HTMLElement & { restart(): void }>('saddle-scape');
    for (const element of [...all].slice(0, 2)) element.restart();
    all[4].scrollIntoView();
  });
  await expect.poll(async () => (await elements(page))[4].step).toBe(50);
  const before = await elements(page);
  await last.scrollIntoViewIfNeeded();
  await expect.poll(async () => (await elements(page))[5].step).toBe(30);
  expect((await elements(page)).slice(0, 2)).toEqual(before.slice(0, 2));
  expect(before.map(({ paused }) => paused).filter((_, i) => i !== 2)).toEqual([
    ...[false, false, true, true, true],
  ]);
  await second.scrollIntoViewIfNeeded();
  await expect.poll(async () => (await elements(page))[1].step).toBeGreaterThan(before[1].step);

  // A script gives another run, and takes the element away.
  await last.evaluate((element) => {
    (element as HTMLElement & { spec: unknown }).spec = { time: { steps: 20 } };
  });
  await last.getByRole('button').click();
  await expect.poll(async () => (await elements(page))[5].step).toBe(20);
  await last.evaluate((element) => element.remove());
  expect(problems).toEqual([]);
  await page.close();
});

test('where a policy of the page allows no workers, its own thread computes', async () => {
  const { page, problems } = await openHost(
    `?${new URLSearchParams({ policy: "worker-src 'none'" })}`,
  );
  await expect.poll(async () => (await elements(page))[0].step).toBeGreaterThan(0);
  expect(page.workers().length).toBe(0);
  expect(problems).toEqual([]);
  await page.close();
});
