import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { FromWorker, ToWorker } from '../../../../../src/page/watch/live/live-protocol';
import { LiveRunner } from '../../../../../src/page/watch/live/live-runner';
import { parseSpec } from '../../../../../src/spec/schema';

vi.setConfig({ testTimeout: 60_000 });

/**
 * The live runner without a page: what is on the screen when the spec changes in the middle of a
 * run.
 */

let posted: FromWorker[] = [];
let runner: LiveRunner;
const send = (message: ToWorker) => runner.receive(message);
const last = <T extends FromWorker['type']>(type: T) =>
  posted.filter((one): one is Extract<FromWorker, { type: T }> => one.type === type).at(-1);

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('requestAnimationFrame', (done: () => void) => setTimeout(done, 4));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  posted = [];
  runner = new LiveRunner((message) => posted.push(message));
});
afterEach(() => send({ type: 'pause' }));

const specWith = (sigma: number) =>
  parseSpec({ noise: { sigma }, time: { steps: 80_000 }, ensemble: { particles: 2 ** 20 } });

async function startAt(step: number): Promise<void> {
  const context = { clearRect() {}, fillRect() {} };
  const canvas = { getContext: () => context } as unknown as OffscreenCanvas;
  send({
    type: 'start',
    spec: specWith(2),
    playing: false,
    canvases: { cpu: canvas, gpu: canvas },
    style: { color: [0, 0, 0], scale: 'linear', top: 1, bottom: 0.5 },
    size: { width: 10, height: 10 },
    prefersGpu: false,
  });
  await vi.waitFor(
    () =>
      expect(
        last('sample'),
        JSON.stringify(posted.filter((one) => one.type === 'trouble')),
      ).toBeDefined(),
    { timeout: 20_000 },
  );
  send({ type: 'step', request: 1, count: step });
  await vi.waitFor(() => expect(last('sample')!.sample.counts.step).toBe(step), {
    timeout: 30_000,
  });
}

test('a slider that moves shows the same moment of each new run, quickly, and so does the one that is let go', async () => {
  await startAt(4096);
  for (const [run, sigma] of [
    [1, 1.9],
    [2, 1.8],
    [3, 1.7],
  ]) {
    const started = performance.now();
    send({ type: 'load', run, spec: specWith(sigma), from: 'now', preview: true });
    await vi.waitFor(() => expect(last('sample')!.sample.run).toBe(run), {
      timeout: 5000,
      interval: 5,
    });
    const { sample } = last('sample')!;
    expect(sample.counts.step, 'no picture of the start').toBe(4096);
    expect(sample.particles).toBeGreaterThanOrEqual(256);
    // 60 ms are aimed at; the machine may be busy.
    expect(performance.now() - started).toBeLessThan(1500);
  }
  send({ type: 'load', run: 4, spec: specWith(1.7), from: 'now', preview: false });
  await vi.waitFor(() => expect(last('started')).toMatchObject({ run: 4, preview: false }), {
    timeout: 20_000,
  });
  const starts = posted.filter((one) => one.type === 'started' && one.run > 0);
  expect(starts.every((one) => one.type === 'started' && one.step === 4096)).toBe(true);
  const steps = posted.flatMap((one) =>
    one.type === 'sample' && one.sample.run > 0 ? [one.sample.counts.step] : [],
  );
  expect(Math.min(...steps)).toBe(4096);
});

test('a change that takes a while is shown at once with fewer particles, at the same time', async () => {
  await startAt(20_480);
  send({ type: 'load', run: 1, spec: specWith(1.2), from: 'now', preview: false });
  await vi.waitFor(() => expect(last('started')).toMatchObject({ run: 1, preview: false }), {
    timeout: 20_000,
  });
  const starts = posted.flatMap((one) => (one.type === 'started' && one.run === 1 ? [one] : []));
  for (const { step } of starts) expect(step).toBe(20_480);
  // A fast machine is there before anybody waits.
  if (starts.length === 2) expect(starts[0].particles).toBeLessThan(starts[1].particles);
  expect(starts.map(({ preview }) => preview)).toEqual(
    starts.length === 2 ? [true, false] : [false],
  );
});
