import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createCpuEngine } from '../../../../../src/engine/cpu/cpu-engine';
import { CpuEnsemble } from '../../../../../src/engine/cpu/cpu-ensemble';
import {
  type FromWorker,
  SHOWN_PROBABILITIES,
  type ToWorker,
} from '../../../../../src/page/watch/live/live-protocol';
import { LiveRunner } from '../../../../../src/page/watch/live/live-runner';
import { MOVING_PARTICLES } from '../../../../../src/page/watch/live/live-state';
import { parseSpec } from '../../../../../src/spec/schema';
import type { Spec } from '../../../../../src/spec/spec';

vi.setConfig({ testTimeout: 120_000 });

/** What is counted of a run that moves, and of one that stands: the live runner without a page. */

let posted: FromWorker[] = [];
let runner: LiveRunner;
const counts = vi.spyOn(CpuEnsemble.prototype, 'count');
const send = (message: ToWorker) => runner.receive(message);
const all = <T extends FromWorker['type']>(type: T) =>
  posted.filter((one): one is Extract<FromWorker, { type: T }> => one.type === type);
const samples = () => all('sample').map(({ sample }) => sample);
const seen = (type: FromWorker['type']) => all(type).length > 0;
const until = (what: () => boolean) =>
  vi.waitFor(() => expect(what(), JSON.stringify(all('trouble'))).toBe(true), {
    timeout: 60_000,
    interval: 2,
  });

beforeEach(() => {
  vi.stubGlobal('navigator', {});
  vi.stubGlobal('requestAnimationFrame', (done: () => void) => setTimeout(done, 4));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
  counts.mockClear();
  // A runner says more after the end of its test.
  const own: FromWorker[] = [];
  posted = own;
  runner = new LiveRunner((message) => own.push(message));
});
afterEach(() => send({ type: 'pause' }));
afterAll(() => counts.mockRestore());

const MORE = MOVING_PARTICLES + 1001;
const specOf = (particles: number) =>
  parseSpec({
    loss: { a: [1, -1] },
    noise: { sigma: 2 },
    time: { dt: 0.01, steps: 512 },
    ensemble: { particles },
  });

/** Begins a run of every particle, which stands at its start. */
async function begin(spec: Spec): Promise<void> {
  const context = { clearRect() {}, fillRect() {} };
  const canvas = { getContext: () => context } as unknown as OffscreenCanvas;
  send({
    type: 'start',
    spec,
    playing: false,
    canvases: { cpu: canvas, gpu: canvas },
    style: { color: [0, 0, 0], scale: 'linear', top: 1, bottom: 0.5 },
    size: { width: 10, height: 10 },
    prefersGpu: false,
  });
  send({ type: 'speed', factor: Number.POSITIVE_INFINITY });
  await until(() => seen('started'));
  send({ type: 'all-particles' });
  await until(() => samples().at(-1)?.all === spec.ensemble.particles);
}

/** What an ensemble of its own has at a step, of its first particles or of all. */
async function expected(spec: Spec, step: number, most?: number) {
  const ensemble = await createCpuEngine('fastest').create(spec);
  await ensemble.advance(step);
  return {
    counts: await ensemble.count({ most }),
    quantiles: await ensemble.quantiles(SHOWN_PROBABILITIES, { most }),
    plane: await ensemble.countPlane(WINDOW, { most }),
  };
}

const WINDOW = { x: [-2, 2], y: [-2, 2], bins: 24 } as const;

test('a large run is counted from its first particles while it moves, and in full where it stands', async () => {
  const spec = specOf(MORE);
  await begin(spec);
  expect(samples().at(-1)!.particles, 'at the start').toBe(MORE);
  send({ type: 'plane', window: WINDOW });
  counts.mockClear();
  send({ type: 'play' });
  await until(() => samples().at(-1)!.counts.step > 0 && samples().at(-1)!.plane !== null);
  const moving = samples().at(-1)!;
  // A result is of all of them, however the run is shown.
  send({ type: 'result', request: 1, finish: false });
  send({ type: 'pause' });
  await until(() => samples().at(-1)!.particles === MORE && seen('result'));
  const standing = samples().at(-1)!;

  const few = await expected(spec, moving.counts.step, MOVING_PARTICLES);
  expect(moving).toMatchObject({ particles: MOVING_PARTICLES, all: MORE, sides: null });
  expect(moving.counts).toEqual(few.counts);
  expect(moving.quantiles).toEqual(few.quantiles);
  expect(moving.plane!.counts).toEqual(few.plane);
  expect(moving.plane!.particles).toBe(MOVING_PARTICLES);
  expect(moving.plane!.each).toBe(MORE / MOVING_PARTICLES);

  const whole = await expected(spec, standing.counts.step);
  expect(standing).toMatchObject({ particles: MORE, all: MORE });
  expect(standing.counts).toEqual(whole.counts);
  expect(standing.quantiles).toEqual(whole.quantiles);
  expect(standing.plane!.counts).toEqual(whole.plane);
  expect(standing.plane!.each).toBe(1);
  const { result } = all('result')[0];
  expect(result.particles).toBe(MORE);
  const { histogram } = result;
  const sum = histogram.counts.reduce((one, other) => one + other, 0);
  expect(sum + histogram.below + histogram.above + histogram.nonFinite).toBe(MORE);
});

test('its bars and numbers are of all particles in a pause, after a step and at its last one', async () => {
  const spec = specOf(MORE);
  await begin(spec);
  counts.mockClear();
  send({ type: 'play' });
  await until(() => samples().at(-1)!.counts.step > 0);
  expect(counts.mock.calls.every(([options]) => options?.most === MOVING_PARTICLES)).toBe(true);
  send({ type: 'pause' });
  await until(() => samples().at(-1)!.particles === MORE);
  // The last ones are of the bars and of the numbers.
  expect(counts.mock.calls.slice(-2)).toEqual([[undefined], [undefined]]);
  send({ type: 'play' });
  await until(() => samples().at(-1)!.particles === MOVING_PARTICLES);
  send({ type: 'step', request: 1, count: 1 });
  const types = () => posted.map(({ type }) => type);
  await until(() => types().lastIndexOf('sample') > types().indexOf('stepped') && seen('stepped'));
  expect(samples().at(-1)!.particles).toBe(MORE);
  expect(counts.mock.calls.slice(-2)).toEqual([[undefined], [undefined]]);
  send({ type: 'play' });
  await until(() => samples().at(-1)!.counts.step === 512 && all('state').at(-1)!.finished);
  expect(counts.mock.calls.slice(-2)).toEqual([[undefined], [undefined]]);
  expect(samples().at(-1)!.counts).toEqual((await expected(spec, 512)).counts);
});

test('a run of as many as that, or fewer, is always counted in full', async () => {
  await begin(specOf(MOVING_PARTICLES));
  send({ type: 'play' });
  await until(() => samples().at(-1)!.counts.step === 512);
  expect(counts.mock.calls.length).toBeGreaterThan(4);
  expect(counts.mock.calls.every(([options]) => options === undefined)).toBe(true);
  const particles = new Set(samples().map((sample) => sample.particles / sample.all));
  expect([...particles]).toEqual([1]);
});
