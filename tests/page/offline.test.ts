import {
  appendFileSync,
  cpSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { temporaryFolder } from '../support/temporary-folder';
import { serve } from './open-page';
import { sharedChromium } from './shared-browser';
import { saidInNotices } from './states';

/** The pages without a network, and after a new version came: on a copy that the test changes. */

const root = join(temporaryFolder(), 'page');
let server: Server;
let url: string;
let context: BrowserContext;
let page: Page;
beforeAll(async () => {
  cpSync('dist/page', root, { recursive: true });
  server = await serve(root);
  url = `http://localhost:${port()}/`;
  context = await (await sharedChromium(false)).browser.newContext();
  page = await context.newPage();
});
afterAll(async () => {
  await context.close();
  server.close();
});

const port = () => (server.address() as AddressInfo).port;

/** A run that is soon over. */
const SHORT = specToFragment(parseSpec({ time: { steps: 10 }, ensemble: { particles: 64 } }));

const version = () => page.evaluate(() => window.saddlescape.version);
const runs = () =>
  page.waitForFunction(
    () => !document.querySelector('#takeaway')!.textContent!.startsWith('Starting'),
  );

test('without the site the pages run as they were kept, and say so', async () => {
  await page.goto(`${url}${SHORT}`);
  await runs();
  const before = await version();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null, null, {
    timeout: 60_000,
  });
  expect(await page.locator('.notice[data-topic="offline"]').count()).toBe(0);
  // While there is a network a page is the one of the site, though another was kept.
  appendFileSync(join(root, 'verify.html'), '<!-- newer -->');
  expect(await page.evaluate(() => fetch('verify.html').then((it) => it.text()))).toContain(
    'newer',
  );
  // Not the browser's own switch: some versions leave the service worker its network.
  const address = port();
  server.close();
  server.closeAllConnections();
  await page.reload();
  await runs();
  expect(await version()).toBe(before);
  const kept = `The site cannot be reached: this is version ${before} as this browser kept it.`;
  await saidInNotices(page, kept);
  await page.goto(`${url}map.html`);
  await saidInNotices(page, kept);
  server = await serve(root, {}, address);
}, 120_000);

test('a new version is said to be there, and a reload has it', async () => {
  await page.goto(`${url}${SHORT}`);
  await runs();
  // The same pages under another name of the first script: what a change of the sources makes.
  const entry = readdirSync(join(root, 'assets')).find((name) => /^index-.*\.js$/.test(name))!;
  const next = entry.replace(/-.*/, '-NEWBUILD.js');
  renameSync(join(root, 'assets', entry), join(root, 'assets', next));
  for (const name of ['index.html', 'sw.js']) {
    const text = readFileSync(join(root, name), 'utf8');
    expect(text).toContain(entry);
    writeFileSync(join(root, name), text.replaceAll(entry, next));
  }
  const worker = join(root, 'sw.js');
  writeFileSync(worker, `${readFileSync(worker, 'utf8')}//\n`);
  // As when the page is looked at again.
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await saidInNotices(page, 'A new version of Saddlescape is there; reload to use it.');
  await page.locator('.notice[data-topic="new-version"] button', { hasText: 'Reload' }).click();
  await page.waitForFunction(
    (name) => document.querySelector(`script[src*="${name}"]`) !== null,
    next,
  );
  await runs();
  expect(await page.locator('.notice[data-topic="new-version"]').count()).toBe(0);
}, 120_000);
