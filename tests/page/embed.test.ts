import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LAYOUTS } from '../../src/page/watch/layout-choice';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { violations } from './axe';
import { type Site, startSite, stepOf } from './open-page';

/** The Watch page in a frame of a page of another origin. */

const RUN = specToFragment(parseSpec({ time: { steps: 2 ** 24 }, ensemble: { particles: 512 } }));

let site: Site;
let host: Server;
beforeAll(async () => {
  site = await startSite();
  host = createServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const frame = `<iframe src="${site.url}${searchParams.get('hash')?.replaceAll('&', '&amp;')}" width="${searchParams.get('width')}" height="${searchParams.get('height')}" style="border:0"></iframe>`;
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(`<!doctype html><title>Host</title>${frame}<div style="height:3000px"></div>`);
  });
  await new Promise<void>((done) => host.listen(0, done));
});
afterAll(async () => {
  await site.close();
  host.close();
});

/** A page on another port, 127.0.0.1 and not localhost, with the Watch page in its frame. */
async function openFramed(page: Page, hash: string, width = 480, height = 300): Promise<Frame> {
  const query = new URLSearchParams({ hash, width: String(width), height: String(height) });
  await page.goto(`http://127.0.0.1:${(host.address() as AddressInfo).port}/?${query}`);
  const frame = page.frames().find((one) => one.parentFrame());
  if (!frame) throw new Error('The host page has no frame.');
  await frame.waitForFunction(() =>
    /step [1-9]/.test(document.querySelector('#numbers-list')?.textContent ?? ''),
  );
  return frame;
}

/** Step of the run in the frame, as its takeaway was written. */
const frameStep = (frame: Frame) =>
  frame.evaluate(() => Number(document.getElementById('takeaway')!.dataset.step));

/** Parts that are not whole in the window, and a window that scrolls. */
function notWhole(selectors: string[]): string[] {
  const root = document.documentElement;
  const wrong = selectors.filter((selector) => {
    const element = document.querySelector(selector);
    const box = element?.getBoundingClientRect();
    const middle =
      box && document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    return (
      !box ||
      box.width < 40 ||
      box.height < 12 ||
      box.left < 0 ||
      box.top < 0 ||
      box.right > innerWidth ||
      box.bottom > innerHeight ||
      // Handles lie over the plot, beside it in the document.
      !(element?.contains(middle ?? null) || element?.nextElementSibling?.contains(middle ?? null))
    );
  });
  if (root.scrollWidth > innerWidth || root.scrollHeight > innerHeight) wrong.push('the window');
  return wrong;
}

test('in a frame of another origin plot, verdict and play are whole, and it runs only in view', async () => {
  const page = await site.browser.newPage({ viewport: { width: 800, height: 600 } });
  for (const [layout, width, height] of [
    ['basic', 480, 300],
    ['basic', 600, 400],
    ['plot', 600, 400],
    ['plot', 480, 300],
  ] as const) {
    const frame =
      page.frames()[1]?.url().endsWith(`ui=${layout}`) === true
        ? page.frames()[1]
        : await openFramed(page, `${RUN}&ui=${layout}`, width, height);
    await page.locator('iframe').evaluate((element, size) => Object.assign(element, size), {
      width: String(width),
      height: String(height),
    });
    await frame.waitForFunction((own) => innerWidth === own, width);
    // The plot follows its window.
    await frame.evaluate(
      () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
    );
    expect(await frame.evaluate(() => location.hash), 'the address keeps it').toBe(
      `${RUN}&ui=${layout}`,
    );
    const parts = ['#verdict-word', '#verdict-why', '#play-button', '#density-plot', '.open-whole'];
    if (layout === 'basic') parts.push('#preset-button', '#sigma');
    expect(await frame.evaluate(notWhole, parts), `${layout} at ${width} x ${height}`).toEqual([]);
    // The plot is more than its axes.
    const plot = await frame.locator('#bars-cpu').boundingBox();
    expect(plot?.height).toBeGreaterThan(height / 4);
    expect(
      await frame
        .locator('footer, .strip, .numbers, .masthead button')
        .locator('visible=true')
        .count(),
    ).toBe(0);
    expect(await frame.locator('[data-topic="story"]').count(), 'no story is offered').toBe(0);
    const whole = await frame.locator('.open-whole').getAttribute('href');
    expect(whole).toBe(site.url + RUN);
    expect(await frame.locator('.open-whole').getAttribute('rel')).toBe('noopener');
  }
  const frame = page.frames()[1];
  // Out of view nothing moves; back in view it goes on.
  await page.evaluate(() => scrollTo(0, 2000));
  // A frame out of view has no animation frames, which waitForFunction would wait for.
  await expect.poll(() => frame.evaluate(() => document.title)).toMatch(/^Paused while hidden/);
  const standing = async () => {
    const before = await frameStep(frame);
    await page.evaluate(() => new Promise((done) => setTimeout(done, 400)));
    return (await frameStep(frame)) === before;
  };
  await expect.poll(standing).toBe(true);
  const stood = await frameStep(frame);
  await page.evaluate(() => scrollTo(0, 0));
  await expect.poll(() => frameStep(frame)).toBeGreaterThan(stood);
  await frame.press('#play-button', 'Enter');
  await frame.waitForFunction(() => document.getElementById('play-button')!.textContent === 'Play');
  await page.close();
});

test('layouts are accessible, keep to the link, and another one is refused by one sentence', async () => {
  const { page, problems, close } = await site.open({
    hash: `${RUN}&ui=plot`,
    viewport: { width: 480, height: 300 },
    paused: true,
  });
  for (const layout of LAYOUTS) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, `${RUN}&ui=${layout}`);
    await page.waitForFunction(
      (name) => (document.documentElement.dataset.ui ?? 'full') === name,
      layout,
    );
    const field = layout === 'full' ? '' : `&ui=${layout}`;
    await expect
      .poll(() => page.evaluate(() => window.saddlescape.link))
      .toBe(`${site.url}${RUN}${field}`);
    // The whole page is checked in every state by accessibility.test.ts.
    if (layout !== 'full') expect(await violations(page)).toEqual([]);
  }
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `${RUN}&ui=tiny`);
  const notice = page.locator('.notice[data-topic="link"] p');
  await notice.waitFor();
  expect(await notice.innerText()).toBe(
    'ui: "tiny" is not accepted; give "plot", "basic" or "full" once. The whole page is shown.',
  );
  expect(await stepOf(page), 'the run of the link is shown').toBeGreaterThanOrEqual(0);
  expect(problems).toEqual([]);
  await close();
});

test('Embed copies a frame that shows the run', async () => {
  const context = await site.browser.newContext({
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const page = await context.newPage();
  await page.goto(site.url + RUN);
  await page.click('#export-button:enabled');
  await page.click('[data-export="embed"]');
  await page.waitForSelector('.notice[data-topic="embed"]');
  const code = await page.evaluate(() => navigator.clipboard.readText());
  const source = await page.evaluate((html) => {
    const frame = new DOMParser().parseFromString(html, 'text/html').querySelector('iframe');
    return [frame?.getAttribute('src'), frame?.width, frame?.height];
  }, code);
  expect(source).toEqual([`${site.url}${RUN}&ui=plot`, '480', '300']);
  await context.close();
});
