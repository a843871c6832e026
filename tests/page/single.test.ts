import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { type Chromium, sharedChromium } from './shared-browser';

/** The Watch page in one HTML file: from a disk, and in a frame of no origin. */

const FILE = 'dist/single/saddlescape.html';
const LIMIT = 150_000;

let chromium: Chromium;
let server: Server;
beforeAll(async () => {
  execFileSync(process.execPath, ['scripts/build-if-stale.js', 'single'], { stdio: 'inherit' });
  chromium = await sharedChromium(false);
  const body = readFileSync(FILE);
  server = createServer(({ url }, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    const host =
      '<!doctype html><iframe sandbox="allow-scripts" width="480" height="300" src="/one">';
    response.end(url === '/host' ? host.replace('/one', '/one#ui=plot') : body);
  });
  await new Promise<void>((done) => server.listen(0, done));
}, 240_000);
afterAll(() => {
  server.close();
});

/** Errors of a page and its workers, and all that it asks others for. */
function listen(page: Page): string[] {
  const problems: string[] = [];
  page.on('pageerror', ({ message }) => problems.push(message));
  page.on('console', (message) => {
    const text = message.text();
    // The browser says so of every frame of another origin.
    if (message.type() === 'error' && !text.startsWith('Blocked autofocusing')) problems.push(text);
  });
  page.on('request', (request) => {
    if (!/^(blob|data):/.test(request.url()) && request.resourceType() !== 'document')
      problems.push(`request to ${request.url()}`);
  });
  return problems;
}

const running = (at: Page | Frame) =>
  at.waitForFunction(() =>
    /step [1-9]/.test(document.querySelector('#numbers-list')?.textContent ?? ''),
  );

test('is at most 150 kB gzipped, all in one', () => {
  const page = readFileSync(FILE);
  expect(gzipSync(page, { level: 9 }).length).toBeLessThanOrEqual(LIMIT);
  const text = page.toString();
  expect(text).not.toMatch(/<script[^>]+src=|<link rel="stylesheet"/);
  const policy = /Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1];
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-/);
  expect(policy).not.toMatch(/'unsafe-|https?:|\*/);
});

test('runs from a file, in workers, with every core, and says what it leaves out', async () => {
  const page = await chromium.browser.newPage();
  const problems = listen(page);
  const address = pathToFileURL(resolve(FILE)).href;
  await page.goto(address);
  await running(page);
  // The worker of the run, and its threads.
  await expect.poll(() => page.workers().length).toBeGreaterThanOrEqual(1);
  expect(await page.innerText('#adapter')).toContain('on the CPU');
  expect(await page.innerText('#verdict-word')).toBe('TRAPPED');
  expect(await page.innerText('.one-file')).toMatch(
    /^The Watch page in one file\..+whole of Saddle/,
  );
  expect(await page.locator('a[href^="./"]').count(), 'no link goes nowhere').toBe(0);
  expect(await page.locator('.notice[data-topic="story"]').count()).toBe(0);
  await page.click('#preset-button');
  await page.waitForSelector('.gallery-cards');
  expect(await page.locator('.gallery-cards').count()).toBeGreaterThan(2);
  expect(await page.locator('.gallery-cards:empty').count()).toBe(0);
  await page.keyboard.press('Escape');
  // Another run, whose theory is left out, and which needs the whole kernel.
  const spec = parseSpec({ optimizer: { kind: 'heavy-ball' }, ensemble: { particles: 256 } });
  await page.goto(address + specToFragment(spec));
  await page.reload();
  await running(page);
  expect(await page.innerText('#verdict-word')).toBe('NOT KNOWN');
  expect(await page.innerText('.takeaway')).toContain('in one file leaves out the theory');
  // A landscape is shown as a histogram.
  await page.evaluate(() => window.saddlescape.load({ loss: { kind: 'monkey-saddle' } }));
  await page.waitForFunction(() => !document.getElementById('density-plot')?.hidden);
  expect(problems).toEqual([]);
  await page.close();
});

test('runs in a sandboxed frame without an origin, where nothing is kept', async () => {
  const page = await chromium.browser.newPage();
  const problems = listen(page);
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/host`);
  const frame = page.frames().find((one) => one.parentFrame());
  if (!frame) throw new Error('The host page has no frame.');
  await running(frame);
  expect(await frame.evaluate(() => self.origin)).toBe('null');
  const shown = await frame.evaluate(() => {
    try {
      localStorage.setItem('a', 'b');
      return 'storage';
    } catch {
      return document.documentElement.dataset.ui;
    }
  });
  expect(shown).toBe('plot');
  await frame.press('#play-button', 'Enter');
  await frame.waitForFunction(() => document.getElementById('play-button')?.textContent === 'Play');
  expect(problems).toEqual([]);
  await page.close();
});
