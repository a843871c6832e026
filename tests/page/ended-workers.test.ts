import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { Page } from 'playwright-core';
import seedrandom from 'seedrandom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { runSpec } from '../../src/experiment/run';
import { mapResult, mapToJson } from '../../src/experiment/sweep/map-result';
import { SweepRun } from '../../src/experiment/sweep/sweep-run';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { LONG } from '../support/long';
import { type Site, startSite } from './open-page';
import { inState } from './states';

/**
 * Workers that end without a word, as one does for want of memory. `SADDLESCAPE_LOSSES` of each
 * kind end at seeded random moments of a run or map: 50 take some minutes.
 */
const LOSSES = Number(process.env.SADDLESCAPE_LOSSES ?? (LONG ? 2 : 1));
const SEED = process.env.SADDLESCAPE_LOSS_SEED ?? '1';
const LIMIT = 60_000 + 10_000 * LOSSES;

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const named = (page: Page, name: string) =>
  page.workers().filter((worker) => worker.url().includes(name));

test.each<readonly [hash: string, name: string]>([
  ['index.html', 'live-worker'],
  // A map whose worker ends is reloaded further down.
  ...(LONG ? [['map.html', 'map-worker'] as const] : []),
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
  await notice.waitFor();
  expect(await notice.innerText()).toContain(
    'A part of this page has stopped; reload the page to start it again.',
  );
  expect(await notice.getByRole('button', { name: 'Reload' }).count()).toBe(1);
  if (promise) expect(await promise).toContain('has stopped');
  await close();
});

const SWEEP = parseSweep({
  base: { time: { steps: 20_000 } },
  x: { path: 'noise.sigma', from: 0.5, to: 3, count: 8 },
  y: { path: 'loss.a[0]', from: 0.1, to: 0.9, count: 8 },
  replicas: Math.max(128, 64 * LOSSES),
});
const MAP = `map.html${sweepToFragment(SWEEP)}`;

/** The map is done in the end, and is that of the CPU engine in one piece. */
async function expectWhole(page: Page): Promise<void> {
  await inState(page, 'done', 300_000);
  const waiting = page.waitForEvent('download');
  await page.selectOption('#save-select', 'json');
  const saved = JSON.parse(await readFile(await (await waiting).path(), 'utf8'));
  undisturbed ??= counted();
  const whole = await undisturbed;
  expect(saved.engine).toEqual(whole.engine);
  expect(saved.digest).toBe(whole.digest);
}

let undisturbed: ReturnType<typeof counted> | null = null;

async function counted() {
  const engine = createCpuEngine('fastest');
  const run = new SweepRun(SWEEP, engine.identity);
  await run.advance(engine);
  return JSON.parse(mapToJson(await mapResult(run)));
}

/** Lets the minute that a worker has to begin pass in five seconds. */
function hurry(): void {
  const each = setInterval;
  const faster = (act: () => void, milliseconds: number) => each(act, milliseconds / 12);
  globalThis.setInterval = faster as typeof setInterval;
}

test('a worker that ends before it begins leaves no promise open', async () => {
  const { page, close } = await site.open({ early: true, before: hurry, inWorkers: 'close();' });
  await page.waitForFunction(() => window.saddlescape);
  const said = page.evaluate(() => window.saddlescape.finish().catch(String));
  expect(await said).toContain('has stopped');
  expect(await page.getByRole('button', { name: 'Reload' }).count()).toBe(1);
  await close();
});

/** Ends the first thread that a worker opens. */
function endFirst(): void {
  const Thread = Worker;
  const scope = globalThis as { Worker: typeof Worker; opened?: number };
  scope.opened = 0;
  scope.Worker = class extends Thread {
    constructor(file: string | URL, options?: WorkerOptions) {
      super(file, options);
      if (++scope.opened! === 1) super.terminate();
    }
  };
}

test('a map one of whose threads ends before it begins has the same bytes', async () => {
  const inWorkers = `(${hurry})();(${endFirst})();`;
  const { page, close } = await site.open({ hash: MAP, early: true, inWorkers });
  await expectWhole(page);
  const counting = named(page, 'map-worker')[0];
  expect(await counting.evaluate(() => (globalThis as { opened?: number }).opened)).toBeGreaterThan(
    availableParallelism(),
  );
  await close();
}, 120_000);

/** Ends a worker of a page that runs, and takes the way out that the page offers. */
async function endAndReload(page: Page, name: string, milliseconds: number): Promise<void> {
  await page.waitForFunction(() => window.boot?.running);
  await page.waitForTimeout(milliseconds);
  await named(page, name)[0].evaluate(() => close());
  await page.click('[data-topic="boot"] button:text("Reload")');
  await page.waitForFunction(() => document.querySelector('[data-topic="boot"]') === null);
}

test(`a run whose worker ends ${LOSSES} times has the same integers`, {
  timeout: LIMIT,
}, async () => {
  const spec = parseSpec({ time: { steps: 20_000 }, ensemble: { particles: 4096 } });
  const hash = `index.html${specToFragment(spec)}`;
  const random = seedrandom(`live ${SEED}`);
  const { page, close } = await site.open({ hash, early: true });
  for (let ended = 0; ended < LOSSES; ended++)
    await endAndReload(page, 'live-worker', 400 * random());
  await page.waitForFunction(() => window.boot?.running);
  const end = await page.evaluate(() => window.saddlescape.finish());
  const whole = await runSpec(createCpuEngine('fastest'), spec);
  expect(end.engine).toEqual(whole.engine);
  expect(end.digest).toBe(whole.digest);
  await close();
});

test(`a map whose threads end ${LOSSES} times has the same bytes`, async () => {
  // A thread may end before it begins.
  const inWorkers = `(${hurry})();`;
  const { page, close } = await site.open({ hash: MAP, early: true, inWorkers });
  const random = seedrandom(`threads ${SEED}`);
  let ended = 0;
  for (; ended < LOSSES; ended++) {
    const threads = named(page, 'cpu-worker');
    if (threads.length === 0) {
      await page.waitForTimeout(50);
      ended--;
      continue;
    }
    await threads[ended % threads.length].evaluate(() => close()).catch(() => {});
    await page.waitForTimeout(100 + 200 * random());
  }
  await expectWhole(page);
  expect(await page.locator('[data-topic="trouble"]').count()).toBe(0);
  await close();
}, 600_000);

test(`a map whose workers end ${LOSSES} times has the same bytes`, {
  timeout: LIMIT,
}, async () => {
  const random = seedrandom(`map ${SEED}`);
  const { page, close } = await site.open({ hash: MAP, early: true });
  for (let ended = 0; ended < LOSSES; ended++)
    await endAndReload(page, ended % 3 === 1 ? 'theory-worker' : 'map-worker', 2000 * random());
  await expectWhole(page);
  await close();
});
