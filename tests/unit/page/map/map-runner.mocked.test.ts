import fc from 'fast-check';
import { beforeEach, expect, test, vi } from 'vitest';
import type { EngineIdentity } from '../../../../src/engine/engine';
import { DeviceLostError } from '../../../../src/engine/errors';
import { type MapResult, sideOfCell } from '../../../../src/experiment/sweep/map-result';
import type { EngineNews } from '../../../../src/host/web/engines';
import type { FromMapWorker } from '../../../../src/page/map/map-protocol';
import { MapRunner } from '../../../../src/page/map/map-runner';
import { parseSweep } from '../../../../src/spec/sweep-schema';
import { VERSION } from '../../../../src/version';
import { FakeEngine, fakeDraw } from '../../experiment/fake-engine';

/** The worker of the Map page over engines that can be taken away, and a store in memory. */

const SWEEP = parseSweep({
  base: { time: { steps: 100_000 } },
  x: { path: 'noise.sigma', from: 0.5, to: 3, count: 5 },
  y: { path: 'loss.a[0]', from: 0.1, to: 0.9, count: 4 },
  replicas: 100,
});

const identity = (kind: 'gpu' | 'cpu', adapter: string): EngineIdentity => ({
  kind,
  adapter,
  fallback: false,
  version: VERSION,
});

/**
 * `adapter`: what the browser gives, null for none. `calls`: those left before it is lost for good,
 * and `next` is given.
 */
const WHOLE = { adapter: 'a card', calls: Number.POSITIVE_INFINITY, next: null };
const gpu: { adapter: string | null; calls: number; next: string | null } = { ...WHOLE };
const store = new Map<string, unknown>();
/** What the next records wait for before they are written. */
const disk = { free: Promise.resolve(), writing: Promise.resolve() };
let probes = 0;
const cpu: { engine: FakeEngine | null; waits: boolean } = { engine: null, waits: false };

vi.mock('idb-keyval', () => ({
  createStore: () => null,
  get: async (key: string) => {
    await disk.writing;
    return store.get(key);
  },
  set: async (key: string, value: unknown) => {
    disk.writing = disk.free;
    await disk.writing;
    store.set(key, value);
  },
  entries: async () => [...store],
  delMany: async (keys: string[]) => void keys.map((key) => store.delete(key)),
}));
vi.mock('../../../../src/host/web/cpu-workers', () => ({
  openCpuPool: () => cpuEngine(),
  startsThreads: () => false,
}));
vi.mock('../../../../src/page/map/probe', () => ({
  probeRate: async (_: unknown, engine: FakeEngine) => {
    probes++;
    engine.beforeEscapes([]);
    return 1e9;
  },
}));
vi.mock('../../../../src/host/web/engines', () => ({
  lookAtGraphics: async () => ({ found: false, reason: 'no-adapter' }),
  openEngine: async (kind: 'gpu' | 'cpu', { onNoGpu }: EngineNews, openCpu: () => FakeEngine) => {
    if (kind === 'cpu') return openCpu();
    if (gpu.adapter === null) {
      onNoGpu('no-adapter', '');
      return openCpu();
    }
    return gpuEngine(gpu.adapter);
  },
}));

function cpuEngine(): FakeEngine {
  const engine = new FakeEngine();
  engine.identity = identity('cpu', 'simd');
  cpu.engine = engine;
  // Messages come in between two calls, as they do where threads count.
  const count = engine.countEscapes.bind(engine);
  engine.countEscapes = async (batches) => {
    const found = await count(batches);
    if (cpu.waits) await new Promise((resolve) => setTimeout(resolve));
    return found;
  };
  return engine;
}

function gpuEngine(adapter: string): FakeEngine {
  const engine = new FakeEngine();
  engine.identity = identity('gpu', adapter);
  engine.beforeEscapes = () => {
    if (gpu.adapter === adapter && gpu.calls-- > 0) return;
    if (gpu.adapter === adapter) Object.assign(gpu, { ...WHOLE, adapter: gpu.next });
    throw new DeviceLostError('its process crashed twice');
  };
  return engine;
}

let posted: FromMapWorker[] = [];

beforeEach(() => reset());

function reset(): void {
  store.clear();
  Object.assign(gpu, WHOLE);
  posted = [];
}

/** A worker's program, and the page's part in it: what begins anew begins by itself. */
function start(): MapRunner {
  const runner: MapRunner = new MapRunner((message) => {
    posted.push(message);
    if (message.type === 'other-engine') unasked = true;
    if (message.type === 'cost' && unasked) {
      unasked = false;
      runs.push(
        new Promise((resolve) => setTimeout(() => resolve(runner.receive({ type: 'run' })))),
      );
    }
  });
  let unasked = false;
  return runner;
}

const runs: Promise<unknown>[] = [];
async function settled(): Promise<void> {
  while (runs.length > 0) await runs.shift();
}

function all<T extends FromMapWorker['type']>(type: T): Extract<FromMapWorker, { type: T }>[] {
  return posted.filter(
    (message): message is Extract<FromMapWorker, { type: T }> => message.type === type,
  );
}

async function saved(runner: MapRunner): Promise<MapResult> {
  const before = all('file').length;
  await runner.receive({ type: 'file', format: 'json', exact: [] });
  const [file] = all('file').slice(before);
  return JSON.parse(await file.content.text());
}

function expectOfOneEngine({ cells, engine }: MapResult): void {
  for (const cell of cells) {
    const { particles, escaped } = sideOfCell(cell, 0);
    const expected = Array.from({ length: particles! }, (_, replica) =>
      fakeDraw(cell.j * 5 + cell.i, replica, engine.adapter),
    ).filter((u) => u < cell.x / 4);
    expect(escaped, `cell ${cell.i}, ${cell.j} on ${engine.adapter}`).toBe(expected.length);
  }
}

test('a map whose GPU is gone for good is counted from the start on the CPU, and what the GPU counted is kept', async () => {
  const runner = start();
  await runner.receive({ type: 'open', map: 1, sweep: SWEEP, engine: 'gpu' });
  gpu.calls = 2;
  await runner.receive({ type: 'run' });
  await settled();
  expect(all('other-engine')).toMatchObject([
    { was: { kind: 'gpu', adapter: 'a card' }, reason: 'its process crashed twice' },
  ]);
  expect(all('state').at(-1)!.state).toBe('done');
  const map = await saved(runner);
  expect(map.engine).toEqual(identity('cpu', 'simd'));
  expect(map.cells.length).toBe(20);
  expectOfOneEngine(map);
  // The card is back: its own part goes on.
  Object.assign(gpu, WHOLE);
  const later = start();
  await later.receive({ type: 'open', map: 1, sweep: SWEEP, engine: 'gpu' });
  const part = await saved(later);
  expect(part.engine.kind).toBe('gpu');
  expect(part.cells.length).toBeGreaterThan(0);
  expect(part.partial).toBe(true);
  expectOfOneEngine(part);
  expect(all('failed')).toEqual([]);
});

const action = fc.oneof(
  fc.constantFrom(
    ...(['run', 'pause', 'keep', 'discard'] as const).map((type) => ({ type })),
    ...(['gpu', 'cpu'] as const).map((engine) => ({ type: 'open' as const, map: 1, engine })),
  ),
  fc.record({
    type: fc.constant('lose' as const),
    calls: fc.nat(4),
    next: fc.constantFrom('a card', 'the other card', null),
  }),
  fc.record({
    type: fc.constant('give' as const),
    adapter: fc.constantFrom('a card', 'the other card', null),
  }),
  fc.constant({ type: 'reload' as const }),
  fc.constant({ type: 'wait' as const }),
);

test('whatever is lost, switched, stopped and reloaded: every saved map is of the engine that it names', async () => {
  let anew = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 14 }), async (actions) => {
      reset();
      let runner = start();
      await runner.receive({ type: 'open', map: 1, sweep: SWEEP, engine: 'gpu' });
      const pending: Promise<unknown>[] = [];
      for (const one of actions) {
        if (one.type === 'lose') Object.assign(gpu, { calls: one.calls, next: one.next });
        else if (one.type === 'give') Object.assign(gpu, { ...WHOLE, adapter: one.adapter });
        else if (one.type === 'reload') {
          await runner.receive({ type: 'pause' });
          runner = start();
          await runner.receive({ type: 'open', map: 1, sweep: SWEEP, engine: 'gpu' });
        } else if (one.type === 'wait') await new Promise((resolve) => setTimeout(resolve, 2));
        else if (one.type === 'open') pending.push(runner.receive({ ...one, sweep: SWEEP }));
        else pending.push(runner.receive(one));
        if (one.type !== 'run') await Promise.all(pending.splice(0));
        if (all('opened').length > 0) expectOfOneEngine(await saved(runner));
      }
      // Every request settles.
      await Promise.all(pending);
      await settled();
      expectOfOneEngine(await saved(runner));
      anew += all('other-engine').length;
      for (const { report } of all('failed')) expect(report).toContain('DeviceLostError');
    }),
    { numRuns: 60, seed: 10 },
  );
  expect(anew).toBeGreaterThan(10);
}, 30_000);

/** Particle-steps of a call. */
const workOf = (batches: FakeEngine['escapeCalls'][number]) =>
  batches.reduce((sum, { specs, first, end }) => sum + (end - first) * specs[0].time.steps, 0);

const MANY = parseSweep({
  base: { time: { steps: 1000 } },
  x: { path: 'noise.sigma', from: 0.5, to: 3, count: 48 },
  y: { path: 'loss.a[0]', from: 0.1, to: 0.9, count: 48 },
  replicas: 512,
});

test('the first cells of a map come with the first call of the engine, which is short', async () => {
  reset();
  probes = 0;
  const runner = start();
  const before = posted.length;
  cpu.waits = true;
  const done = runner.receive({ type: 'open', map: 1, sweep: MANY, engine: 'cpu', begin: true });
  while (all('counts').length === 0) await new Promise((resolve) => setTimeout(resolve));
  expect(probes).toBe(0);
  expect(cpu.engine!.escapeCalls.length).toBeLessThanOrEqual(2);
  const [first] = cpu.engine!.escapeCalls;
  // A few milliseconds; every cell of the coarsest picture has begun to take part in it.
  expect(workOf(first)).toBeLessThanOrEqual(2 ** 20 + 64 * 1000);
  expect(first.length).toBeGreaterThan(10);
  expect(posted.slice(before).filter(({ type }) => type === 'cost')).toEqual([]);
  await runner.receive({ type: 'pause' });
  await done;
});

test('another map waits for one short slice of the one before, and for no record of it', async () => {
  reset();
  cpu.waits = true;
  const runner = start();
  const ended = runner.receive({ type: 'open', map: 1, sweep: MANY, engine: 'cpu', begin: true });
  while (all('counts').length < 2) await new Promise((resolve) => setTimeout(resolve));
  let free = () => {};
  disk.free = new Promise((resolve) => {
    free = resolve;
  });
  const { engine } = cpu;
  const calls = engine!.escapeCalls.length;
  const other = { ...MANY, replicas: 500 };
  const done = runner.receive({ type: 'open', map: 2, sweep: other, engine: 'cpu', begin: true });
  while (all('opened').length < 2) await new Promise((resolve) => setTimeout(resolve));
  const old = engine!.escapeCalls
    .slice(calls)
    .filter(([{ specs }]) => specs[0].ensemble.particles === 512);
  expect(old.length).toBeLessThanOrEqual(1);
  expect(store.size).toBe(0);
  free();
  await ended;
  await runner.receive({ type: 'pause' });
  await done;
  expect(store.size).toBe(2);
  const next = posted.findIndex((message) => message.type === 'opened' && message.map === 2);
  const numbers = new Set(posted.slice(next).map((message) => 'map' in message && message.map));
  expect(numbers, 'once a map is shown, nothing is said of the one before').toEqual(new Set([2]));
  // What was counted of the first one is there when it is opened again.
  await runner.receive({ type: 'open', map: 1, sweep: MANY, engine: 'cpu' });
  expect(all('counts').at(-1)!.cells.length).toBeGreaterThan(10);
});

test('a long map that nobody has started shows its first picture, and waits', async () => {
  reset();
  const long = {
    ...MANY,
    replicas: 2 ** 22,
    base: { ...MANY.base, time: { dt: 0.01, steps: 100_000 } },
  };
  const runner = start();
  await runner.receive({ type: 'open', map: 1, sweep: long, engine: 'cpu', begin: true });
  expect(all('state').at(-1)!.state).toBe('ready');
  expect(all('cost').at(-1)!.seconds[1]).toBeGreaterThan(600);
  expect(store.size).toBe(0);
});
