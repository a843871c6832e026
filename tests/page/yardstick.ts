import type { Browser } from 'playwright-core';

/**
 * A page of the product's kind and next to no size: its module opens a worker, both count for a
 * fixed number of turns, and the page draws. How long that takes says how fast this machine starts
 * pages now.
 */
const COUNTING = `const counted = () => {
  let word = 1;
  for (let i = 0; i < 20_000_000; i++) word = (Math.imul(word ^ (word >>> 15), 0x2c1b3c6d) + i) | 0;
  return word;
};`;
const FILES: Record<string, { contentType: string; body: string }> = {
  '/': {
    contentType: 'text/html',
    body: '<!doctype html><title>Yardstick</title><p>…</p><script type="module" src="page.js"></script>',
  },
  '/page.js': {
    contentType: 'text/javascript',
    body: `${COUNTING}
const worker = new Worker('worker.js', { type: 'module' });
const own = counted();
worker.onmessage = ({ data }) => {
  document.querySelector('p').textContent = own + data;
  requestAnimationFrame(() => { window.drawn = performance.now(); });
};`,
  },
  '/worker.js': { contentType: 'text/javascript', body: `${COUNTING} postMessage(counted());` },
};

/** Milliseconds until the small page has drawn, on a machine on which the product meets its times. */
const SMALL_PAGE = 350;

/**
 * How many times as long this machine takes as one on which the product meets its times; not below 1.
 *
 * @param starts  What the small page took here; the shortest counts.
 */
export const slowness = (starts: readonly number[]): number =>
  Math.max(1, Math.min(...starts) / SMALL_PAGE);

/** Milliseconds from the start of the navigation to the first frame of the small page. */
export async function startOfSmallPage(browser: Browser): Promise<number> {
  const context = await browser.newContext();
  await context.route('http://yardstick.test/**', (route) => {
    const file = FILES[new URL(route.request().url()).pathname];
    return file ? route.fulfill(file) : route.fulfill({ status: 404 });
  });
  const page = await context.newPage();
  await page.goto('http://yardstick.test/');
  const drawn = await page.waitForFunction(() => (window as { drawn?: number }).drawn);
  const milliseconds = Number(await drawn.jsonValue());
  await context.close();
  return milliseconds;
}
