import { afterAll, describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import { createCpuPool } from '../../src/engine/cpu/cpu-pool';
import type { PoolWorker } from '../../src/engine/cpu/pool-threads';
import { asPoolWorker, openWorker } from '../../src/host/web/cpu-workers';
import { parseSpec } from '../../src/spec/schema';

/**
 * The browser's own threads add up to what one thread counts; tests/cli/sweep.test.ts says so of
 * Node's.
 */

const specOf = (cell: number, coordinates = 1) =>
  parseSpec({
    loss: { a: Array(coordinates).fill(0.5) },
    noise: { sigma: 4, tau: 0.05 },
    time: { dt: 1, steps: 300 },
    optimizer: { learningRate: 0.1 },
    ensemble: { cell },
  });

describe('Web Workers', () => {
  const opened: PoolWorker[] = [];
  const pool = createCpuPool(() => {
    opened.push(openWorker());
    return opened[opened.length - 1];
  }, 2);
  const one = createCpuEngine('fastest');
  afterAll(() => pool.destroy());

  test('count what one thread counts', async () => {
    const batches = [
      { specs: [specOf(1), specOf(2)], first: 3, end: 5000 },
      ...[3, 4, 5].map((cell) => ({ specs: [specOf(cell, 2)], first: 0, end: 100 })),
    ];
    expect(await pool.countEscapes(batches)).toEqual(await one.countEscapes(batches));
    expect(opened.length).toBe(2);
  });

  test('find the same first passages', async () => {
    const spec = specOf(6);
    const steps = await pool.escapeSteps(spec, 10, 5000);
    expect(steps).toEqual(await one.escapeSteps(spec, 10, 5000));
    expect(steps.some((step) => step > 0)).toBe(true);
  });

  test('hold a population in parts', async () => {
    const spec = { ...specOf(6), ensemble: { ...specOf(6).ensemble, particles: 10_000 } };
    const counts = [];
    for (const engine of [one, pool]) {
      const ensemble = await engine.create(spec);
      await ensemble.advance(100);
      counts.push(await ensemble.count());
      ensemble.destroy();
    }
    expect(counts[1]).toEqual(counts[0]);
    expect(counts[0].escaped).toBeGreaterThan(0);
  });

  test('say why they cannot do a job, and go on', async () => {
    const wrong = { ...specOf(7), loss: { kind: 'unknown' } } as unknown as ReturnType<
      typeof specOf
    >;
    await expect(pool.escapeSteps(wrong, 0, 1)).rejects.toThrow(/./);
    expect((await pool.escapeSteps(specOf(7), 0, 5)).length).toBe(5);
  });

  test('that cannot be started leave nobody waiting', async () => {
    // Not a path that does not exist: a server of sources answers it with a page, which is no
    // script.
    const script = URL.createObjectURL(new Blob(['throw new Error("A fault of this test.")']));
    const broken = createCpuPool(() => asPoolWorker(new Worker(script)), 2);
    await expect(broken.escapeSteps(specOf(8), 0, 5000)).rejects.toThrow(
      'A thread of the CPU engine ended: ',
    );
    broken.destroy();
  });
});
