import { afterAll, beforeAll, expect, test } from 'vitest';
import { specToFragment } from '../../src/spec/permalink';
import { parseSpec } from '../../src/spec/schema';
import { type Site, startSite, stepOf, text } from './open-page';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

test('bars, curve, names, verdict and numbers are there, without an error or a request elsewhere', async () => {
  const { page, problems, close } = await site.open();
  await page.waitForFunction(() => document.querySelector('#density-plot .curve') !== null);
  expect(await text(page, '#verdict-word')).toBe('TRAPPED');
  expect(await page.locator('#density-plot text.name').allTextContents()).toEqual(
    expect.arrayContaining(['theory', 'simulation']),
  );
  expect(await text(page, '#legend-theory')).toContain('Student t, 0.5 degrees of freedom');
  const escaped = await page.locator('#numbers-list div').nth(2).innerText();
  expect(escaped, 'the radius and the time stand beside the number of escaped').toMatch(
    /%[\s\S]*\|x\| > 10 by t = [\s\S]*95 %/,
  );
  // The bars fill the plot area: the canvas has as many pixels as the frame of the axes.
  const [canvas, axis] = await page.evaluate(() => [
    document.querySelector('#bars-cpu')!.getBoundingClientRect().width,
    document.querySelector('#density-plot .axis')!.getBoundingClientRect().width,
  ]);
  expect(canvas).toBeCloseTo(axis, 0);
  expect(problems).toEqual([]);
  await close();
});

test('without WebGPU it runs on the CPU and says what to do', async () => {
  const { page, close } = await site.open({
    before: () => Object.defineProperty(Navigator.prototype, 'gpu', { value: undefined }),
  });
  await page.waitForSelector('[data-topic="no-gpu"]');
  const notice = await text(page, '[data-topic="no-gpu"]');
  expect(notice).toMatch(/CPU/);
  expect(notice).toMatch(/chrome:\/\/flags/);
  expect(await text(page, '#legend-simulation')).toMatch(/of 1,048,576 particles/);
  const before = await stepOf(page);
  await page.waitForFunction((step) => {
    const cell = document.querySelector('#numbers-list div')!.textContent!;
    return Number(/step ([\d,]+)/.exec(cell)![1].replaceAll(',', '')) > step;
  }, before);
  // Closed and asked for again.
  await page.locator('[data-topic="no-gpu"] [aria-label="Close this message"]').click();
  await page.locator('#adapter-why').click();
  expect(await page.locator('[data-topic="no-gpu"]').count()).toBe(1);
  await close();
});

test('reduced motion: no film, the settled picture', async () => {
  const { page, close } = await site.open({
    reducedMotion: 'reduce',
    hash: '#watch?v=1&loss=saddle&a=1&noise=gaussian&sigma=2&tau=1&rho=0&optimizer=sgd&learningRate=1&schedule=constant&batchSize=1&dt=0.001&steps=640&start=point&x=1&radius=10&particles=1000&seed=1&coordinate=0&axis=asinh&min=-100&max=100&bins=64&end',
  });
  await page.waitForFunction(() =>
    /step 640/.test(document.querySelector('#numbers-list div')!.textContent!),
  );
  await close();
});

test('a hidden tab pauses and says so', async () => {
  const hash = specToFragment(parseSpec({ ensemble: { particles: 4096 } }));
  const { page, close } = await site.open({ hash });
  const hide = (hidden: boolean) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'hidden', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, hidden);
  await hide(true);
  expect(await page.title()).toMatch(/^Paused while hidden/);
  await page.waitForTimeout(300);
  const before = await stepOf(page);
  await page.waitForTimeout(500);
  expect(await stepOf(page)).toBe(before);
  await hide(false);
  expect(await page.title()).not.toMatch(/Paused/);
  await page.waitForFunction((step) => {
    const cell = document.querySelector('#numbers-list div')!.textContent!;
    return Number(/step ([\d,]+)/.exec(cell)![1].replaceAll(',', '')) > step;
  }, before);
  await close();
});

test('when its worker cannot be loaded, it runs on its own thread, and says so', async () => {
  const { page, close } = await site.open({
    before: () => {
      window.Worker = class extends Worker {
        constructor(url: string | URL, options?: WorkerOptions) {
          super(`${url}-gone`, options);
        }
      };
    },
  });
  await expect.poll(() => stepOf(page)).toBeGreaterThan(0);
  expect(await text(page, '[data-topic="no-workers"]')).toMatch(/on its one thread/);
  await close();
});

test('a theme chosen on an earlier visit colours the bars from the start', async () => {
  const { page, close } = await site.open({
    colorScheme: 'light',
    before: () => localStorage.setItem('saddlescape.theme', 'dark'),
  });
  // The worker's first frame comes when it comes: the first bars that are seen count.
  const handle = await page.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('#bars-cpu')!;
    const copy = new OffscreenCanvas(canvas.width, canvas.height).getContext('2d')!;
    copy.drawImage(canvas, 0, 0);
    const { data } = copy.getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3] === 255) return [...data.subarray(i, i + 3)];
    return null;
  });
  const bar = await handle.jsonValue();
  // --bars of the dark theme: #4a7cb8.
  expect(bar).toEqual([0x4a, 0x7c, 0xb8]);
  await close();
});
