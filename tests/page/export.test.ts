import { readFile } from 'node:fs/promises';
import { inflateSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { crc32 } from '../../src/page/shared/png-text';
import { fragmentToSpec } from '../../src/spec/link-reader';
import { parseSpec } from '../../src/spec/schema';
import { type OpenPage, type Site, startSite } from './open-page';

const SPEC = { time: { steps: 640 }, ensemble: { particles: 3000 }, histogram: { bins: 128 } };
let site: Site;
let opened: OpenPage;
beforeAll(async () => {
  site = await startSite();
  opened = await site.open();
  await opened.page.evaluate((spec) => window.saddlescape.load(spec), SPEC);
  await opened.page.evaluate(() => window.saddlescape.finish());
});
afterAll(() => site.close());

async function exported(page: Page, kind: string): Promise<{ name: string; content: Buffer }> {
  await page.click('#export-button');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.click(`[data-export="${kind}"]`),
  ]);
  return { name: download.suggestedFilename(), content: await readFile(await download.path()) };
}

test('the picture is a whole PNG with bars in it, and carries the link to its run', async () => {
  const { name, content } = await exported(opened.page, 'png');
  expect(name).toMatch(/^saddlescape-a1-sigma2-tau1-rho0-step640-[0-9a-f]{6}\.png$/);
  const chunks = pngChunks(content);
  const texts = Object.fromEntries(
    chunks
      .filter(({ type }) => type === 'tEXt')
      .map(({ data }) => data.toString('latin1').split('\0') as [string, string]),
  );
  expect(fragmentToSpec(texts.Permalink)).toEqual(parseSpec(SPEC));
  expect(texts.Software).toMatch(/^Saddlescape \d/);
  const header = chunks[0].data;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  expect([width, height]).toEqual([2560, 1440]);
  const pixels = inflateSync(
    Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data)),
  );
  expect(new Set(pixels).size, 'more than an empty sheet').toBeGreaterThan(50);
  expect(opened.problems).toEqual([]);
});

test('the CSV adds up and carries the theory', async () => {
  const { name, content } = await exported(opened.page, 'csv');
  expect(name).toMatch(/\.csv$/);
  const [head, ...lines] = content.toString().trim().split('\n');
  expect(head).toBe('bin,low,high,count,share,theory,residual');
  const rows = lines.map((line) => line.split(','));
  expect(rows).toHaveLength(130);
  expect(rows.reduce((sum, row) => sum + Number(row[3]), 0)).toBe(3000);
  expect(rows.reduce((sum, row) => sum + Number(row[5]), 0)).toBeCloseTo(1, 9);
});

test('the JSON is the result document, and its spec opens the same run', async () => {
  const { content } = await exported(opened.page, 'json');
  const result = JSON.parse(content.toString());
  expect(parseSpec(result.spec)).toEqual(parseSpec(SPEC));
  expect(result.steps).toBe(640);
  expect(result.theory.law).toBe('student-t');
  const { counts, below, above, nonFinite } = result.histogram;
  expect(
    counts.reduce((sum: number, count: number) => sum + count, 0) + below + above + nonFinite,
  ).toBe(3000);
});

/** Chunks of a PNG file; every checksum is checked. */
function pngChunks(png: Buffer): { type: string; data: Buffer }[] {
  expect(png.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
  const chunks = [];
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    const body = png.subarray(at + 4, at + 8 + length);
    expect(crc32(body)).toBe(png.readUInt32BE(at + 8 + length));
    chunks.push({ type: body.toString('latin1', 0, 4), data: body.subarray(4) });
    at += 12 + length;
  }
  expect(chunks.at(-1)?.type).toBe('IEND');
  return chunks;
}
