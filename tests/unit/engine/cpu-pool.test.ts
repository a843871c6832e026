import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import { createCpuPool } from '../../../src/engine/cpu/cpu-pool';
import type { CpuKernels } from '../../../src/engine/cpu/kernels';
import { jobServer, type PoolJob, type PoolReply } from '../../../src/engine/cpu/pool-jobs';
import type { PoolWorker } from '../../../src/engine/cpu/pool-threads';
import type { Ensemble } from '../../../src/engine/engine';
import { EngineLimitError } from '../../../src/engine/errors';
import { parseSpec } from '../../../src/spec/schema';

/** A thread that is none: it answers in its own time, as a real one does. */
class FakeWorker implements PoolWorker {
  readonly jobs: PoolJob[] = [];
  ended = false;
  /** Parts that it holds end with it. */
  readonly serve = jobServer();
  reply: (reply: PoolReply) => void = () => {};
  end: (reason: string) => void = () => {};

  constructor(private readonly act: (worker: FakeWorker, job: PoolJob) => void) {}

  postMessage(job: PoolJob): void {
    this.jobs.push(structuredClone(job));
    this.act(this, job);
  }
  onReply(listener: (reply: PoolReply) => void): void {
    this.reply = listener;
  }
  onEnd(listener: (reason: string) => void): void {
    this.end = listener;
  }
  terminate(): void {
    this.ended = true;
  }
}

const answer = async (worker: FakeWorker, job: PoolJob) => {
  const found = await worker.serve(structuredClone(job));
  // The later a job, the sooner its answer.
  setTimeout(() => worker.reply(found), 5 - (job.id % 5));
};

/** Threads that end with a share of their jobs, but not with the same one again and again. */
function mortal(seed: number, share: number): (worker: FakeWorker, job: PoolJob) => void {
  let state = seed;
  let since = 0;
  return (worker, job) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    const ends = state / 2 ** 32 < share && since > 4;
    since = ends ? 0 : since + 1;
    if (ends) setTimeout(() => worker.end('it was killed'), 1);
    else answer(worker, job);
  };
}

function poolOf(
  threads: number,
  act = answer as (worker: FakeWorker, job: PoolJob) => void,
  kernels: CpuKernels = 'float64',
  alone = 0,
) {
  const workers: FakeWorker[] = [];
  const open = () => {
    workers.push(new FakeWorker(act));
    return workers[workers.length - 1];
  };
  return { pool: createCpuPool(open, threads, kernels, alone), workers };
}

const spec = (cell: number, steps = 500) =>
  parseSpec({
    loss: { a: [0.5] },
    noise: { sigma: 4, tau: 0.05 },
    time: { dt: 1, steps },
    optimizer: { learningRate: 0.1 },
    ensemble: { cell },
  });

describe('a pool of threads', () => {
  const batches = [
    { specs: [spec(1), spec(2)], first: 3, end: 9000 },
    ...[3, 4, 5, 6].map((cell) => ({ specs: [spec(cell)], first: 0, end: 50 })),
    { specs: [spec(7, 1)], first: 0, end: 1 },
  ];

  test('counts what one thread counts, whatever comes back first', async () => {
    const expected = await createCpuEngine().countEscapes(batches);
    for (const threads of [1, 2, 5]) {
      const { pool, workers } = poolOf(threads);
      expect(await pool.countEscapes(batches)).toEqual(expected);
      expect(workers.length).toBe(threads === 1 ? 0 : threads);
    }
  });

  test('gives the same first passages', async () => {
    const { pool, workers } = poolOf(3);
    expect(await pool.escapeSteps(spec(9), 100, 9000)).toEqual(
      await createCpuEngine().escapeSteps(spec(9), 100, 9000),
    );
    expect(workers.every(({ jobs }) => jobs.length > 0)).toBe(true);
  });

  test('opens no thread for work that is done before one has begun', async () => {
    const small = spec(9, 100);
    const batch = [{ specs: [small], first: 0, end: 40 }];
    const population = { ...small, ensemble: { ...small.ensemble, particles: 40 } };
    const one = createCpuEngine();
    // Room for two of three pieces of work of 4,000 steps: what was asked before counts.
    const { pool, workers } = poolOf(2, answer, 'float64', 9000);
    expect(await pool.countEscapes(batch)).toEqual(await one.countEscapes(batch));
    const ensemble = await pool.create(population);
    expect(workers.length).toBe(0);
    await ensemble.advance(100);
    const same = await one.create(population);
    await same.advance(100);
    expect(await ensemble.count()).toEqual(await same.count());
    expect(workers.length).toBe(0);
    expect(await pool.escapeSteps(small, 0, 40)).toEqual(await one.escapeSteps(small, 0, 40));
    expect(workers.length).toBeGreaterThan(0);
    // A minibatch draws as many samples.
    const batches = { ...small, optimizer: { ...small.optimizer, batchSize: 3 } };
    const other = poolOf(2, answer, 'float64', 9000);
    await other.pool.escapeSteps(batches, 0, 40);
    expect(other.workers.length).toBeGreaterThan(0);
  });

  test('cuts large batches and puts small ones together', async () => {
    const { pool, workers } = poolOf(2);
    await pool.countEscapes(batches);
    const jobs = workers.flatMap(({ jobs }) => jobs) as Extract<PoolJob, { type: 'count' }>[];
    const steps = jobs.map(({ batches }) =>
      batches.reduce((sum, { specs, first, end }) => sum + (end - first) * specs.length * 500, 0),
    );
    // 9.1 million steps; the last job takes what is left of the large batch and all small ones.
    expect(jobs.length).toBe(18);
    expect(Math.max(...steps)).toBeLessThan(2 ** 19 + 2 * 500);
    expect(jobs.find(({ id }) => id === 17)!.batches.length).toBe(6);
  });

  test('counts the steps of every coordinate', async () => {
    const { pool, workers } = poolOf(2);
    const [one, eight] = [1, 8].map((count) =>
      parseSpec({ ...spec(1), loss: { a: Array(count).fill(-1) }, start: { kind: 'gaussian' } }),
    );
    const jobs = () => workers.reduce((sum, worker) => sum + worker.jobs.length, 0);
    await pool.escapeSteps(one, 0, 1000);
    expect(jobs()).toBe(1);
    await pool.escapeSteps(eight, 0, 1000);
    expect(jobs()).toBe(1 + 8);
  });

  test('names no number of threads, so that equal maps have equal bytes', () => {
    expect(poolOf(7).pool.identity).toEqual(createCpuEngine().identity);
  });

  test('rejects what cannot be done and goes on with the rest', async () => {
    const { pool } = poolOf(2, (worker, job) => {
      if (job.type === 'count' && job.batches[0].specs[0].ensemble.cell === 13)
        setTimeout(() => worker.reply({ id: job.id, failure: 'no memory', cause: 'limit' }), 1);
      else answer(worker, job);
    });
    await expect(pool.countEscapes([{ specs: [spec(13)], first: 0, end: 1 }])).rejects.toThrow(
      new EngineLimitError('no memory'),
    );
    expect((await pool.countEscapes(batches)).length).toBe(batches.length);
  });

  test('says so when three threads end with the same job, and opens another', async () => {
    let broken = true;
    const { pool, workers } = poolOf(2, (worker, job) => {
      if (broken) setTimeout(() => worker.end('out of memory'), 1);
      else answer(worker, job);
    });
    await expect(pool.countEscapes([batches[1]])).rejects.toThrow(
      'A thread of the CPU engine ended: out of memory',
    );
    broken = false;
    expect(await pool.countEscapes([batches[1]])).toEqual(
      await createCpuEngine().countEscapes([batches[1]]),
    );
    expect(workers.length).toBe(4);
  });

  test('does again what ended with its thread, at any moment', async () => {
    const expected = await createCpuEngine().countEscapes(batches);
    const { pool, workers } = poolOf(3, mortal(7, 0.6));
    expect(await pool.countEscapes(batches)).toEqual(expected);
    expect(await pool.escapeSteps(spec(9), 100, 9000)).toEqual(
      await createCpuEngine().escapeSteps(spec(9), 100, 9000),
    );
    expect(workers.length).toBeGreaterThan(5);
  });

  test('says so when a thread cannot be started, and waits for none', async () => {
    let open = 0;
    const pool = createCpuPool(() => {
      if (open++ > 0) throw new Error('too many');
      return new FakeWorker((worker) => setTimeout(() => worker.end('out of memory'), 1));
    }, 3);
    const calls = await Promise.allSettled([
      pool.countEscapes(batches),
      pool.countEscapes([batches[1]]),
    ]);
    expect(calls.map((call) => call.status)).toEqual(['rejected', 'rejected']);
    await expect(pool.escapeSteps(spec(1), 0, 1)).rejects.toThrow(
      'A thread of the CPU engine could not be started: too many',
    );
  });

  test('ends calls at once when it is told to, and the next one is whole', async () => {
    const expected = await createCpuEngine().countEscapes(batches);
    let held: (() => void)[] | null = [];
    const { pool, workers } = poolOf(2, (worker, job) => {
      if (held) held.push(() => answer(worker, job));
      else answer(worker, job);
    });
    const stop = new AbortController();
    const { signal } = stop;
    const calls = [
      pool.countEscapes(batches, { signal }),
      pool.escapeSteps(spec(9), 0, 9000, { signal }),
    ];
    const ended = Promise.allSettled(calls);
    stop.abort(new Error('told to stop'));
    for (const call of await ended)
      expect(call).toMatchObject({ status: 'rejected', reason: { message: 'told to stop' } });
    await expect(pool.countEscapes(batches, { signal })).rejects.toThrow('told to stop');
    // What a thread had begun it ends for nobody, and nothing of the rest was begun.
    const begun = held;
    held = null;
    const next = pool.countEscapes(batches);
    for (const go of begun) go();
    expect(await next).toEqual(expected);
    const kinds = workers.flatMap(({ jobs }) => jobs.map(({ type }) => type));
    expect(kinds).toEqual(Array(2 + 18).fill('count'));
  });

  test('leaves nobody waiting when it is destroyed', async () => {
    const { pool, workers } = poolOf(2, () => {});
    const pending = pool.countEscapes(batches);
    pool.destroy();
    await expect(pending).rejects.toThrow('The engine was destroyed.');
    expect(workers.every(({ ended }) => ended)).toBe(true);
    await expect(pool.countEscapes(batches)).rejects.toThrow('The engine was destroyed.');
  });
});

describe.each<CpuKernels>(['float64', 'fastest'])(
  'a population on several threads, %s',
  (kernels) => {
    const two = parseSpec({
      loss: { a: [1, 0.5] },
      noise: { rho: 0.5 },
      time: { dt: 0.01, steps: 200 },
      escape: { radius: 3 },
      histogram: { coordinate: 1 },
      // No multiple of threads or lanes.
      ensemble: { particles: 3 * 4096 + 5 },
    });

    test('is what it is on one, in every integer, however its steps are cut', async () => {
      const outcomes = [];
      for (const [threads, stops] of [
        [1, [200]],
        [2, [64, 200]],
        [5, [1, 2, 63, 64, 65, 130, 199, 200]],
      ] as const) {
        const { pool, workers } = poolOf(threads, undefined, kernels);
        const ensemble = await pool.create(two);
        for (const stop of stops) await ensemble.advance(stop);
        outcomes.push({
          counts: await ensemble.count(),
          quantiles: await ensemble.quantiles([0.05, 0.5, 0.999]),
          plane: await ensemble.countPlane({ x: [-3, 3], y: [-3, 3], bins: 16 }),
          x: await ensemble.read(5000, 0),
          y: await ensemble.read(two.ensemble.particles),
          middle: await ensemble.read(3000, two.histogram.coordinate, 3500),
          passages: await ensemble.readEscapeSteps(9000),
        });
        // At least 4096 particles each.
        expect(workers.length).toBe(threads === 1 ? 0 : Math.min(threads, 3));
        ensemble.destroy();
      }
      const [one] = outcomes;
      expect(one.counts.escaped).toBeGreaterThan(100);
      expect(one.x.length).toBe(5000);
      expect(one.passages.length).toBe(9000);
      expect(one.middle).toEqual(one.y.slice(3500, 6500));
      for (const other of outcomes.slice(1)) expect(isDeepStrictEqual(other, one)).toBe(true);
    });

    test('says so when the thread of a part ended', async () => {
      let broken = false;
      const act = (worker: FakeWorker, job: PoolJob) => {
        if (broken) setTimeout(() => worker.end('out of memory'), 1);
        else answer(worker, job);
      };
      const { pool } = poolOf(2, act, kernels);
      const ensemble = await pool.create(two);
      broken = true;
      await expect(ensemble.advance(64)).rejects.toThrow(
        'A thread of the CPU engine ended: out of memory',
      );
      expect(ensemble.step).toBe(0);
    });

    test('is the same when threads end under it', async () => {
      const read = async (ensemble: Ensemble) => ({
        counts: await ensemble.count(),
        x: await ensemble.read(two.ensemble.particles),
        passages: await ensemble.readEscapeSteps(two.ensemble.particles),
      });
      const whole = await createCpuEngine(kernels).create(two);
      const { pool, workers } = poolOf(3, mortal(5, 0.3), kernels);
      const parts = await pool.create(two);
      for (const stop of [30, 64, 128, 200]) {
        await whole.advance(stop);
        await parts.advance(stop);
        expect(isDeepStrictEqual(await read(parts), await read(whole))).toBe(true);
      }
      expect(workers.length).toBeGreaterThan(5);
    });
  },
);
