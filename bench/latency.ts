import type { FromMapWorker } from '../src/page/map/map-protocol';
import type { FromWorker } from '../src/page/watch/live/live-protocol';
import { specToFragment } from '../src/spec/permalink';
import { parseSpec } from '../src/spec/schema';
// All kinds, before a spec is read.
import '../src/models/all-texts';
import { type Site, startSite } from '../tests/page/open-page';

/**
 * How long a reader waits in Chromium, on the CPU engine: from a change of Map to its first cells,
 * and from a move of a slider on Watch to the new run's picture at the same step.
 */

/** What a worker said. */
type Word = FromWorker | FromMapWorker;

declare global {
  interface Window {
    words: Word[];
  }
}

const PARTICLES = [2 ** 13, 2 ** 15];

/** @returns  Milliseconds of each wait, by what is waited for. */
export async function measure(visits: number): Promise<Map<string, number[]>> {
  const site = await startSite();
  const waits = new Map<string, number[]>();
  const add = (what: string, found: number[]) =>
    waits.set(what, [...(waits.get(what) ?? []), ...found]);
  try {
    for (let visit = 0; visit < visits; visit++) {
      console.error(`visit ${visit + 1} of ${visits}`);
      add('Map: first cells after a change of method', [await changedMap(site)]);
      for (const particles of PARTICLES)
        add(
          `Watch: picture of ${particles} particles after a move of sigma`,
          await movedSlider(site, particles),
        );
    }
  } finally {
    await site.close();
  }
  return waits;
}

/** Runs in a page before its scripts: keeps what its workers say. */
function rememberWords(): void {
  const words: Word[] = [];
  window.words = words;
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => words.push(data));
    }
  };
}

/** Milliseconds from a change of the method to the frame after the first cells of the new map. */
async function changedMap(site: Site): Promise<number> {
  const { page, close } = await site.open({
    hash: 'map.html',
    early: true,
    before: rememberWords,
  });
  await page.waitForFunction(() => window.words.some(({ type }) => type === 'counts'));
  const wait = await page.evaluate(async () => {
    const select = document.querySelector<HTMLSelectElement>('#method-B')!;
    const known = window.words.length;
    const begun = performance.now();
    select.value = 'heavy-ball';
    select.dispatchEvent(new Event('input', { bubbles: true }));
    select.dispatchEvent(new Event('change', { bubbles: true }));
    for (;;) {
      const told = window.words.slice(known).map(({ type }) => type);
      const opened = told.indexOf('opened');
      await new Promise((frame) => requestAnimationFrame(frame));
      if (opened >= 0 && told.indexOf('counts', opened) > opened) return performance.now() - begun;
    }
  });
  await close();
  return wait;
}

/**
 * Milliseconds from moves of the slider of sigma, while a run is under way, to the frame after the
 * new run is on the canvas and stands where the old one stood.
 */
async function movedSlider(site: Site, particles: number): Promise<number[]> {
  const spec = parseSpec({ ensemble: { particles } });
  const { page, close } = await site.open({ hash: specToFragment(spec), before: rememberWords });
  const all = page.locator('#all-particles');
  if (await all.isVisible()) await all.click();
  await page.waitForTimeout(1500);
  const found = await page.evaluate(async () => {
    const slider = document.querySelector<HTMLInputElement>('#sigma')!;
    const begins = () => window.words.flatMap((word) => (word.type === 'started' ? [word] : []));
    const list: number[] = [];
    for (const value of ['1.9', '1.8', '1.7']) {
      const { run } = begins().at(-1)!;
      // Samples come every 100 ms.
      const { step } = window.words
        .flatMap((word) => (word.type === 'sample' ? [word.sample.counts] : []))
        .at(-1)!;
      const begun = performance.now();
      slider.value = value;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
      for (let there = false; !there; ) {
        there = begins().some((one) => one.run > run && one.step >= step);
        await new Promise((frame) => requestAnimationFrame(frame));
      }
      list.push(performance.now() - begun);
      slider.dispatchEvent(new Event('change', { bubbles: true }));
      await new Promise((later) => setTimeout(later, 400));
    }
    return list;
  });
  await close();
  return found;
}
