import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { proofFields, type RunProof, readProof } from '../../src/spec/run-proof';
import { parseSpec } from '../../src/spec/schema';
import { sweepToFragment } from '../../src/spec/sweep-permalink';
import { parseSweep } from '../../src/spec/sweep-schema';
import { VERSION } from '../../src/version';
import { violations } from './axe';
import { type OpenPage, type Site, startSite, text } from './open-page';
import { ONE_SIDE } from './small-sweep';
import { inState } from './states';

/** Links that say what their run gives. */

const spec = parseSpec({ time: { steps: 64 }, ensemble: { particles: 2000, seed: 'proof' } });
const link = specToFragment(spec);
let site: Site;
let opened: OpenPage;
let truth: RunProof;

beforeAll(async () => {
  site = await startSite();
  opened = await site.open({ hash: link });
  const result = await opened.page.evaluate(() => window.saddlescape.finish());
  const { digest } = result;
  truth = { version: VERSION, digest, engine: 'cpu-simd', escaped: result.escape.count };
}, 60_000);
afterAll(() => site.close());

/** Follows a link in the same tab; its line is there when it says what was found. */
async function follow(page: Page, hash: string): Promise<Locator> {
  await page.evaluate((next) => {
    // That of the link before stands until the page has read this one.
    document.querySelector('.proof')?.classList.add('before');
    location.hash = '';
    location.hash = next;
  }, hash);
  await page.evaluate(() => window.saddlescape?.play());
  const line = page.locator('.proof:not(.before):not([data-grade="waits"])');
  await line.waitFor({ timeout: 60_000 });
  return line;
}

/** What is said of the run's link with a proof. */
async function found(proof: RunProof): Promise<{ grade: string; words: string }> {
  const line = await follow(opened.page, link + proofFields(proof));
  return { grade: (await line.getAttribute('data-grade'))!, words: await line.innerText() };
}

/** What *Copy link* copies. */
async function copiedLink(page: Page): Promise<string> {
  await page.evaluate(() => {
    const copied: string[] = [];
    Object.assign(window, { copied });
    navigator.clipboard.writeText = async (words) => {
      copied.push(words);
    };
  });
  await page.click('#copy-link');
  await page.waitForFunction(() => (window as unknown as { copied: string[] }).copied.length > 0);
  const [copied] = await page.evaluate(() => (window as unknown as { copied: string[] }).copied);
  return copied;
}

test('a link copied at the end says what the run gave, and opening it finds the same integers', async () => {
  expect(await copiedLink(opened.page)).toBe(site.url + link + proofFields(truth));
  expect(await found(truth)).toEqual({
    grade: 'same',
    words: `✓ Same integers as in the link, digest ${truth.digest.slice(0, 8)}.`,
  });
  expect(await opened.page.evaluate(() => location.hash)).toBe(link + proofFields(truth));
  expect(opened.problems).toEqual([]);
});

test('another engine within rounding, other integers, and another stream are told apart', async () => {
  const other = '0'.repeat(64);
  const near = await found({ ...truth, digest: other, engine: 'gpu', escaped: truth.escaped + 2 });
  expect(near.grade).toBe('rounding');
  expect(near.words).toMatch(
    /^≈ Other integers, within rounding: 2 of 2000 escapes differ\. .* on the GPU engine; this is version \S+ on the CPU engine \(SIMD .*\)\.$/,
  );
  const far = await found({ ...truth, digest: other, escaped: truth.escaped + 3 });
  expect(far.grade).toBe('other');
  expect(far.words).toMatch(/^✗ Other integers: 3 of 2000 escapes differ\./);
  const { page } = opened;
  await page.route('**/versions.json', (route) =>
    route.fulfill({ json: { versions: [{ version: '0.2.0', path: 'v/0.2.0/' }] } }),
  );
  const old = await found({ ...truth, version: '0.2.0', digest: other });
  expect(old.words).toContain('✗ Other integers: version 0.2.0, which made the link, drew other');
  const way = page.locator('.proof a');
  await way.waitFor();
  expect(await way.getAttribute('href')).toMatch(/^\/v\/0\.2\.0\/#watch\?.*&escaped=\d+$/);
  expect(await violations(page)).toEqual([]);
});

test('a change of the run takes the line away, and a link without a digest has none', async () => {
  const { page } = opened;
  await page.evaluate((hash) => {
    location.hash = hash;
  }, link);
  await page.locator('.proof').waitFor({ state: 'detached' });
  expect(await text(page, '#notices')).not.toContain('ignored');
});

test('links to a whole map say what it gave, and another map has no line', async () => {
  const sweep = parseSweep({
    ...ONE_SIDE,
    x: { path: 'noise.sigma', from: 1, to: 8, count: 4 },
    y: { path: 'loss.a[0]', from: 0.1, to: 1, count: 3 },
  });
  const map = sweepToFragment(sweep);
  const { page, problems } = await site.open({ hash: `map.html${map}`, early: true });
  await page.route('**/versions.json', (route) =>
    route.fulfill({ json: { versions: [{ version: '0.2.0', path: 'v/0.2.0/' }] } }),
  );
  await inState(page, 'done');
  expect(await page.locator('.proof').count()).toBe(0);
  const copied = await copiedLink(page);
  expect(copied).toMatch(/&engine=cpu-simd&escaped=\d+$/);
  const given = readProof(copied)!;
  expect(copied).toBe(`${site.url}map.html${map}${proofFields(given)}`);
  expect(given.version).toBe(VERSION);
  const other = '0'.repeat(64);
  const lineOf = async (proof: RunProof) =>
    (await follow(page, map + proofFields(proof))).innerText();
  expect(await lineOf(given)).toBe(
    `✓ Same integers as in the link, digest ${given.digest.slice(0, 8)}.`,
  );
  const { escaped } = given;
  expect(await lineOf({ ...given, digest: other, engine: 'gpu', escaped: escaped + 1 })).toMatch(
    /^≈ Other integers, within rounding: 1 of 1200 escapes differ\. /,
  );
  expect(await lineOf({ ...given, digest: other, engine: 'gpu', escaped: escaped + 2 })).toMatch(
    /^✗ Other integers: 2 of 1200 escapes differ\. /,
  );
  expect(await lineOf({ ...given, version: '0.2.0', digest: other })).toContain('drew other');
  const way = page.locator('.proof a');
  await way.waitFor();
  expect(await way.getAttribute('href')).toMatch(/^\/v\/0\.2\.0\/map\.html#map\?.*&escaped=\d+$/);
  // The link is of another map from now on.
  await page.selectOption('#preset-select', { index: 1 });
  await page.locator('.proof').waitFor({ state: 'detached' });
  expect(problems).toEqual([]);
});
