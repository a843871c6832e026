import { describe, expect, test } from 'vitest';
import { NEVER } from '../../../src/engine/constants';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { tally } from '../../../src/engine/cpu/tally';
import { parseSpec } from '../../../src/spec/schema';

const cpu = createCpuEngine();
const REPLICAS = 300;
const base = {
  loss: { a: [0.5] },
  noise: { sigma: 4, tau: 0.05 },
  time: { dt: 1, steps: 70 },
  optimizer: { learningRate: 0.1 },
  escape: { radius: 5 },
};
const merged = (partial: object) => {
  const all: Record<string, unknown> = {
    ...base,
    ensemble: { particles: REPLICAS, seed: 'escape', cell: 7 },
  };
  for (const [group, fields] of Object.entries(partial))
    all[group] =
      'kind' in fields && group === 'loss' ? fields : { ...(all[group] as object), ...fields };
  return parseSpec(all);
};

const CASES: object[] = [
  {},
  { optimizer: { kind: 'gd' }, start: { kind: 'gaussian' } },
  { optimizer: { kind: 'perturbed', perturbation: 0.5 } },
  { optimizer: { kind: 'svrg', epochLength: 30 } },
  { optimizer: { kind: 'heavy-ball', beta: 0.5 } },
  { optimizer: { kind: 'nesterov', beta: 0.5 } },
  { optimizer: { schedule: 'inverse-time', learningRate: 1 } },
  { noise: { law: 'two-point' } },
  { noise: { law: 'two-point', rho: 0.3 }, optimizer: { batchSize: 3 } },
  { noise: { law: 'dataset', samples: 20, tau: 3 }, optimizer: { batchSize: 2 } },
  { loss: { a: [0.2, -1, 1] }, start: { kind: 'uniform', low: [-1, -1, -1], high: [1, 1, 1] } },
  { loss: { kind: 'relu-saddle', a: [0.1] }, noise: { sigma: 4 } },
  {
    loss: { kind: 'double-well' },
    noise: { sigma: 0, tau: 0, shake: 2 },
    optimizer: { learningRate: 0.01 },
    escape: { radius: 3.5 },
  },
  {
    loss: { kind: 'spike-and-wells' },
    noise: { sigma: 0, tau: 0, shake: 1 },
    escape: { radius: 3 },
  },
  {
    loss: { kind: 'linear-network', depth: 3 },
    noise: { sigma: 0.5, tau: 0 },
    escape: { radius: 0.3 },
  },
];

describe('replicas one by one', () => {
  test.each(CASES)('are the particles of the ensemble: %j', async (partial) => {
    const spec = merged(partial);
    const ensemble = await cpu.create(spec);
    await ensemble.advance(spec.time.steps);
    const expected = await ensemble.readEscapeSteps(REPLICAS);
    const escaped = expected.filter((step) => step > 0).length;
    expect(await cpu.escapeSteps(spec, 0, REPLICAS)).toEqual(expected);
    expect((await cpu.countEscapes([{ specs: [spec], first: 0, end: REPLICAS }]))[0]).toEqual({
      escaped: [escaped],
      together: [escaped],
    });
    // Gradient descent alone does the same every time; all others must leave something to compare.
    if (spec.optimizer.kind !== 'gd')
      expect(escaped % REPLICAS, 'some escape and some do not').toBeGreaterThan(0);
  });

  test('are the particles of the ensemble with the other generator', async () => {
    const spec = merged({});
    const ensemble = await cpu.create(spec, { generator: 'philox4x32' });
    await ensemble.advance(spec.time.steps);
    const steps = await cpu.escapeSteps(spec, 0, REPLICAS, { generator: 'philox4x32' });
    expect(steps).toEqual(await ensemble.readEscapeSteps(REPLICAS));
    expect(steps).not.toEqual(await cpu.escapeSteps(spec, 0, REPLICAS));
  });

  test('are the same however they are cut', async () => {
    const spec = merged({});
    const whole = await cpu.escapeSteps(spec, 0, 100);
    const parts = await Promise.all([
      cpu.escapeSteps(spec, 0, 1),
      cpu.escapeSteps(spec, 1, 64),
      cpu.escapeSteps(spec, 64, 100, { submitMilliseconds: 0.01 }),
    ]);
    expect(parts.flatMap((part) => [...part])).toEqual([...whole]);
  });

  test('stop when they are out', async () => {
    const spec = merged({ escape: { radius: 0.5 }, time: { steps: 1_000_000_000 } });
    expect([...(await cpu.escapeSteps(spec, 0, 3))]).toEqual([1, 1, 1]);
  });

  test('have the noise of their cell', async () => {
    const [a, b] = [merged({}), merged({ ensemble: { cell: 8 } })];
    expect(await cpu.escapeSteps(a, 0, 100)).not.toEqual(await cpu.escapeSteps(b, 0, 100));
    const [same, other] = await cpu.countEscapes([
      { specs: [a, a], first: 0, end: REPLICAS },
      { specs: [a, b], first: 0, end: REPLICAS },
    ]);
    expect(same.together[1]).toBe(same.escaped[1]);
    expect(other.together[1]).toBeLessThan(other.escaped[1]);
  });
});

describe('a tally', () => {
  test('counts each side, and what it has in common with the first', () => {
    const N = NEVER;
    expect(
      tally([
        Uint32Array.of(1, N, 3, N, 9),
        Uint32Array.of(5, 1, N, N, 1),
        Uint32Array.of(N, N, 2, 2, N),
      ]),
    ).toEqual({ escaped: [3, 3, 2], together: [3, 2, 1] });
  });

  test('of a first passage in the last step is one', () => {
    expect(tally([Uint32Array.of(4294967294)])).toEqual({ escaped: [1], together: [1] });
  });
});
