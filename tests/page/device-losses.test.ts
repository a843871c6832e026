import { readFile } from 'node:fs/promises';
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
import { type Site, startSite, text } from './open-page';
import { inState, saidInNotices } from './states';

/**
 * The built page while its graphics device is taken away again and again, at seeded random moments:
 * the integers are those of an undisturbed run on the engine that the page names.
 * SADDLESCAPE_LOSSES says how often on each page: 100 take some minutes.
 */
const LOSSES = Number(process.env.SADDLESCAPE_LOSSES ?? 3);
const SEED = process.env.SADDLESCAPE_LOSS_SEED ?? '1';
const LIMIT = 150_000 + 10_000 * LOSSES;

let site: Site;
beforeAll(async () => {
  // A lost device counts against what the browser shows later.
  site = await startSite({ gpu: true, own: true });
});
afterAll(() => site.close());

/** Runs first in every worker: it keeps each device that is given, so that it can be taken away. */
const KEEP_DEVICES = `
  globalThis.devices = [];
  const give = GPUAdapter.prototype.requestDevice;
  GPUAdapter.prototype.requestDevice = async function (...all) {
    const device = await give.apply(this, all);
    devices.push(device);
    return device;
  };`;

declare const devices: GPUDevice[];

const named = (page: Page, name: string) =>
  page.workers().find((worker) => worker.url().includes(name))!;

/** Takes the device away, and says whether there was one. */
const lose = (page: Page, worker: string) =>
  named(page, worker).evaluate(() => {
    const device = devices.pop();
    device?.destroy();
    return device !== undefined;
  });

const onGpu = (page: Page) =>
  expect.poll(() => text(page, '#adapter'), { timeout: 30_000 }).toContain('software GPU');

const SPEC = parseSpec({
  loss: { a: [0.5] },
  noise: { sigma: 1.5, tau: 0.1 },
  time: { steps: 2000, dt: 0.01 },
  ensemble: { particles: 4096, seed: 'losses' },
});

const WATCH = `index.html${specToFragment(SPEC)}`;

/** What the page has of the run when it is done. */
const finished = (page: Page) => page.evaluate(() => window.saddlescape.finish());
const loaded = (page: Page) => page.evaluate((spec) => window.saddlescape.load(spec), SPEC);

test(`Watch: a run whose device is lost ${LOSSES} times`, { timeout: LIMIT }, async () => {
  const { page, problems, close } = await site.open({ hash: WATCH, inWorkers: KEEP_DEVICES });
  const random = seedrandom(`watch ${SEED}`);
  await onGpu(page);
  const undisturbed = await finished(page);
  expect(undisturbed.engine.kind).toBe('gpu');
  const onCpu = runSpec(createCpuEngine('fastest'), SPEC);
  let lost = 0;
  while (lost < LOSSES) {
    await loaded(page);
    let end: ReturnType<typeof finished> | null = null;
    // Some while the picture moves, and the last ones while the run hurries to its end.
    for (let k = 0; k < 4 && lost < LOSSES; k++) {
      await page.waitForTimeout(300 * random());
      if (k === 2) end = finished(page);
      if (await lose(page, 'live-worker')) lost++;
    }
    const { engine, digest } = await (end ?? finished(page));
    if (engine.kind === 'cpu') {
      // More than three times without finished work between: the page goes on without the device.
      expect(await text(page, '#notices')).toContain('The graphics device was lost 4 times');
      expect(digest).toBe((await onCpu).digest);
      await page.reload();
      await onGpu(page);
    } else {
      expect(engine).toEqual(undisturbed.engine);
      expect(digest).toBe(undisturbed.digest);
    }
  }
  expect(problems).toEqual([]);
  await close();
});

const SWEEP = parseSweep({
  base: { loss: { a: [0.5] }, noise: { tau: 0.1 }, time: { steps: 200, dt: 0.05 } },
  x: { path: 'noise.sigma', from: 0.2, to: 3, count: 6 },
  y: { path: 'loss.a[0]', from: 0.1, to: 0.9, count: 6 },
  replicas: 4096,
});
const MAP = `map.html${sweepToFragment(SWEEP)}`;

const stateOf = (page: Page) => page.getAttribute('main', 'data-state');
const LOST_OFTEN = /^The graphics device was lost 4 times;.*press Continue to go on\./;

/**
 * The document of the map when it is done. Where the device is lost more than three times without
 * finished work between, the map stands, says so, and goes on when it is told to.
 */
async function saved(page: Page) {
  for (;;) {
    await inState(page, ['done', 'paused'], LIMIT);
    if ((await stateOf(page)) === 'done') break;
    expect(await text(page, '[data-topic="trouble"]')).toMatch(LOST_OFTEN);
    await page.click('#run-button');
    await page.waitForSelector('main:not([data-state="paused"])');
  }
  const waiting = page.waitForEvent('download');
  await page.selectOption('#save-select', 'json');
  return JSON.parse(await readFile(await (await waiting).path(), 'utf8'));
}

/** A map takes longer than a run. */
const LOSSES_OF_MAP = LONG || LOSSES > 3 ? LOSSES : 1;

test(`Map: maps whose device is lost ${LOSSES_OF_MAP} times`, { timeout: LIMIT }, async () => {
  const { page, problems, close } = await site.open({
    hash: MAP,
    inWorkers: KEEP_DEVICES,
    early: true,
  });
  const random = seedrandom(`map ${SEED}`);
  await page.selectOption('#engine-select', 'gpu');
  await onGpu(page);
  const undisturbed = await saved(page);
  expect(undisturbed.engine.kind).toBe('gpu');
  let lost = 0;
  while (lost < LOSSES_OF_MAP) {
    await page.click('#discard-button');
    await inState(page, 'ready', LIMIT);
    await page.click('#run-button');
    for (let k = 0; k < 4 && lost < LOSSES_OF_MAP && (await stateOf(page)) !== 'done'; k++) {
      await page.waitForTimeout(400 * random());
      if (await lose(page, 'map-worker')) lost++;
    }
    const { engine, digest } = await saved(page);
    expect(engine).toEqual(undisturbed.engine);
    expect(digest).toBe(undisturbed.digest);
  }
  expect(problems).toEqual([]);
  await close();
});

/** Chromium gives an adapter again after the first crash, and none after the second. */
test.each(Array.from({ length: Math.ceil(LOSSES / 10) }, (_, round) => round))(
  'Watch and Map, round %i: the GPU process crashes twice',
  { timeout: LIMIT },
  async (round) => {
    const random = seedrandom(`crash ${SEED} ${round}`);
    const own = await startSite({ gpu: true, own: true });
    // Not done before the second crash, on a fast machine either.
    const long = { ...SWEEP, replicas: 8 * SWEEP.replicas };
    const watch = await own.open({ hash: WATCH, early: true });
    await onGpu(watch.page);
    const map = await own.open({ hash: `map.html${sweepToFragment(long)}`, early: true });
    await map.page.selectOption('#engine-select', 'gpu');
    await onGpu(map.page);
    await inState(map.page, 'running', LIMIT);
    await loaded(watch.page);
    const browser = await own.browser.newBrowserCDPSession();
    const crash = async () => {
      await map.page.waitForTimeout(300 * random());
      // Its answer does not come: it goes with the process.
      browser.send('Browser.crashGpuProcess').catch(() => {});
    };
    await crash();
    await saidInNotices(watch.page, 'The graphics driver was reset.');
    await saidInNotices(map.page, 'the map continues on a new one');
    await crash();
    await saidInNotices(watch.page, 'The GPU cannot be used; using the CPU.');
    await saidInNotices(map.page, 'the map starts again');
    const cpu = createCpuEngine('fastest');
    const run = await runSpec(cpu, SPEC);
    const end = await finished(watch.page);
    expect(end.engine).toEqual(run.engine);
    expect(end.digest).toBe(run.digest);
    const sweep = new SweepRun(long, cpu.identity);
    await sweep.advance(cpu);
    const whole = JSON.parse(mapToJson(await mapResult(sweep)));
    const counted = await saved(map.page);
    expect(counted.engine).toEqual(whole.engine);
    expect(counted.digest).toBe(whole.digest);
    expect([...watch.problems, ...map.problems]).toEqual([]);
    await own.close();
  },
);
