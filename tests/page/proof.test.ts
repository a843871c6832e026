import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { proofFields, type RunProof } from '../../src/spec/run-proof';
import { parseSpec } from '../../src/spec/schema';
import { VERSION } from '../../src/version';
import { violations } from './axe';
import { type OpenPage, type Site, startSite, text } from './open-page';

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

/** Opens the link with a proof in the same tab; resolves when its line says what was found. */
async function found(proof: RunProof): Promise<{ grade: string; words: string }> {
  const { page } = opened;
  await page.evaluate((hash) => {
    location.hash = '';
    location.hash = hash;
  }, link + proofFields(proof));
  await page.evaluate(() => window.saddlescape.play());
  const line = page.locator('.proof:not([data-grade="waits"])');
  await line.waitFor({ timeout: 60_000 });
  return { grade: (await line.getAttribute('data-grade'))!, words: await line.innerText() };
}

test('a link copied at the end says what the run gave, and opening it finds the same integers', async () => {
  const { page } = opened;
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
  expect(copied).toBe(site.url + link + proofFields(truth));
  expect(await found(truth)).toEqual({
    grade: 'same',
    words: `✓ Same integers as in the link, digest ${truth.digest.slice(0, 8)}.`,
  });
  expect(await page.evaluate(() => location.hash)).toBe(link + proofFields(truth));
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
