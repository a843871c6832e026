import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { vi } from 'vitest';
import type { Scripting } from '../../src/page/watch/scripting';
import { findChromium } from '../support/find-chromium';
import { rememberStates } from './states';

// A browser on a busy machine takes its time; a test that hangs still ends.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

declare global {
  interface Window {
    saddlescape: Scripting;
  }
}

const ROOT = 'dist/page';
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The built page on a server of its own, and a browser to open it in. */
export interface Site {
  url: string;
  browser: Browser;
  /** Opens the page; problems are collected and asserted on by `expectClean`. */
  open(options?: OpenOptions): Promise<OpenPage>;
  close(): Promise<void>;
}

export interface OpenOptions extends BrowserContextOptions {
  hash?: string;
  /** Runs in the page before any of its scripts. */
  before?: () => void;
  /** Runs first in each of its workers. */
  inWorkers?: string;
  /** Of the Watch page. A site with a software adapter asks for it by `?engine=gpu`. */
  query?: string;
  /** Returns as soon as the document is there, without waiting for the first histogram. */
  early?: boolean;
  /**
   * The run stands still after its first histogram: tests of anything else leave the machine to
   * others.
   */
  paused?: boolean;
}

export interface OpenPage {
  page: Page;
  /**
   * Errors of page and worker, refusals of the Content-Security-Policy, and requests to other
   * hosts.
   */
  problems: string[];
  close(): Promise<void>;
}

/**
 * @param gpu false: the browser has no adapter and the page runs on the CPU; true: a software
 * adapter.
 * @param root  Folder of the built page.
 */
export async function startSite({ gpu = false, root = ROOT } = {}): Promise<Site> {
  const server = await serve(root);
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const found = findChromium();
  const browser = await chromium.launch({
    executablePath: found.executablePath,
    env: found.env,
    args: [
      '--no-sandbox',
      ...(gpu ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] : []),
    ],
  });
  return {
    url,
    browser,
    open: (options) => open(browser, url, gpu ? { query: '?engine=gpu', ...options } : options),
    close: async () => {
      await browser.close();
      server.close();
    },
  };
}

async function open(browser: Browser, url: string, options: OpenOptions = {}): Promise<OpenPage> {
  const {
    hash = '',
    query = '',
    before,
    inWorkers,
    early = false,
    paused = false,
    ...contextOptions
  } = options;
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    ...contextOptions,
  });
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`error: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const target = request.url();
    if (!target.startsWith(url) && !/^(blob|data):/.test(target))
      problems.push(`request to ${target}`);
  });
  await page.addInitScript(rememberStates);
  if (before) await page.addInitScript(before);
  if (inWorkers)
    await context.route(/-worker-[\w-]{8}\.js$/, async (route) => {
      const path = join(ROOT, new URL(route.request().url()).pathname);
      const body = `${inWorkers}\n${await readFile(path, 'utf8')}`;
      await route.fulfill({ contentType: 'text/javascript', body });
    });
  const [, name, fragment] = /^([^#]*)(.*)$/s.exec(hash)!;
  await page.goto(`${url}${name}${/^(index.html)?$/.test(name) ? query : ''}${fragment}`);
  if (!early)
    await page.waitForFunction(
      () => !document.querySelector('#takeaway')!.textContent!.startsWith('Starting'),
    );
  if (paused) await page.evaluate(() => window.saddlescape.pause());
  return { page, problems, close: () => context.close() };
}

function serve(root: string): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    try {
      const body = await readFile(join(root, path === '/' ? 'index.html' : path));
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? TYPES['.html'] });
      response.end(body);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, () => resolve(server));
  });
}

/** Text of an element. */
export function text(page: Page, selector: string): Promise<string> {
  return page.locator(selector).innerText();
}

/** The step that stands among the numbers. */
export function stepOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const cell = document.querySelector('#numbers-list div')!.textContent!;
    return Number(/step ([\d,]+)/.exec(cell)?.[1].replaceAll(',', '') ?? -1);
  });
}

/**
 * Gives the window another size, and its pictures the two frames that they take to follow; on a
 * busy machine the time, one second at most, until the page is no wider than the window.
 */
export async function resizeTo(page: Page, width: number, height: number): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.evaluate(
    () =>
      new Promise<void>((done) => {
        const started = performance.now();
        const frame = (frames: number) => {
          const fits = document.documentElement.scrollWidth <= innerWidth;
          if (frames >= 2 && (fits || performance.now() - started > 1000)) done();
          else requestAnimationFrame(() => frame(frames + 1));
        };
        frame(0);
      }),
  );
}
