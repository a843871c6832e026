import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { resizeTo, type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite({ gpu: true });
});
afterAll(() => site.close());

/** Sides that particles left by are in the numbers of a run that stands, and in its result. */
async function engineWithSides(page: Page): Promise<string> {
  await page.evaluate(() =>
    window.saddlescape.load({
      noise: { tau: 0 },
      time: { dt: 0.01, steps: 300 },
      ensemble: { particles: 2048 },
      escape: { region: 'coordinate', high: 4 },
    }),
  );
  const { engine, escape: left } = await page.evaluate(() => window.saddlescape.finish());
  expect(left.exits).toEqual([
    expect.objectContaining({ coordinate: 0, side: 'above', count: left.count, share: 1 }),
  ]);
  await expect.poll(() => text(page, '#numbers-list')).toContain('had x > 4, 100 % above');
  return engine.kind;
}

async function expectBelowPicture(page: Page): Promise<void> {
  const boxes = await page.evaluate(() =>
    ['#density-plot', '#takeaway', '[data-topic="software"]', '#controls'].map((selector) => {
      const { top, bottom } = document.querySelector(selector)!.getBoundingClientRect();
      return { top, bottom };
    }),
  );
  for (const [k, { top }] of boxes.entries())
    if (k > 0) expect(top).toBeGreaterThanOrEqual(boxes[k - 1].bottom - 0.5);
  // Who asks for it in the footer is told there.
  await page.click('#adapter-why');
  const box = (await page.locator('[data-topic="software"]').boundingBox())!;
  expect(box.y).toBeGreaterThan(0);
  expect(box.y + box.height).toBeLessThanOrEqual(844);
}

test('a software adapter is used, named and warned of, under the picture on a phone, and can be left for the CPU engine', async () => {
  const { page, problems, close } = await site.open({
    viewport: { width: 390, height: 844 },
    paused: true,
  });
  await page.waitForSelector('[data-topic="software"]');
  await expectBelowPicture(page);
  await resizeTo(page, 1280, 800);
  await page.evaluate(() =>
    window.saddlescape.load({ time: { steps: 100_000 }, ensemble: { particles: 4096 } }),
  );
  await page.waitForSelector('[data-topic="software"]');
  const warning = await text(page, '[data-topic="software"]');
  expect(warning).toMatch(/software GPU: results are correct/);
  expect(warning).toMatch(/Use CPU engine[\s\S]*Keep/);
  expect(await text(page, '#adapter')).toMatch(/software GPU: .*swiftshader/i);
  const onGpu = await page.evaluate(() => window.saddlescape.result());
  expect(onGpu.engine).toMatchObject({ kind: 'gpu', fallback: true });
  const { counts, below, above } = onGpu.histogram;
  expect(counts.reduce((sum, count) => sum + count, 0) + below + above).toBe(4096);
  // A change while the GPU runs: a new run on the GPU.
  await page.fill('#sigma-box', '1');
  await page.press('#sigma-box', 'Enter');
  await expect
    .poll(async () => (await page.evaluate(() => window.saddlescape.result())).spec.noise.sigma)
    .toBe(1);
  expect(await engineWithSides(page)).toBe('gpu');
  await page.click('[data-topic="software"] button:has-text("Use CPU engine")');
  await expect.poll(() => text(page, '#adapter'), { timeout: 20_000 }).toMatch(/on the CPU/);
  expect(await engineWithSides(page)).toBe('cpu');
  expect(problems).toEqual([]);
  await close();
});

test('a software adapter that is slower than the CPU engine is not taken, in one line', async () => {
  const { page, problems, close } = await site.open({ query: '' });
  await page.waitForSelector('[data-topic="faster-cpu"]', { timeout: 60_000 });
  expect(await text(page, '[data-topic="faster-cpu"]')).toMatch(
    /CPU engine: (?:[\d.]+ times|as fast as) this machine's software GPU\./,
  );
  expect(await text(page, '#adapter')).toMatch(/on the CPU/);
  // A new run, on all cores.
  await page.evaluate(() =>
    window.saddlescape.load({ time: { steps: 500 }, ensemble: { particles: 8192 } }),
  );
  const { engine, histogram } = await page.evaluate(() => window.saddlescape.result());
  expect(engine.kind).toBe('cpu');
  const { counts, below, above } = histogram;
  expect(counts.reduce((sum, count) => sum + count, 0) + below + above).toBe(8192);
  // Measured once.
  await page.reload();
  await page.waitForSelector('[data-topic="faster-cpu"]');
  await page.click('[data-topic="faster-cpu"] button:has-text("Use software GPU")');
  await expect.poll(() => text(page, '#adapter'), { timeout: 20_000 }).toMatch(/software GPU/);
  expect(problems).toEqual([]);
  await close();
});
