import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSamples } from '../../src/experiment/samples/samples-file';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import '../../src/models/all-models';
import { provideSamples } from '../../src/spec/known-samples';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { type Site, startSite, text } from './open-page';
import { inState, saidInNotices } from './states';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

/** A skewed set of 400 pairs. */
const CSV = `xi,eta\n${Array.from({ length: 400 }, (_, j) => `${((j * 37) % 400) ** 2 / 1e4},${((j * 91) % 400) / 100}`).join('\n')}`;
const file = { name: 'pairs.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) };
const samples = readSamples(Buffer.from(CSV), 'pairs.csv');
const { data, deviation } = samples;
provideSamples(samples);
const OTHERS = 'xi,eta\n-1,1\n0,0\n2,-1\n-1,0\n';
const others = readSamples(Buffer.from(OTHERS), 'others.csv').data;

/** Drops a file on the page. */
function drop(page: Page, name: string, text: string): Promise<void> {
  return page.evaluate(
    (file) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([file.text], file.name));
      document.dispatchEvent(
        new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }),
      );
    },
    { name, text },
  );
}

test('a file of pairs runs, is kept for later visits, and is asked for where it is not', async () => {
  const { page, problems, close } = await site.open({
    hash: specToFragment(parseSpec({ ensemble: { particles: 512 }, time: { steps: 400 } })),
  });
  await page.waitForSelector('#samples-file', { state: 'attached' });
  await page.setInputFiles('#samples-file', file);
  await page.waitForFunction((name) => location.hash.includes(`data=${name}`), data);
  const { noise } = await page.evaluate(() => window.saddlescape.spec);
  expect(noise).toMatchObject({ law: 'samples', data, sigma: deviation[0], tau: deviation[1] });
  expect(await text(page, '#notices')).toMatch('pairs.csv: 400 pairs.');
  const summary = await page.locator('#samples-summary').textContent();
  expect(summary).toMatch(/^400 pairs, [0-9a-f]{8}; 95 % intervals:/);
  expect(summary).toMatch(/tail index of ξ \d/);
  await page.waitForFunction(() =>
    /step [1-9]/.test(document.querySelector('#numbers-list div')!.textContent!),
  );
  await page.setInputFiles('#samples-file', { ...file, buffer: Buffer.from('1,2\n3\n') });
  await page.waitForFunction(() =>
    document.querySelector('#notices')!.textContent!.includes('has 1 field in line 2'),
  );

  // The same browser, later: the link is enough.
  await page.reload();
  await page.waitForFunction(() =>
    /step [1-9]/.test(document.querySelector('#numbers-list div')?.textContent ?? ''),
  );
  expect((await page.evaluate(() => window.saddlescape.spec)).noise).toMatchObject({ data });

  // A map of the kept pairs counts, and theory knows its exponents.
  const sweep = parseSweep({
    base: { noise: { law: 'samples', data }, time: { dt: 1, steps: 20 } },
    x: { path: 'loss.a[0]', from: 0.1, to: 1, count: 2 },
    y: { path: 'optimizer.learningRate', from: 0.1, to: 1, count: 2 },
    replicas: 10,
  });
  await page.goto(new URL(`map.html${sweepToFragment(sweep)}`, page.url()).href);
  await inState(page, 'done');
  expect(await text(page, '#notices')).not.toMatch(/not accepted/);
  expect(new URL(page.url()).hash).toContain(`data=${data}`);
  // What is dropped on it becomes its noise; a saved map is opened; what is neither is refused.
  await drop(page, 'others.csv', OTHERS);
  await page.waitForFunction((name) => location.hash.includes(`data=${name}`), others);
  await inState(page, 'done');
  await drop(page, 'bad.csv', '1,2\n3\n');
  await saidInNotices(page, 'has 1 field in line 2');
  await drop(page, 'map.json', '{ "version": 1 }');
  await saidInNotices(page, 'map.json');
  expect(new URL(page.url()).hash).toContain(`data=${others}`);
  expect(problems).toEqual([]);
  await close();

  // Another one is told what to drop, and goes on once it has it.
  const hash = specToFragment(
    parseSpec({ noise: { law: 'samples', data }, ensemble: { particles: 512 } }),
  );
  const other = await site.open({ hash });
  expect(await text(other.page, '#notices')).toMatch(
    /noise\.data: "[0-9a-f]+\.\.\." is not accepted; give the file of these samples too/,
  );
  await other.page.waitForSelector('#samples-file', { state: 'attached' });
  await drop(other.page, 'pairs.csv', CSV);
  await other.page.waitForFunction(
    (name) =>
      'data' in window.saddlescape.spec.noise && window.saddlescape.spec.noise.data === name,
    data,
  );
  expect(other.problems).toEqual([]);
  await other.close();

  // So is a map, which then is the one of its link.
  const map = await site.open({ hash: `map.html${sweepToFragment(sweep)}`, early: true });
  await saidInNotices(map.page, 'give the file of these samples too');
  await drop(map.page, 'pairs.csv', CSV);
  await map.page.waitForFunction((name) => location.hash.includes(`data=${name}`), data);
  await inState(map.page, 'done');
  expect(await map.page.locator('.notice[data-topic="link"]').count()).toBe(0);
  expect(map.problems).toEqual([]);
  await map.close();
}, 120_000);
