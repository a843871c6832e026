import { afterAll, beforeAll, expect, test } from 'vitest';
import { readSamples } from '../../src/experiment/samples/samples-file';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import '../../src/models/all-models';
import { provideSamples } from '../../src/spec/known-samples';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { type Site, startSite, text } from './open-page';
import { inState } from './states';

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
  await other.page.evaluate((csv) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([csv], 'pairs.csv'));
    document.dispatchEvent(
      new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }),
    );
  }, CSV);
  await other.page.waitForFunction(
    (name) =>
      'data' in window.saddlescape.spec.noise && window.saddlescape.spec.noise.data === name,
    data,
  );
  expect(other.problems).toEqual([]);
  await other.close();
}, 120_000);
