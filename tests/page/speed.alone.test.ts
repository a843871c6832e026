import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Site, startSite } from './open-page';
import { readPanel } from './speed-panel';

let cpu: Site;
beforeAll(async () => {
  cpu = await startSite();
});
afterAll(() => cpu.close());

declare global {
  interface Window {
    seenSteps: { time: number; step: number }[];
    toldAt: number;
  }
}

/**
 * At normal speed a run lasts 8 seconds, whatever the machine, and longer where it does not keep
 * up: 200,000 steps of 64 particles are 1.6 million particle-steps a second, a tenth of what one
 * core does.
 */
const PACED = { time: { steps: 200_000 }, ensemble: { particles: 64 } };
const PACED_SPEED = (64 * 200_000) / 8;
/**
 * Notes when which step stood among the numbers, and when the worker told of the speed.
 * Milliseconds.
 */
function noteSteps(): void {
  window.seenSteps = [];
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      this.addEventListener('message', ({ data }) => {
        if (data.type === 'speed') window.toldAt = performance.now();
        if (data.type === 'sample')
          window.seenSteps.push({ time: performance.now(), step: data.sample.counts.step });
      });
    }
  };
}

/**
 * The step of a moment, between those that were seen; the last one after it, as the run stands then.
 */
function stepAt(seen: { time: number; step: number }[], time: number): number {
  const after = seen.findIndex((one) => one.time >= time);
  if (after === -1) return seen[seen.length - 1].step;
  const [low, high] = [seen[after - 1], seen[after]];
  return low.step + ((high.step - low.step) * (time - low.time)) / (high.time - low.time);
}

/**
 * Both are over the same five seconds, the panel's by the worker's clock and the test's by when
 * messages of steps arrived: each end is uncertain by the 0.1 s from one message to the next and by
 * how long a message waits on a busy machine, which is given as much again.
 */
const AGREES = (2 * (0.1 + 0.1)) / 5;

test('the speed shown is steps times particles over time, and no more than the run is paced to', async () => {
  const { page, problems, close } = await cpu.open({ before: noteSteps });
  await page.click('#speed-button');
  await page.evaluate((spec) => window.saddlescape.load(spec), PACED);
  await page.evaluate(() => {
    window.seenSteps = [];
  });
  // Five seconds of this run alone, and one more, since the panel tells once a second.
  await page.waitForTimeout(6500);
  await page.evaluate(() => window.saddlescape.pause());
  await page.waitForTimeout(300);
  const { speed, p50, p99, share, frames, seconds } = await readPanel(page);
  const [seen, told] = await page.evaluate(() => [window.seenSteps, window.toldAt] as const);
  expect(seconds).toBeCloseTo(5, 0);
  const steps = stepAt(seen, told) - stepAt(seen, told - seconds * 1000);
  const measured = (64 * steps) / seconds;
  expect(Math.abs(speed / measured - 1), `${speed} against ${measured} measured`).toBeLessThan(
    AGREES,
  );
  // A frame's worth of steps, of at most 0.1 s, may belong to the time before.
  expect(speed / PACED_SPEED, `${speed} against ${PACED_SPEED} asked for`).toBeLessThan(
    1 + 0.1 / 5,
  );
  expect(p50).toBeGreaterThan(0);
  expect(p50).toBeLessThanOrEqual(p99);
  expect(share).toBeGreaterThan(0);
  expect(share).toBeLessThan(1);
  // Half of the frames take at least the median, whatever the others take; both numbers are
  // rounded.
  expect((frames / 2) * p50).toBeLessThanOrEqual(seconds * 1000 * 1.02);
  expect(problems).toEqual([]);
  await close();
});
