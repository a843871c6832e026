import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { usableKernels } from '../../src/engine/cpu/usable-kernels';
import type { Engine, Ensemble } from '../../src/engine/engine';
import { DeviceLostError } from '../../src/engine/errors';
import { runSpec } from '../../src/experiment/run';
import type { FromWorker } from '../../src/page/watch/live/live-protocol';
import { LiveRunner } from '../../src/page/watch/live/live-runner';
import { parseSpec } from '../../src/spec/schema';

/**
 * The worker's loop with a GPU that can be taken away: the CPU engine under another name. Needs no
 * browser.
 */

const gpu = { lost: false, living: 0, beforeAdvance: async () => {} };
let posted: FromWorker[] = [];
let runner: LiveRunner;

function fakeGpu(): Engine {
  const cpu = createCpuEngine();
  async function work<T>(result: () => Promise<T>): Promise<T> {
    if (gpu.lost) throw new DeviceLostError('No new device is given.');
    return result();
  }
  return {
    ...cpu,
    identity: { kind: 'gpu', adapter: 'fake', fallback: false, version: '' },
    largestEnsemble: () => 2 ** 40,
    async create(spec) {
      const few = { ...spec, ensemble: { ...spec.ensemble, particles: 64 } };
      const inner = await work(() => createCpuEngine().create(few));
      gpu.living++;
      return {
        spec,
        get step() {
          return inner.step;
        },
        advance: (target) => gpu.beforeAdvance().then(() => work(() => inner.advance(target))),
        count: () => work(() => inner.count()),
        rebin: (ends) => work(() => inner.rebin(ends)),
        quantiles: (probabilities) => work(() => inner.quantiles(probabilities)),
        countPlane: (window) => work(() => inner.countPlane(window)),
        read: (particles, coordinate) => work(() => inner.read(particles, coordinate)),
        readEscapeSteps: (particles) => work(() => inner.readEscapeSteps(particles)),
        readExits: (particles) => work(() => inner.readExits(particles)),
        destroy: () => {
          gpu.living--;
        },
      } satisfies Ensemble;
    },
    createDensityView: () => ({
      draw: (ensemble) => work(async () => void ensemble.step),
      resize() {},
    }),
  };
}

vi.mock('../../src/engine/gpu/gpu-engine', () => ({ createGpuEngine: async () => fakeGpu() }));

// What the worker loads on its way is compiled here the first time, which is no time of the
// worker's.
beforeAll(async () => {
  await Promise.all([usableKernels('fastest'), import('../../src/page/shared/tuning-store')]);
});
beforeEach(() => {
  vi.stubGlobal('navigator', { gpu: {} });
  vi.stubGlobal('requestAnimationFrame', (done: () => void) => setTimeout(done, 4));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  Object.assign(gpu, { lost: false, living: 0, beforeAdvance: async () => {} });
  posted = [];
  runner = new LiveRunner((message) => posted.push(message));
});
afterEach(() => runner.receive({ type: 'pause' }));

function start(particles: number, coordinates = 1): void {
  const context = { clearRect() {}, fillRect() {} };
  const canvas = { getContext: () => context } as unknown as OffscreenCanvas;
  runner.receive({
    type: 'start',
    spec: parseSpec({
      loss: { a: Array(coordinates).fill(-1) },
      time: { steps: 1_000_000 },
      ensemble: { particles },
    }),
    playing: true,
    canvases: { cpu: canvas, gpu: canvas },
    style: { color: [0, 0, 0], scale: 'linear', top: 1, bottom: 1e-9 },
    size: { width: 8, height: 8 },
    prefersGpu: true,
  });
}

function all<T extends FromWorker['type']>(type: T): Extract<FromWorker, { type: T }>[] {
  return posted.filter(
    (message): message is Extract<FromWorker, { type: T }> => message.type === type,
  );
}

const engine = () => all('engine').at(-1)?.identity.kind;
const step = () => all('paths').at(-1)?.step ?? 0;
const began = () => all('started').at(-1)!;

async function untilOn(kind: 'cpu' | 'gpu'): Promise<void> {
  await expect.poll(engine).toBe(kind);
}

async function untilStep(least: number): Promise<void> {
  await expect.poll(step).toBeGreaterThan(least);
}

test('a run whose GPU is gone for good goes on on the CPU from the same step', async () => {
  start(256);
  await untilOn('gpu');
  await untilStep(2000);
  const before = step();
  gpu.lost = true;
  await untilOn('cpu');
  expect(began().step).toBeGreaterThanOrEqual(before);
  expect(gpu.living).toBe(0);
  expect(all('no-gpu')).toMatchObject([{ reason: 'failed', detail: 'No new device is given.' }]);
  runner.receive({ type: 'resize', width: 9, height: 9 });
  await untilStep(began().step);
  expect(all('trouble')).toEqual([]);
});

test('more particles than the CPU holds: one sentence, and the usual number goes on', async () => {
  start(2 ** 26, 8);
  await untilOn('gpu');
  runner.receive({ type: 'all-particles' });
  await untilStep(100);
  gpu.lost = true;
  await untilOn('cpu');
  expect(began().particles).toBe(2 ** 13);
  await expect
    .poll(() => all('no-gpu').at(-1)?.detail)
    .toMatch(/cannot hold all 67,108,864 particles; continuing with 8,192\./);
  await untilStep(began().step);
  expect(all('trouble')).toEqual([]);
});

test('a spec that was loaded as the GPU went runs on the CPU', async () => {
  start(256);
  await untilOn('gpu');
  gpu.lost = true;
  const spec = parseSpec({ time: { steps: 5000 }, ensemble: { particles: 128 } });
  runner.receive({ type: 'load', run: 1, spec, from: 'start', preview: false });
  await untilOn('cpu');
  expect(began()).toMatchObject({ run: 1, particles: 128, step: 0 });
  expect(gpu.living).toBe(0);
});

test('a result and steps that the GPU does not finish come from the CPU', async () => {
  start(256);
  await untilOn('gpu');
  runner.receive({ type: 'pause' });
  const spec = parseSpec({ time: { steps: 5000 }, ensemble: { particles: 64 } });
  runner.receive({ type: 'load', run: 1, spec, from: 'start', preview: false });
  await expect.poll(() => began().run).toBe(1);
  gpu.beforeAdvance = async () => {
    gpu.lost = true;
  };
  runner.receive({ type: 'step', request: 1, count: 3 });
  await expect.poll(() => all('stepped').length).toBe(1);
  expect(engine()).toBe('cpu');
  expect(step()).toBe(3);
  runner.receive({ type: 'result', request: 2, finish: true });
  await expect.poll(() => all('result').length).toBe(1);
  const { result } = all('result')[0];
  const whole = await runSpec(createCpuEngine('fastest'), spec);
  expect(result.engine).toEqual(whole.engine);
  expect(result.digest).toBe(whole.digest);
  expect(all('request-failed')).toEqual([]);
  expect(all('trouble')).toEqual([]);
});

test('a result of a run that the GPU took along is refused when another one has come', async () => {
  start(256);
  await untilOn('gpu');
  // So long that steps are left to be taken when the result is asked for.
  runner.receive({ type: 'pause' });
  const long = parseSpec({ time: { steps: 5000 }, ensemble: { particles: 64 } });
  runner.receive({ type: 'load', run: 1, spec: long, from: 'start', preview: false });
  await expect.poll(() => began().run).toBe(1);
  const spec = parseSpec({ time: { steps: 5000 }, ensemble: { particles: 128 } });
  gpu.beforeAdvance = async () => {
    gpu.lost = true;
    runner.receive({ type: 'load', run: 2, spec, from: 'start', preview: false });
  };
  runner.receive({ type: 'result', request: 1, finish: true });
  await expect.poll(() => all('request-failed').length).toBe(1);
  expect(all('request-failed')[0].sentence).toMatch(/^Another spec was loaded/);
  expect(all('result')).toEqual([]);
});

test('an engine that fails while the picture waits for it leaves nothing behind, and the run goes on', async () => {
  start(256);
  await untilOn('gpu');
  runner.receive({ type: 'engine', kind: 'cpu' });
  await untilOn('cpu');
  await untilStep(1000);
  gpu.beforeAdvance = async () => {
    await new Promise((resolve) => setTimeout(resolve, 600));
    gpu.lost = all('state').some(({ catchingUp }) => catchingUp !== null);
  };
  runner.receive({ type: 'engine', kind: 'gpu' });
  await expect.poll(() => all('trouble').length).toBe(1);
  expect(gpu.living).toBe(0);
  await untilStep(step());
  expect(engine()).toBe('cpu');
});

test('an engine asked for twice brings one ensemble', async () => {
  start(256);
  await untilOn('gpu');
  runner.receive({ type: 'engine', kind: 'cpu' });
  await untilOn('cpu');
  expect(gpu.living).toBe(0);
  runner.receive({ type: 'engine', kind: 'gpu' });
  runner.receive({ type: 'engine', kind: 'gpu' });
  await untilOn('gpu');
  await untilStep(began().step);
  expect(gpu.living).toBe(1);
});
