import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import type {
  Browser,
  BrowserContextOptions,
  ConsoleMessage,
  Page,
  Request,
} from 'playwright-core';
import type { Scripting } from '../../src/page/watch/scripting';
import { type Chromium, launch, sharedChromium } from './shared-browser';
import { rememberStates } from './states';

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
  '.woff2': 'font/woff2',
};

/** The built page on a server of its own, and a browser to open it in. */
export interface Site {
  url: string;
  browser: Browser;
  /** Opens the page; problems are collected and asserted on by `expectClean`. */
  open(options?: OpenOptions): Promise<OpenPage>;
  /**
   * An empty page of the browser; give it back by its `close`.
   *
   * @param before  Runs in each of its documents before any other script.
   */
  takePage(before?: string): Promise<{ page: Page; close(): Promise<void> }>;
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
   * A reader who comes for the first time; all others have opened *More* and closed
   * the story's offer on an earlier visit.
   */
  firstVisit?: boolean;
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
 * @param own  A browser that no other test file has: where it is harmed.
 */
export async function startSite({ gpu = false, root = ROOT, own = false } = {}): Promise<Site> {
  const server = await sharedServer(root);
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`;
  const chromium = await (own ? launch(gpu) : sharedChromium(gpu));
  const pages = new Set<() => Promise<void>>();
  return {
    url,
    browser: chromium.browser,
    open: async (options) => {
      const all = gpu ? { query: '?engine=gpu', ...options } : options;
      const opened = await open(chromium, url, { ...all, own }, (end) => pages.add(end));
      const close = async () => {
        pages.delete(opened.close);
        await opened.close();
      };
      return { ...opened, close };
    },
    takePage: async (before) => {
      const page = await chromium.takePage({}, before ? [before] : []);
      const close = async () => {
        pages.delete(close);
        await chromium.giveBack(page, url);
      };
      pages.add(close);
      return { page, close };
    },
    close: async () => {
      for (const end of pages) await end();
      if (own) await chromium.browser.close();
    },
  };
}

/**
 * @param opening  Is told how to end the page before anything can fail.
 */
async function open(
  chromium: Chromium,
  url: string,
  options: OpenOptions & { own: boolean },
  opening: (end: () => Promise<void>) => void,
): Promise<OpenPage> {
  const {
    hash = '',
    query = '',
    before,
    inWorkers,
    early = false,
    paused = false,
    own = false,
    firstVisit = false,
    ...contextOptions
  } = options;
  const { viewport, colorScheme, reducedMotion, forcedColors, ...others } = contextOptions;
  // A browser of one's own may be harmed, and so may its pages.
  const special = own || Object.keys(others).length > 0;
  const scripts = [
    rememberStates,
    ...(firstVisit ? [] : [haveVisited]),
    ...(before ? [before] : []),
  ];
  const page = await chromium.takePage(contextOptions, scripts, special);
  const context = page.context();
  const problems: string[] = [];
  const stopListening = listen(page, url, problems);
  const close = async () => {
    stopListening();
    if (special) await context.close();
    else await chromium.giveBack(page, url);
  };
  opening(close);
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
  return { page, problems, close };
}

/** Runs in a page before its scripts: *More* is open, and the story's offer closed. */
function haveVisited(): void {
  try {
    localStorage.setItem('saddlescape.more', 'open');
    localStorage.setItem('saddlescape.story', 'offered');
  } catch {
    // Empty pages and sandboxed frames keep nothing.
  }
}

/** Collects the problems of a page until the returned function is called. */
function listen(page: Page, url: string, problems: string[]): () => void {
  const onError = (error: Error) => problems.push(`error: ${error.message}`);
  const onMessage = (message: ConsoleMessage) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  };
  const onRequest = (request: Request) => {
    const target = request.url();
    if (!target.startsWith(url) && !/^(blob|data):/.test(target))
      problems.push(`request to ${target}`);
  };
  page.on('pageerror', onError).on('console', onMessage).on('request', onRequest);
  return () => {
    page.off('pageerror', onError).off('console', onMessage).off('request', onRequest);
  };
}

const servers = new Map<string, Promise<Server>>();

/**
 * The server of a folder for all test files of a worker, which it ends with: a browser that comes
 * again to the same address has the scripts compiled.
 */
function sharedServer(root: string): Promise<Server> {
  const running = servers.get(root) ?? serve(root).then((server) => server.unref());
  servers.set(root, running);
  return running;
}

/**
 * A server of a folder, whose assets have their contents in their names.
 *
 * @param port  0: any that is free.
 */
export function serve(
  root: string,
  headers: Record<string, string> = {},
  port = 0,
): Promise<Server> {
  const server = createServer(async (request, response) => {
    const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
    try {
      const body = await readFile(join(root, path === '/' ? 'index.html' : path));
      response.writeHead(200, {
        'content-type': TYPES[extname(path)] ?? TYPES['.html'],
        ...(path.startsWith('/assets/') && { 'cache-control': 'max-age=31536000, immutable' }),
        ...headers,
      });
      response.end(body);
    } catch {
      response.writeHead(404);
      response.end();
    }
  });
  return new Promise((resolve) => {
    server.listen(port, () => resolve(server));
  });
}

/** Text of an element. */
export function text(page: Page, selector: string): Promise<string> {
  return page.locator(selector).innerText();
}

/** Chooses a preset in the gallery of Watch, by its id. */
export async function choosePreset(page: Page, id: string): Promise<void> {
  await page.click('#preset-button');
  await page.click(`#preset-gallery [data-preset="${id}"]`);
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
