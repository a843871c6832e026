import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { violationsOfSchemes } from './axe';
import { resizeTo, type Site, startSite, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

const WELL = parseSpec({
  loss: { kind: 'double-well' },
  noise: { shake: 1 },
  optimizer: { learningRate: 0.01 },
  time: { dt: 1, steps: 400 },
  ensemble: { particles: 2000 },
});
const HASH = specToFragment(WELL);

const label = (page: Page) => page.locator('#landscape-plot').getAttribute('aria-label');
const settled = async (page: Page) => {
  await page.evaluate(() => window.saddlescape.finish());
  await expect.poll(() => label(page)).toMatch(/within/);
};

/**
 * Pixels of the picture's canvas that are not transparent, and a number that any change of them
 * changes.
 */
function inked(page: Page) {
  return page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#landscape-plot canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    let pixels = 0;
    let hash = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] > 0) pixels++;
      hash = (hash * 31 + data[i] + 7 * data[i + 1] + 13 * data[i + 2]) | 0;
    }
    return { share: (4 * pixels) / data.length, hash };
  });
}

test('a link to a surface opens on the map, with lines, places, start and a true summary', async () => {
  const { page, problems, close } = await site.open({ hash: HASH });
  await page.waitForSelector('#landscape-plot svg .contour');
  expect(await page.locator('#view-map').getAttribute('aria-pressed')).toBe('true');
  expect(await page.locator('#density-plot').isHidden()).toBe(true);
  expect(await text(page, '#verdict-word')).toBe('1 MINIMUM');
  expect(await page.locator('#landscape-plot .contour.at-rest').count()).toBe(1);
  expect(await page.locator('#landscape-plot text.place-name').allTextContents()).toEqual([
    'minimum',
    'start',
  ]);
  await settled(page);
  // The sentence against the engine's own quantiles: nearly all within 0.7 of the minimum at 1.77.
  const sentence = await text(page, '#takeaway');
  const share = Number(
    /^([\d.]+) % of the particles within 0\.7 of the minimum at \(1\.77,\s0\)/.exec(sentence)![1],
  );
  const { quantiles } = await page.evaluate(() => window.saddlescape.result());
  expect(quantiles['0.05']).toBeGreaterThan(1.07);
  expect(quantiles['0.95']).toBeLessThan(2.47);
  expect(share).toBeGreaterThan(90);
  expect(await label(page)).toContain(sentence);
  const rows = await page.locator('.shares tbody td').allTextContents();
  const total = rows.reduce((sum, cell) => sum + Number.parseFloat(cell), 0);
  expect(total).toBeGreaterThan(99.7);
  expect(total).toBeLessThan(100.3);
  expect((await inked(page)).share).toBeGreaterThan(0.005);
  expect(problems).toEqual([]);
  await close();
});

test('below the critical shake both minima and the saddle are marked', async () => {
  const { page, close } = await site.open({
    hash: specToFragment(parseSpec({ ...WELL, noise: { shake: 0.4 } })),
    paused: true,
  });
  await page.waitForSelector('#landscape-plot svg .contour');
  expect(await text(page, '#verdict-word')).toBe('2 MINIMA');
  expect((await page.locator('#landscape-plot text.place-name').allTextContents()).sort()).toEqual([
    'minimum',
    'minimum',
    'saddle',
    'start',
  ]);
  // One more shake on the slider, and the map follows.
  await page.fill('#shake-box', '0.8');
  await page.press('#shake-box', 'Enter');
  await expect.poll(() => text(page, '#verdict-word')).toBe('1 MINIMUM');
  await expect.poll(() => page.locator('#landscape-plot circle.minimum').count()).toBe(1);
  await close();
});

test('the views switch by buttons and by key; a spec without a surface has none', async () => {
  const { page, problems, close } = await site.open({ hash: HASH, paused: true });
  await page.waitForSelector('#landscape-plot svg .contour');
  await page.keyboard.press('v');
  await page.waitForSelector('#landscape-plot canvas.orbit');
  expect(await page.locator('#view-surface').getAttribute('aria-pressed')).toBe('true');
  await page.keyboard.press('v');
  expect(await page.locator('#landscape').isHidden()).toBe(true);
  expect(await page.locator('#density-plot').isVisible()).toBe(true);
  expect(await page.locator('#coordinate-select option').allTextContents()).toEqual(['x', 'y']);
  await page.selectOption('#coordinate-select', '1');
  expect(await page.evaluate(() => window.saddlescape.spec.histogram.coordinate)).toBe(1);
  await expect.poll(() => page.locator('#density-plot svg').textContent()).toMatch(/each biny/);
  await page.selectOption('#loss-select', 'saddle:1');
  expect(await page.locator('#view-switch').isHidden()).toBe(true);
  expect(await text(page, '#verdict-word')).toMatch(/TRAPPED|ESCAPES/);
  await page.selectOption('#loss-select', 'saddle:2');
  await expect.poll(() => page.locator('#landscape').isVisible()).toBe(true);
  expect(problems).toEqual([]);
  await close();
});

test('three coordinates have marginals only, with a picker', async () => {
  const { page, close } = await site.open({
    hash: specToFragment(parseSpec({ loss: { a: [1, -1, 0.5] }, ensemble: { particles: 500 } })),
    paused: true,
  });
  expect(await page.locator('#view-switch').isHidden()).toBe(true);
  expect(await page.locator('#coordinate-select option').allTextContents()).toEqual([
    'x₀',
    'x₁',
    'x₂',
  ]);
  expect(await page.locator('#loss-select option:checked').textContent()).toBe(
    'Saddle, 3 coordinates',
  );
  await close();
});

test('the surface turns by keys, buttons and drag, zooms, and comes back by Reset', async () => {
  const { page, problems, close } = await site.open({ hash: HASH });
  await settled(page);
  await page.click('#view-surface');
  await page.waitForSelector('#landscape-plot canvas.orbit');
  await page.waitForTimeout(600);
  const home = await inked(page);
  expect(home.share).toBeGreaterThan(0.05);
  const changes = async (act: () => Promise<unknown>, what: string) => {
    const before = await inked(page);
    await act();
    await expect
      .poll(async () => (await inked(page)).hash, { message: what })
      .not.toBe(before.hash);
  };
  await page.focus('#landscape-plot');
  for (const key of ['ArrowLeft', 'ArrowUp', '+', '-'])
    await changes(() => page.keyboard.press(key), key);
  await changes(() => page.click('[aria-label="Turn right"]'), 'button');
  const box = (await page.locator('#landscape-plot').boundingBox())!;
  await changes(async () => {
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 60, box.y + box.height / 2 + 20, { steps: 4 });
    await page.mouse.up();
  }, 'drag');
  const scroll = await page.evaluate(() => window.scrollY);
  await page.keyboard.down('Control');
  await changes(() => page.mouse.wheel(0, -100), 'wheel with Ctrl');
  await page.keyboard.up('Control');
  expect(await page.evaluate(() => window.scrollY)).toBe(scroll);
  await page.click('[aria-label="Reset the point of view"]');
  await expect.poll(async () => (await inked(page)).hash).toBe(home.hash);
  await changes(() => page.selectOption('#coloring-select', 'height'), 'colours');
  await changes(() => page.selectOption('#ground-select', 'at-rest'), 'surface');
  // Nothing moves by itself.
  const still = await inked(page);
  await page.waitForTimeout(500);
  expect((await inked(page)).hash).toBe(still.hash);
  expect(problems).toEqual([]);
  await close();
});

test('the colour bar is that of the counts, linear or logarithmic', async () => {
  const { page, close } = await site.open({ hash: HASH });
  await settled(page);
  expect(await text(page, '.counts')).toMatch(/logarithmic[\s\S]*1[\s\S]*10/);
  await page.click('#scale-button');
  await expect.poll(() => text(page, '.counts')).not.toMatch(/logarithmic/);
  expect(await page.locator('#scale-button').getAttribute('aria-pressed')).toBe('false');
  await page.click('#view-marginal');
  expect(
    await page.locator('#scale-button').getAttribute('aria-pressed'),
    'bars have a scale of their own',
  ).toBe('false');
  await close();
});

test('nothing of a landscape is cut off at 1280, 390 and 320 pixels; axe finds nothing on map and surface, light and dark', async () => {
  const { page, close } = await site.open({ hash: HASH, paused: true });
  await page.waitForSelector('#landscape-plot svg .contour');
  for (const view of ['map', 'surface']) {
    await page.click(`#view-${view}`);
    await page.waitForTimeout(300);
    expect(await violationsOfSchemes(page)).toEqual([]);
  }
  for (const width of [1280, 390, 320]) {
    await resizeTo(page, width, 800);
    for (const view of ['marginal', 'map', 'surface']) {
      await page.click(`#view-${view}`);
      const wrong = () =>
        page.evaluate(() => {
          const found: string[] = [];
          if (document.documentElement.scrollWidth > window.innerWidth)
            found.push(`the page is ${document.documentElement.scrollWidth} pixels wide`);
          for (const target of document.querySelectorAll<HTMLElement>('button, select, input')) {
            if (!target.checkVisibility()) continue;
            const box = (target.closest('label') ?? target).getBoundingClientRect();
            if (box.right > window.innerWidth + 1 || box.left < -1)
              found.push(`${target.id} lies beside the window`);
            if (box.width < 24 || box.height < 24)
              found.push(`${target.id} is ${box.width} x ${box.height}`);
          }
          return found;
        });
      // A view that was hidden takes its width in the frame after it is shown.
      await expect.poll(wrong, { message: `${view} at ${width} pixels` }).toEqual([]);
    }
  }
  await close();
});

test('reduced motion: the settled map, without a film', async () => {
  const { page, close } = await site.open({ hash: HASH, reducedMotion: 'reduce' });
  await expect.poll(() => label(page)).toMatch(/within/);
  await expect.poll(() => text(page, '#numbers-list div:first-child')).toMatch(/step 400/);
  await close();
});
