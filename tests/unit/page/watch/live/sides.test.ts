import { expect, test } from 'vitest';
import { createCpuEngine } from '../../../../../src/engine/cpu/cpu-engine';
import type { Ensemble, EnsembleOptions } from '../../../../../src/engine/engine';
import { resultOf } from '../../../../../src/experiment/run';
import type { LiveState } from '../../../../../src/page/watch/live/live-state';
import { resultView } from '../../../../../src/page/watch/live/result-view';
import { standingSides } from '../../../../../src/page/watch/live/sides';
import { parseSpec } from '../../../../../src/spec/schema';

const spec = parseSpec({
  loss: { a: [1, 0.5] },
  noise: { sigma: 0.5 },
  time: { dt: 0.05, steps: 128 },
  escape: { radius: 3 },
  ensemble: { particles: 500 },
});

const cpu = createCpuEngine();
let made = 0;

/** An engine that keeps where particles leave only where it is asked to, as the GPU's does. */
const forgetful = {
  ...cpu,
  identity: cpu.identity,
  async create(own: typeof spec, options: EnsembleOptions): Promise<Ensemble> {
    made++;
    const ensemble = await cpu.create(own, options);
    if (!options.exits) ensemble.readExits = async () => null;
    return ensemble;
  },
};

async function liveAt(step: number, capability = 1e9, changes: object = {}): Promise<LiveState> {
  const ensemble = await forgetful.create(spec, {});
  await ensemble.advance(step);
  const pace = { capability, stepsWithin: () => 50 };
  return {
    ensemble,
    steps: 200,
    backend: { engine: forgetful, pace },
    requests: [],
    wanted: null,
    running: () => false,
    ...changes,
  } as unknown as LiveState;
}

test('an engine that does not keep by which sides particles leave sees it in a run of its own', async () => {
  const kept = await cpu.create(spec);
  await kept.advance(128);
  const expected = (await resultOf(kept, cpu.identity, { seconds: 0 })).escape;
  expect(expected.exits!.length).toBe(4);
  expect(expected.count).toBeGreaterThan(100);
  const live = await liveAt(128);
  expect(await standingSides(live)).toEqual(expected.exits);
  // It is remembered, and in the result of what is on the screen.
  made = 0;
  const shares: number[] = [];
  const view = await resultView(live, (share) => shares.push(share));
  const result = await resultOf(view, cpu.identity, { seconds: 0 });
  expect(result.escape).toEqual(expected);
  expect(result.spec.time.steps).toBe(200);
  expect([made, shares]).toEqual([0, []]);
  // A step further they are seen again.
  await live.ensemble.advance(150);
  await resultView(live, (share) => shares.push(share));
  expect([made, shares]).toEqual([1, [50 / 150, 100 / 150]]);
});

test('sides are not known where that would take long, or another run is waited for', async () => {
  expect(await standingSides(await liveAt(128, 1000))).toBe(null);
  expect(await standingSides(await liveAt(128, 1e9, { wanted: {} }))).toBe(null);
  expect(await standingSides(await liveAt(128, 1e9, { running: () => true }))).toBe(null);
});
