import { readFile } from 'node:fs/promises';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { mapResult, mapToJson } from '../../src/experiment/sweep/map-result';
import { SweepRun } from '../../src/experiment/sweep/sweep-run';
import { fragmentToSpec } from '../../src/spec/link-reader';
import type { Sweep } from '../../src/spec/sweep';
import { fragmentToSweep, sweepToFragment } from '../../src/spec/sweep-permalink';
import { SWEEP_PRESETS } from '../../src/spec/sweep-presets';
import { parseSweep } from '../../src/spec/sweep-schema';
import { LONG } from '../support/long';
import { violationsOfSchemes } from './axe';
import { resizeTo, type Site, startSite, text } from './open-page';
import { SMALL_SWEEP as SMALL } from './small-sweep';
import { begun, holds, inState, saidInNotices } from './states';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const { base: BASE } = SMALL;

async function open(sweep: Sweep | null, options: BrowserContextOptions = {}, on = site) {
  const hash = `map.html${sweep ? sweepToFragment(sweep) : ''}`;
  return on.open({ ...options, hash, early: true });
}

/** What is saved to a file. */
async function saved(page: Page, format: string): Promise<string> {
  const waiting = page.waitForEvent('download');
  await page.selectOption('#save-select', format);
  return readFile(await (await waiting).path(), 'latin1');
}

/** The document of a map as the CPU engine makes it in one piece; of the small one once. */
function expectedJson(sweep: Sweep): Promise<string> {
  if (sweep !== SMALL) return countedJson(sweep);
  smallJson ??= countedJson(SMALL);
  return smallJson;
}
let smallJson: Promise<string> | null = null;

async function countedJson(sweep: Sweep): Promise<string> {
  const engine = createCpuEngine('fastest');
  const run = new SweepRun(sweep, engine.identity);
  await run.advance(engine);
  return mapToJson(await mapResult(run));
}

test('a map begins by itself, and its file is that of the CPU engine, to the byte', async () => {
  const { page, problems, close } = await open(SMALL);
  await inState(page, 'done');
  expect(await page.locator('.map-panel').count()).toBe(3);
  expect(await text(page, '#map-title')).toContain('A SGD');
  expect(await text(page, '#takeaway')).toMatch(
    /escapes more often than not in \d+ % of the cells\. B \(Perturbed.*\)/,
  );
  expect(await text(page, '#progress')).toMatch(/^All 32 cells/);
  expect(await text(page, '#cost')).toMatch(
    /^32 cells, 100 replicas each: 384 thousand particle-steps/,
  );
  const json = await saved(page, 'json');
  expect(json).toBe(await expectedJson(SMALL));
  const csv = await saved(page, 'csv');
  expect(csv.split('\n').length).toBe(1 + 64 + 1);
  expect((await saved(page, 'npz')).slice(0, 2)).toBe('PK');
  const svg = await saved(page, 'svg');
  expect(svg).toContain('map.html#map?v=2&#38;');
  expect(await saved(page, 'png')).toMatch(/^\x89PNG[\s\S]*tEXt[\s\S]*map\.html#map\?v=2&/);
  expect(problems).toEqual([]);
  await close();
});

/** Whether so many percent of the map are counted, or all of it. */
const hasCome = (share: number) => {
  const progress = document.querySelector('#progress')!.textContent!;
  return progress.startsWith('All') || Number(/^(\d+) %/.exec(progress)?.[1]) >= share;
};

test('tabs that are killed at random moments leave the same map, to the byte', async () => {
  // Large enough not to be counted before it is killed.
  const across = 20;
  const sweep = parseSweep({
    ...SMALL,
    x: { ...SMALL.x, count: across },
    y: { ...SMALL.y, count: across },
    base: { ...BASE, time: { dt: 1, steps: 400 } },
    replicas: 1000,
    // Its theory takes no time: what is killed is the counting.
    compare: { optimizer: { learningRate: 0.2 } },
  });
  const first = await open(sweep);
  const context = first.page.context();
  let { page } = first;
  let kills = 0;
  let largest = 0;
  for (; kills < (LONG ? 5 : 2); kills++) {
    await begun(page);
    // Moments are shares of the map, from at once to more than a half, and a scrambled time more.
    await holds(page, `${15 * kills} % counted`, hasCome, 15 * kills);
    await page.waitForTimeout((((kills * 2654435761) % 2 ** 32) / 2 ** 32) * 200);
    largest = Math.max(largest, Number(/^(\d+) %/.exec(await text(page, '#progress'))?.[1] ?? 0));
    await page.close({ runBeforeUnload: false });
    page = await context.newPage();
    await page.goto(`${site.url}map.html${sweepToFragment(sweep)}`);
  }
  expect(largest, 'it came some way before it was killed').toBeGreaterThan(3);
  await inState(page, 'done');
  expect(await saved(page, 'json')).toBe(await expectedJson(sweep));
  // One that a tab had finished says so, too: nothing is left to count, once its end is stored.
  await expect
    .poll(async () => {
      await page.reload();
      await inState(page, 'done');
      return text(page, '#progress');
    })
    .toBe(`All ${across ** 2} cells, counted earlier.`);
  await context.close();
}, 180_000);

test('pause, continue, stop and keep, discard', async () => {
  // Long on any machine: it waits to be started, and is not done before anybody looks.
  const long = parseSweep({
    ...SMALL,
    base: { ...BASE, time: { dt: 1, steps: 1_000_000 } },
    replicas: 100_000,
  });
  const { page, problems, close } = await open(long);
  await holds(
    page,
    'a map that waits for Start',
    () => /That is long/.test(document.querySelector('#cost')!.textContent!),
    null,
  );
  expect(await page.getAttribute('main', 'data-state')).toBe('ready');
  await page.click('#run-button');
  await inState(page, 'running');
  await page.click('#run-button');
  await inState(page, 'paused');
  const before = await text(page, '#progress');
  await page.waitForTimeout(300);
  expect(await text(page, '#progress')).toBe(before);
  await page.click('#run-button');
  await inState(page, 'running');
  await page.click('#keep-button');
  await inState(page, 'kept');
  expect(JSON.parse(await saved(page, 'json'))).toMatchObject({ partial: true });
  await page.click('#discard-button');
  await inState(page, 'ready');
  expect(await text(page, '#takeaway')).toBe('');
  // What was discarded does not come back.
  await page.reload();
  await page.waitForFunction(() =>
    /particle-steps/.test(document.querySelector('#cost')!.textContent!),
  );
  expect(await text(page, '#progress')).not.toMatch(/[2-9]\d %/);
  expect(problems).toEqual([]);
  await close();
});

test('the cursor goes by keys, and Enter opens the cell in Watch as the very run', async () => {
  const { page, problems, close } = await open(SMALL);
  await inState(page, 'done');
  const cells = page.locator('.map-cells').first();
  await cells.focus();
  // The numbers follow with the next frame.
  const place = (wanted: string) =>
    page.waitForFunction(
      (start) =>
        document.querySelector('#readout .map-detail-title')!.textContent!.startsWith(start),
      wanted,
    );
  await place('noise σ 5, push a 0.7');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowDown');
  await place('noise σ 6, push a 0.4');
  await page.keyboard.press('Home');
  await place('noise σ 1, ');
  await page.keyboard.press('End');
  await place('noise σ 8, ');
  const json = JSON.parse(await saved(page, 'json'));
  await cells.focus();
  await page.keyboard.press('Enter');
  await page.waitForURL(/index\.html#watch/);
  const spec = fragmentToSpec(page.url());
  expect(spec).toMatchObject({
    noise: { sigma: 8 },
    loss: { a: [0.4] },
    ensemble: { particles: 65_536, cell: 15 },
  });
  const [tally] = await createCpuEngine('fastest').countEscapes([
    { specs: [spec], first: 0, end: 100 },
  ]);
  expect(tally.escaped[0]).toBe(json.cells[15].escaped);
  expect(problems).toEqual([]);
  await close();
});

test('a rectangle that is dragged is mapped finer', async () => {
  const { page, close } = await open(SMALL);
  await inState(page, 'done');
  const box = (await page.locator('.map-cells').first().boundingBox())!;
  const at = (i: number, j: number) =>
    [box.x + ((i + 0.5) / 8) * box.width, box.y + (1 - (j + 0.5) / 4) * box.height] as const;
  await page.mouse.move(...at(2, 1));
  await page.mouse.down();
  await page.mouse.move(...at(3, 1), { steps: 4 });
  await page.mouse.move(...at(5, 2), { steps: 4 });
  await page.mouse.up();
  await page.waitForFunction(() => location.hash.includes('xAxis=noise.sigma,linear,3,6,8'));
  expect(fragmentToSweep(page.url()).y).toMatchObject({ from: 0.4, to: 0.7, count: 4 });
  await inState(page, 'done');
  await page.goBack();
  await page.waitForFunction(() => location.hash.includes('linear,1,8,8'));
  await inState(page, 'done');
  await close();
});

test('a saved map is opened again', async () => {
  const { page, problems, close } = await open(parseSweep({ ...SMALL, replicas: 50 }));
  await begun(page);
  await page.setInputFiles('#open-file', {
    name: 'map.json',
    mimeType: 'application/json',
    buffer: Buffer.from(await expectedJson(SMALL)),
  });
  await inState(page, 'kept');
  expect(page.url()).toContain(sweepToFragment(SMALL));
  expect(await saved(page, 'json')).toBe(await expectedJson(SMALL));
  await page.setInputFiles('#open-file', {
    name: 'map.json',
    mimeType: 'application/json',
    buffer: Buffer.from('{"cells": 3}'),
  });
  await page.waitForSelector('.notice[data-topic="refused"]');
  expect(await text(page, '.notice[data-topic="refused"]')).toContain(
    'map.json is not accepted: it is not the result of a sweep',
  );
  expect(await page.getAttribute('main', 'data-state')).toBe('kept');
  // Bytes that are no JSON are named as what they are, and with their place.
  for (const [buffer, sentence] of [
    [
      Buffer.from('i,j,side\n0,0,a\n'),
      'The map in map.json is not JSON: line 1, column 1 has "i" where',
    ],
    [
      Buffer.from('{"cells": []}', 'utf16le'),
      'The map in map.json is in UTF-16; save it as UTF-8.',
    ],
  ] as const) {
    await page.setInputFiles('#open-file', {
      name: 'map.json',
      mimeType: 'application/json',
      buffer,
    });
    await expect.poll(() => text(page, '.notice[data-topic="refused"]')).toContain(sentence);
  }
  expect(problems).toEqual([]);
  await close();
});

test('a map that does not prove its counts is opened with a sentence, and gains no digest by being saved', async () => {
  const { page, problems, close } = await open(SMALL);
  await begun(page);
  const whole = await expectedJson(SMALL);
  const { digest } = JSON.parse(whole);
  const load = (buffer: Buffer) =>
    page.setInputFiles('#open-file', { name: 'old.json', mimeType: 'application/json', buffer });
  for (const [changed, sentence] of [
    ['null', 'The map in old.json has no digest: nothing proves that its counts are unchanged.'],
    [
      `"${digest.replace(/^./, digest[0] === '0' ? '1' : '0')}"`,
      'was changed after it was written',
    ],
  ]) {
    const file = whole.replace(`"${digest}"`, changed);
    await load(Buffer.from(file));
    await inState(page, 'kept');
    await expect.poll(() => text(page, '.notice[data-topic="provenance"]')).toContain(sentence);
    expect(await saved(page, 'json')).toBe(file);
  }
  await load(Buffer.from(whole));
  await expect.poll(() => page.locator('.notice[data-topic="provenance"]').count()).toBe(0);
  expect(problems).toEqual([]);
  await close();
});

test('controls change the map; what is refused says why and leaves it as it was', async () => {
  const { page, problems, close } = await open(SMALL);
  await inState(page, 'done');
  const axes = async (wanted: string) =>
    page.waitForFunction((part) => location.hash.includes(part), wanted);
  await page.selectOption('#method-B', 'heavy-ball');
  await axes(encodeURIComponent('"heavy-ball"'));
  await inState(page, 'done');
  await page.click('#swap-sides');
  await axes('optimizer=heavy-ball');
  expect(fragmentToSweep(page.url()).compare).toEqual({ optimizer: { kind: 'sgd' } });
  await page.click('#add-side');
  await inState(page, 'done');
  expect(await page.locator('.map-panel').count()).toBe(3);
  await page.selectOption('#show-select', 'differences');
  await page.waitForFunction(
    () => document.querySelector('.map-panel:last-child .map-panel-title')?.textContent === 'A − C',
  );
  const link = page.url();
  await page.fill('#x-count', '1000');
  await page.press('#x-count', 'Enter');
  expect(await text(page, '#x-count-error')).toBe(
    'x.count: 1000 is not accepted; give a whole number from 1 to 512.',
  );
  await page.fill('#steps', 'many');
  await page.press('#steps', 'Enter');
  expect(await text(page, '#steps-error')).toBe(
    'steps: “many” is not a number; give one such as 60.',
  );
  await page.click('#editor-button');
  await page.fill('#sweep-text', '{"x": {"path": "noise.sigmo", "values": [1]}}');
  await page.click('#sweep-apply');
  expect(await text(page, '#sweep-error')).toContain('x.path: "noise.sigmo" is not accepted');
  expect(page.url()).toBe(link);
  expect(problems).toEqual([]);
  await close();
});

test('a link that is no map is refused in one sentence, and the page works', async () => {
  const { page, problems, close } = await site.open({
    hash: 'map.html#map?v=1&loss=saddle',
    early: true,
  });
  await page.waitForSelector('.notice[data-topic="link"]');
  expect(await text(page, '.notice[data-topic="link"] p')).toBe(
    `The link is cut off after the field "v"; copy it whole, up to &end. The map “${SWEEP_PRESETS[0].title}” is shown instead.`,
  );
  await begun(page);
  expect(problems).toEqual([]);
  await close();
});

test('cells that fail are shown and said', async () => {
  const { page, close } = await open(
    parseSweep({
      base: { ...BASE, noise: { law: 'dataset', sigma: 4, tau: 0.05 } },
      x: { path: 'optimizer.batchSize', values: [1, 100] },
      y: { path: 'noise.samples', values: [10, 1000] },
      replicas: 50,
    }),
  );
  await inState(page, 'done');
  await page.click('#table-button');
  const rows = await page.locator('#cell-table tbody tr').allInnerTexts();
  expect(
    rows.filter((row) => row.includes('optimizer.batchSize: 100 is not accepted')).length,
  ).toBe(1);
  expect(await text(page, '#map-legend')).toContain('failed');
  await close();
});

test('counts are held against exact probabilities, of a cell and of the whole map', async () => {
  const { page, problems, close } = await open(
    parseSweep({
      base: { ...BASE, time: { dt: 1, steps: 15 } },
      x: { path: 'noise.sigma', values: [2, 5] },
      y: { path: 'noise.tau', values: [0, 3] },
      replicas: 5000,
      compare: { optimizer: { kind: 'svrg' } },
    }),
  );
  await inState(page, 'done');
  await page.locator('#readout button').click();
  await page.waitForFunction(() =>
    /%, z [+−]/.test(document.querySelector('#readout')!.textContent!),
  );
  // SVRG has a memory, and no exact probability; without additive noise small steps have a closed
  // form.
  expect(await text(page, '#readout .map-readout-notes')).toMatch(/^B: SVRG remembers/);
  await page.locator('.map-cells').first().focus();
  await page.keyboard.press('ArrowDown');
  await page.locator('#readout button').click();
  await page.waitForFunction(() =>
    /small steps/.test(document.querySelector('#readout')!.textContent!),
  );
  await page.selectOption('#show-select', 'residuals');
  await page.waitForFunction(() =>
    /of 4 cells with an exact/.test(document.querySelector('#agreement')!.textContent!),
  );
  expect(await text(page, '.map-panel:first-child .map-panel-title')).toBe('A: counted − exact');
  expect(await text(page, '#agreement')).toMatch(
    /A: of 4 cells with an exact probability [01] lie outside/,
  );
  expect(problems).toEqual([]);
  await close();
});

test('nothing is cut off at 1280, 390 and 320 pixels; axe finds nothing with everything open, light and dark', async () => {
  const { page, close } = await open(SMALL);
  await inState(page, 'done');
  await expectAllInSight(page);
  await resizeTo(page, 1280, 800);
  if (LONG) expect(await violationsOfSchemes(page)).toEqual([]);
  await page.click('#table-button');
  await page.click('#editor-button');
  await page.waitForSelector('#sweep-text');
  await page.fill('#x-count', 'x');
  await page.press('#x-count', 'Enter');
  await page.locator('#readout button').click();
  await page.waitForFunction(() => / z /.test(document.querySelector('#readout')!.textContent!));
  expect(await violationsOfSchemes(page)).toEqual([]);
  await page.click('#help-button');
  expect(await violationsOfSchemes(page)).toEqual([]);
  await close();
});

async function expectAllInSight(page: Page): Promise<void> {
  for (const width of [1280, 390, 320]) {
    await resizeTo(page, width, 800);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
      width,
    );
    const small = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('main button, main select, main input')]
        .filter((element) => element.offsetParent && !element.closest('table'))
        .map((element) => ({
          id: element.id || element.textContent,
          size: element.getBoundingClientRect(),
        }))
        .filter(({ size }) => size.height < 13 || size.width < 13 || size.right > innerWidth + 1)
        .map(({ id }) => id),
    );
    expect(small, `at ${width} pixels`).toEqual([]);
  }
}

test('a software GPU counts where it is asked for, and the CPU engine where that is faster', async () => {
  const gpu = await startSite({ gpu: true });
  try {
    const { page, problems, close } = await open(SMALL, {}, gpu);
    // Compiles, and measures.
    await saidInNotices(page, 'CPU engine: ', 90_000);
    expect(await text(page, '.notice[data-topic="faster-cpu"] p')).toMatch(
      /^CPU engine: (?:[\d.]+ times|as fast as) this machine's software GPU\.$/,
    );
    await inState(page, 'done');
    expect(await text(page, '#adapter')).toContain('on the CPU');
    await page.click('.notice[data-topic="faster-cpu"] button:text("Use software GPU")');
    expect(await page.inputValue('#engine-select')).toBe('gpu');
    await page.waitForFunction(() =>
      document.querySelector('#adapter')!.textContent!.includes('software GPU'),
    );
    await inState(page, 'done');
    expect(await text(page, '#adapter')).toContain('software GPU');
    const json = JSON.parse(await saved(page, 'json'));
    expect(json.engine).toMatchObject({ kind: 'gpu', fallback: true });
    const expected = JSON.parse(await expectedJson(SMALL));
    for (const [k, cell] of json.cells.entries())
      expect(Math.abs(cell.escaped - expected.cells[k].escaped)).toBeLessThanOrEqual(1);
    expect(problems).toEqual([]);
    await close();
  } finally {
    await gpu.close();
  }
}, 180_000);
