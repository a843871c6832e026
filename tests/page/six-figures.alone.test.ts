import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Site, startSite } from './open-page';
import { startOfSmallPage } from './yardstick';

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.close());

declare global {
  interface Window {
    /** Times at which moments of each figure came, in milliseconds. */
    moments: Record<string, number[]>;
  }
}

/** Figures of 8,192 particles a run and more than one moment, eleven runs in all. */
const SIX = ['saddle-cloud', 'shaken', 'coin-many', 'diffusion', 'long-run', 'perturbed'];
/** Moments a second of each figure, on a machine that draws the small page in so many milliseconds. */
const LEAST = 30;
const SMALL_PAGE = 350;

/**
 * Six figures of the story in one window, all computing at once on the CPU, which is what a machine
 * with a software adapter takes: moments that come to the page in the time in which all six move.
 */
test('six figures of the story in sight get thirty moments a second each', async () => {
  const small = await startOfSmallPage(site.browser);
  const { page, problems, close } = await site.open({
    hash: 'story.html',
    early: true,
    viewport: { width: 1280, height: 800 },
    before: () => {
      window.moments = {};
      const Own = Worker;
      window.Worker = class extends Own {
        constructor(...given: ConstructorParameters<typeof Worker>) {
          super(...given);
          this.addEventListener('message', ({ data }) => {
            if (data.type !== 'moment') return;
            window.moments[data.figure] ??= [];
            window.moments[data.figure].push(performance.now());
          });
        }
      };
    },
  });
  await page.evaluate((names) => {
    const box = document.createElement('div');
    box.style.cssText =
      'position: fixed; inset: 0; z-index: 9; background: #fff; display: grid; grid-template: repeat(2, 50vh) / repeat(3, 1fr)';
    for (const name of names) {
      const figure = document.querySelector<HTMLElement>(`[data-figure="${name}"]`)!;
      figure.style.cssText = 'margin: 0; overflow: hidden; grid-column: auto; width: auto';
      box.append(figure);
    }
    document.body.append(box);
  }, SIX);
  await page.waitForFunction(
    (names) => names.every((name) => (window.moments[name]?.length ?? 0) > 1),
    SIX,
  );
  // Once all have ended they begin again at once; the shortest takes three seconds.
  const rates = await page.evaluate(async (names) => {
    const buttons = names.map(
      (name) => document.querySelector<HTMLElement>(`[data-figure="${name}"] .run-button`)!,
    );
    while (buttons.some(({ textContent }) => textContent !== 'Run again'))
      await new Promise((later) => setTimeout(later, 100));
    window.moments = {};
    for (const button of buttons) button.click();
    await new Promise((later) => setTimeout(later, 2500));
    return names.map((name) => {
      const times = window.moments[name] ?? [];
      return [name, (1000 * (times.length - 1)) / (times.at(-1)! - times[0])] as const;
    });
  }, SIX);
  const slowness = Math.max(1, small / SMALL_PAGE);
  for (const [name, rate] of rates)
    expect(
      rate * slowness,
      `${name}: ${rate.toFixed(1)} moments a second; a small page takes ${Math.round(small)} ms`,
    ).toBeGreaterThan(LEAST);
  expect(problems).toEqual([]);
  await close();
});
