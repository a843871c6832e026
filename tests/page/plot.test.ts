import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { histogramEdges } from '../../src/spec/histogram-edges';
import { parseSpec } from '../../src/spec/schema';
import { binProbabilities, theoryOf } from '../../src/theory/theory';
import { type OpenPage, type Site, startSite } from './open-page';

let site: Site;
/** One page for all tests: each loads runs of its own. */
let opened: OpenPage;
beforeAll(async () => {
  site = await startSite();
  opened = await site.open({ paused: true });
});
afterAll(() => site.close());

const SPEC = { time: { steps: 6400 }, ensemble: { particles: 4000 }, histogram: { bins: 64 } };

/**
 * What is on the screen, measured in pixels and turned into shares by the marks of the vertical
 * axis alone.
 */
function measure(page: Page) {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('canvas.bars:not([hidden])')!;
    const copy = new OffscreenCanvas(canvas.width, canvas.height);
    const context = copy.getContext('2d')!;
    context.drawImage(canvas, 0, 0);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    // Rows of colour in the middle of each of the 64 bins.
    const bars = Array.from({ length: 64 }, (_, bin) => {
      const column = Math.floor(((bin + 0.5) / 64) * width);
      let rows = 0;
      for (let row = 0; row < height; row++) if (data[(row * width + column) * 4 + 3] > 127) rows++;
      return rows / height;
    });
    const box = canvas.getBoundingClientRect();
    const marks = [...document.querySelectorAll('#density-plot text[text-anchor="end"]')]
      .filter((mark) => mark.textContent!.endsWith('%'))
      .map((mark) => ({
        share: Number.parseFloat(mark.textContent!) / 100,
        // The text's baseline lies 4 pixels under its line.
        y: Number(mark.getAttribute('y')) - 4,
      }));
    const frame = document.querySelector('#density-plot')!.getBoundingClientRect();
    const path = document.querySelector('#density-plot .curve')?.getAttribute('d') ?? '';
    const curve = path
      .split(/[ML]/)
      .slice(1)
      .map((point) => point.split(' ').map(Number));
    return {
      bars,
      height: box.height,
      top: box.top - frame.top,
      left: box.left - frame.left,
      width: box.width,
      marks,
      curve,
    };
  });
}

test('bars, curve and marks of the axis agree to a pixel, on the linear scale', async () => {
  const { page } = opened;
  await page.evaluate((spec) => window.saddlescape.load(spec), SPEC);
  const result = await page.evaluate(() => window.saddlescape.finish());
  await page.waitForFunction(() =>
    /step 6,400/.test(document.querySelector('#numbers-list div')!.textContent!),
  );
  await page.waitForTimeout(400);
  const seen = await measure(page);
  const [zero, mark] = [seen.marks.find(({ share }) => share === 0)!, seen.marks.at(-1)!];
  expect(zero.y, 'the bars stand on 0').toBeCloseTo(seen.top + seen.height, 0);
  const sharePerPixel = mark.share / (zero.y - mark.y);
  result.histogram.counts.forEach((count, bin) => {
    const shown = seen.bars[bin] * seen.height * sharePerPixel;
    expect(Math.abs(shown - count / 4000), `bin ${bin}`).toBeLessThan(1.5 * sharePerPixel);
  });
  const spec = parseSpec(SPEC);
  const expected = binProbabilities(
    theoryOf(spec, 6400).law!,
    histogramEdges(spec.histogram),
    spec.histogram.axis,
  );
  // Few bins are drawn as steps: the two ends of each bin's top.
  expect(seen.curve).toHaveLength(128);
  for (let bin = 0; bin < 64; bin++) {
    const [x, y] = seen.curve[2 * bin];
    expect(x).toBeCloseTo(seen.left + (bin / 64) * seen.width, 0);
    expect(Math.abs((zero.y - y) * sharePerPixel - expected.bins[bin])).toBeLessThan(
      1.5 * sharePerPixel,
    );
  }
});

test('on the logarithmic scale too', async () => {
  const { page } = opened;
  await page.evaluate((spec) => window.saddlescape.load(spec), SPEC);
  const result = await page.evaluate(() => window.saddlescape.finish());
  await page.click('#scale-button');
  await page.waitForTimeout(400);
  const seen = await measure(page);
  const [high, low] = [seen.marks[0], seen.marks.at(-1)!];
  const pixelsPerDecade = (low.y - high.y) / Math.log10(high.share / low.share);
  result.histogram.counts.forEach((count, bin) => {
    if (count === 0) {
      expect(seen.bars[bin]).toBeLessThan(0.01);
      return;
    }
    const wanted = low.y - Math.log10(count / 4000 / low.share) * pixelsPerDecade;
    expect(
      Math.abs(seen.top + seen.height * (1 - seen.bars[bin]) - wanted),
      `bin ${bin}`,
    ).toBeLessThan(1.5);
  });
});

test('paths that lie on an edge of the strip are marked', async () => {
  const { page } = opened;
  const note = () => page.textContent('#path-strip .strip-note');
  const run = async (spec: object) => {
    const input = { ensemble: { particles: 64 }, ...spec };
    await page.evaluate((each) => window.saddlescape.load(each), input);
    await page.evaluate(() => window.saddlescape.finish());
  };
  const shrinking = { loss: { a: [-1] }, optimizer: { kind: 'gd' } };
  await run({ ...shrinking, time: { steps: 400, dt: 0.1 } });
  await expect.poll(note).toMatch(/^▾ 32 of 32 below 10⁻¹²$/);
  await run({ ...shrinking, time: { steps: 10, dt: 0.1 } });
  await expect.poll(note).toBe('');
  await run({
    loss: { kind: 'double-well' },
    noise: { sigma: 0 },
    start: { kind: 'uniform', low: [-2, -1], high: [2, 1] },
    histogram: { axis: 'linear', min: 0, max: 10 },
    time: { steps: 4, dt: 0.01 },
  });
  await expect.poll(note).toMatch(/^▾ [1-9]\d* of 32 outside 0 to 10$/);
});
