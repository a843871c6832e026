import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { mapResult, mapToJson } from '../../src/experiment/sweep/map-result';
import { SweepRun } from '../../src/experiment/sweep/sweep-run';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { type Site, startSite } from './open-page';

/**
 * Workers that end without a word, as one does for want of memory. `SADDLESCAPE_LOSSES` threads of
 * the pool end in a map: 50 take some minutes.
 */
const LOSSES = Number(process.env.SADDLESCAPE_LOSSES ?? 3);

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const named = (page: Page, name: string) =>
  page.workers().filter((worker) => worker.url().includes(name));

test.each([
  ['index.html', 'live-worker'],
  ['map.html', 'map-worker'],
  ['map.html', 'theory-worker'],
  ['verify.html', 'verify-worker'],
  ['bench.html', 'bench-worker'],
])('%s says that its %s has ended, with Reload, and leaves no promise open', async (hash, name) => {
  const { page, close } = await site.open({ hash, early: true });
  await page.waitForFunction(() => window.boot?.running);
  const promise =
    hash === 'index.html' ? page.evaluate(() => window.saddlescape.finish().catch(String)) : null;
  await page.waitForTimeout(200);
  await named(page, name)[0].evaluate(() => close());
  const notice = page.locator('[data-topic="boot"]');
  await notice.waitFor({ timeout: 10_000 });
  expect(await notice.innerText()).toContain(
    'A program of this page has ended; a reload starts it again.',
  );
  expect(await notice.getByRole('button', { name: 'Reload' }).count()).toBe(1);
  if (promise) expect(await promise).toContain('has ended');
  await close();
});

test(`a map whose threads end ${LOSSES} times has the same bytes`, async () => {
  const sweep = parseSweep({
    base: { time: { steps: 20_000 } },
    x: { path: 'noise.sigma', from: 0.5, to: 3, count: 8 },
    y: { path: 'loss.a[0]', from: 0.1, to: 0.9, count: 8 },
    replicas: Math.max(128, 64 * LOSSES),
  });
  const { page, close } = await site.open({
    hash: `map.html${sweepToFragment(sweep)}`,
    early: true,
  });
  let ended = 0;
  for (; ended < LOSSES; ended++) {
    const threads = named(page, 'cpu-worker');
    if (threads.length === 0) {
      await page.waitForTimeout(50);
      ended--;
      continue;
    }
    await threads[ended % threads.length].evaluate(() => close()).catch(() => {});
    await page.waitForTimeout(100 + ((ended * 137) % 200));
  }
  await page.waitForSelector('main[data-state="done"]', { timeout: 300_000 });
  const waiting = page.waitForEvent('download');
  await page.selectOption('#save-select', 'json');
  const saved = await readFile(await (await waiting).path(), 'utf8');
  const engine = createCpuEngine('fastest');
  const run = new SweepRun(sweep, engine.identity);
  await run.advance(engine);
  const whole = JSON.parse(mapToJson(await mapResult(run)));
  expect(JSON.parse(saved).engine).toEqual(whole.engine);
  expect(JSON.parse(saved).digest).toBe(whole.digest);
  expect(await page.locator('[data-topic="trouble"]').count()).toBe(0);
  await close();
}, 600_000);
