import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '../support/find-chromium';

/** A running browser, and pages of it that stand empty until a test takes them. */
export interface Chromium {
  browser: Browser;
  /** An empty page with this look, or nothing where all are in use. */
  takeIdle(look: Look): Promise<Page | undefined>;
  /**
   * Empties a page for the next test: nothing is left of what it showed and of what it stored
   * under `url`. One that a test closed, or that opened others, is thrown away.
   */
  giveBack(page: Page, url: string): Promise<void>;
}

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
  return {
    browser,
    async takeIdle({
      viewport,
      colorScheme = 'light',
      reducedMotion = 'no-preference',
      forcedColors = 'none',
    }) {
      const page = idle.pop();
      await page?.setViewportSize(viewport ?? VIEWPORT);
      await page?.emulateMedia({ colorScheme, reducedMotion, forcedColors });
      return page;
    },
    async giveBack(page, url) {
      const context = page.context();
      if (page.isClosed() || context.pages().length !== 1) return context.close();
      await page.unrouteAll();
      await context.unrouteAll();
      await page.evaluate(() => sessionStorage.clear());
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
