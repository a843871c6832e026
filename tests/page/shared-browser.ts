import {
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Disposable,
  type Page,
} from 'playwright-core';
import { findChromium } from '../support/find-chromium';

/** A running browser, and pages of it that stand empty until a test takes them. */
export interface Chromium {
  browser: Browser;
  /**
   * An empty page of this look that has stored nothing. The scripts run in each of its documents
   * before any other, until it is given back.
   *
   * @param own  A page of a new context, with options that no page gets afterwards.
   */
  takePage(look: Look, before?: readonly Script[], own?: boolean): Promise<Page>;
  /**
   * Empties a page for the next test: nothing is left of what it showed and of what it stored
   * under `url`. One that a test closed, or that opened others, is thrown away.
   */
  giveBack(page: Page, url: string): Promise<void>;
}

type Script = string | (() => void);

/** What can be changed of a page that is there. */
export type Look = Pick<
  BrowserContextOptions,
  'viewport' | 'colorScheme' | 'reducedMotion' | 'forcedColors'
>;

export const VIEWPORT = { width: 1280, height: 800 };

const shared = new Map<boolean, Promise<Chromium>>();

/** The browser of all test files of a worker; it ends with the worker. */
export function sharedChromium(gpu: boolean): Promise<Chromium> {
  const running = shared.get(gpu) ?? launch(gpu);
  shared.set(gpu, running);
  return running;
}

/** @param gpu  Whether WebGPU has a software adapter, or none. */
export async function launch(gpu: boolean): Promise<Chromium> {
  const { executablePath, env } = findChromium();
  const browser = await chromium.launch({
    executablePath,
    env,
    args: [
      '--no-sandbox',
      ...(gpu ? ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'] : []),
    ],
  });
  const idle: Page[] = [];
  const scripts = new WeakMap<Page, Disposable[]>();
  const newPage = async (options: BrowserContextOptions) =>
    (
      await browser.newContext({ viewport: VIEWPORT, serviceWorkers: 'block', ...options })
    ).newPage();
  return {
    browser,
    async takePage(look, before = [], own = false) {
      const known = own ? undefined : idle.pop();
      const page = known ?? (await newPage(look));
      if (known) {
        const {
          viewport = VIEWPORT,
          colorScheme = 'light',
          reducedMotion = 'no-preference',
          forcedColors = 'none',
        } = look;
        await page.setViewportSize(viewport!);
        await page.emulateMedia({ colorScheme, reducedMotion, forcedColors });
      }
      const added: Disposable[] = [];
      for (const script of before) added.push(await page.addInitScript(script));
      scripts.set(page, added);
      return page;
    },
    async giveBack(page, url) {
      const context = page.context();
      if (page.isClosed() || context.pages().length !== 1) return context.close();
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      await context.unrouteAll({ behavior: 'ignoreErrors' });
      for (const script of scripts.get(page) ?? []) await script.dispose();
      // A document that has no storage has nothing to clear.
      await page.evaluate(() => sessionStorage.clear()).catch(() => {});
      // Its workers end with it.
      await page.goto('about:blank');
      await page.mouse.move(0, 0);
      const session = await context.newCDPSession(page);
      const { origin } = new URL(url);
      await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'all' });
      await session.detach();
      idle.push(page);
    },
  };
}
