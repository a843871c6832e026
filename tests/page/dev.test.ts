import { join } from 'node:path';
import { createServer } from 'vite';
import { expect, test } from 'vitest';
import { LONG } from '../support/long';
import { violationsOfSchemes } from './axe';
import './open-page';
import { sharedChromium } from './shared-browser';
import { PAGES as SMALL_PAGES } from './small-sweep';

/** What a page says once its program and its workers run, and the button that starts them. */
const PAGES = [
  { name: 'index.html', says: 'TRAPPED|ESCAPES' },
  { name: SMALL_PAGES[1], says: '^[1-9]\\d* %|^All \\d+ cells' },
  { name: 'verify.html', button: '#run-all', says: 'Claim \\d+ of| hold,' },
  { name: 'bench.html', button: '#run-button', says: 'Comparing results' },
];

test('npm run dev serves every page from the sources, and reloads it when one changes', async () => {
  const server = await createServer({ configFile: 'vite.config.ts', logLevel: 'silent' });
  await server.listen(0);
  const { browser } = await sharedChromium(false);
  const problems: string[] = [];
  const visit = async ({ name, button, says }: (typeof PAGES)[number]) => {
    const page = await browser.newPage();
    // One worker a page: each loads hundreds of files.
    await page.addInitScript(() =>
      Object.defineProperty(navigator, 'hardwareConcurrency', { value: 1 }),
    );
    page.on('pageerror', ({ message }) => problems.push(`${name}: ${message}`));
    page.on('console', (message) => {
      if (message.type() === 'error') problems.push(`${name}: ${message.text()}`);
    });
    // Hundreds of files, which are compiled when they are asked for.
    await page.goto(`${server.resolvedUrls!.local[0]}${name}`, {
      timeout: 120_000,
    });
    if (button) await page.click(button);
    await page.waitForFunction(
      (text) => new RegExp(text, 'im').test(document.querySelector('main')!.innerText),
      says,
      { timeout: 120_000 },
    );
    return page;
  };
  // A page and the first files of its program: all others are compiled for each page anew.
  const served = async (name: string) => {
    const address = new URL(name, server.resolvedUrls!.local[0]);
    const html = await (await fetch(address)).text();
    const scripts = [...html.matchAll(/<script[^>]* src="([^"]+)"/g)].map(([, file]) => file);
    expect(scripts.length, name).toBeGreaterThan(1);
    for (const file of scripts) {
      const { status, headers } = await fetch(new URL(file, address));
      expect([status, headers.get('content-type')], file).toEqual([200, 'text/javascript']);
    }
  };
  try {
    // Every component in every state, made by the code of its page.
    const gallery = await visit({ name: 'gallery.html', says: 'A claim: fails' });
    await gallery.click('#notices-button');
    expect(await gallery.locator('main [data-standing]:is(tbody)').count()).toBe(5);
    expect(await gallery.locator('#refused-error').textContent()).toMatch(/is not accepted/);
    expect(await violationsOfSchemes(gallery)).toEqual([]);
    await gallery.close();
    for (const other of PAGES.slice(1))
      if (LONG) await (await visit(other)).close();
      else await served(other.name);
    const page = await visit(PAGES[0]);
    // As Vite's overlay, which shows a syntax error, does.
    await page.evaluate(() => {
      const style = Object.assign(document.createElement('style'), { textContent: 'main {}' });
      document.body.attachShadow({ mode: 'open' }).append(style);
    });
    const reloaded = page.waitForEvent('load');
    server.watcher.emit('change', join(server.config.root, 'src/spec/spec-error.ts'));
    await reloaded;
    await page.close();
    expect(problems).toEqual([]);
  } finally {
    await server.close();
  }
});
