import { describe, expect, test } from 'vitest';
import type { EscapeBatch, EscapeOptions } from '../../../../src/engine/engine';
import { DeviceLostError } from '../../../../src/engine/errors';
import {
  CheckpointError,
  checkpointOf,
  checkpointToJson,
  resumeFromFile,
} from '../../../../src/experiment/sweep/checkpoint';
import { mapResult, mapToJson } from '../../../../src/experiment/sweep/map-result';
import { type SweepProgress, SweepRun } from '../../../../src/experiment/sweep/sweep-run';
import { noiseAt } from '../../../../src/spec/listed-noise';
import { parseSweep } from '../../../../src/spec/sweep-schema';
import { VERSION } from '../../../../src/version';
import { FakeEngine, fakeDraw } from '../fake-engine';

const ENGINE = new FakeEngine().identity;
const SMALL = {
  base: { time: { steps: 1000 } },
  x: { path: 'noise.sigma', from: 0, to: 4, count: 9 },
  y: { path: 'loss.a[0]', from: 0.1, to: 0.9, count: 7 },
  replicas: 500,
  compare: [{ noise: { law: 'two-point' } }, { noise: { tau: 3 } }],
};

/** Particle-steps of everything; the fake engine takes no time, so that slices double. */
async function finished(run: SweepRun, engine = new FakeEngine()): Promise<SweepRun> {
  await run.advance(engine);
  expect(run.finished).toBe(true);
  return run;
}

const bytes = async (run: SweepRun) => mapToJson(await mapResult(run));

describe('a sweep', () => {
  test('counts every replica of every cell and side', async () => {
    const run = await finished(new SweepRun(parseSweep(SMALL), ENGINE));
    const { particles, escaped, together } = run.tallies;
    for (let cell = 0; cell < run.cells; cell++) {
      const sigma = noiseAt(run.specOf(cell, 0).noise, 0).sigma;
      const expected = Array.from({ length: 500 }, (_, replica) => fakeDraw(cell, replica)).filter(
        (u) => u < sigma / 4,
      );
      expect(particles[cell]).toBe(500);
      for (let side = 0; side < 3; side++) {
        expect(escaped[side][cell]).toBe(expected.length);
        expect(together[side][cell]).toBe(expected.length);
      }
    }
  });

  test('has other noise on each side where that is asked for', async () => {
    const { tallies } = await finished(
      new SweepRun(parseSweep({ ...SMALL, sameNoise: false }), ENGINE),
    );
    const middle = 3 * 9 + 4;
    expect(tallies.together[1][middle]).toBeLessThan(tallies.escaped[1][middle]);
  });

  test.each([1, 2, 3])(
    'stopped at random moments and gone on with is the same, to the byte: %i',
    async (seed) => {
      const sweep = parseSweep({ ...SMALL, halfWidth: 0.02 });
      const expected = await bytes(await finished(new SweepRun(sweep, ENGINE)));
      let run = new SweepRun(sweep, ENGINE);
      let stops = 0;
      for (let k = 0; !run.finished; k++) {
        const stop = new AbortController();
        let slices = Math.floor(4 * fakeDraw(seed, k));
        await run.advance(new FakeEngine(), {
          signal: stop.signal,
          onProgress: () => {
            if (slices-- <= 0) stop.abort();
          },
        });
        if (!run.finished) stops++;
        run = resumeFromFile(JSON.parse(checkpointToJson(checkpointOf(run))), {
          sweep,
          engine: ENGINE,
        });
      }
      expect(stops).toBeGreaterThan(1);
      expect(await bytes(run)).toBe(expected);
    },
  );

  test('stopped in a slice it leaves that slice out, and gone on with it is the same', async () => {
    const sweep = parseSweep(SMALL);
    const expected = await bytes(await finished(new SweepRun(sweep, ENGINE)));
    const run = new SweepRun(sweep, ENGINE);
    const engine = new FakeEngine();
    const count = engine.countEscapes.bind(engine);
    const stop = new AbortController();
    let calls = 0;
    engine.countEscapes = async (batches: EscapeBatch[], { signal }: EscapeOptions = {}) => {
      if (++calls < 3) return count(batches);
      stop.abort();
      throw signal?.reason;
    };
    let before: number[] = [];
    await run.advance(engine, {
      signal: stop.signal,
      slices: { seconds: 1e-9, first: 3_000_000 },
      onProgress: () => {
        before = [...run.tallies.particles];
      },
    });
    expect(calls).toBe(3);
    expect(run.finished).toBe(false);
    expect(before.some((particles) => particles > 0)).toBe(true);
    expect([...run.tallies.particles]).toEqual(before);
    expect(run.tallies.failures.size).toBe(0);
    expect(await bytes(await finished(run))).toBe(expected);
  });

  test('gives refined cells what they need and no more', async () => {
    const sweep = parseSweep({
      ...SMALL,
      compare: undefined,
      halfWidth: 0.021,
      mostReplicas: 4000,
    });
    const { tallies } = await finished(new SweepRun(sweep, ENGINE));
    // 0 of 500 and 500 of 500 are sharp enough; a half needs 2,177.
    expect(tallies.particles[0]).toBe(500);
    expect(tallies.particles[4]).toBe(4000);
    expect(new Set(tallies.particles)).toEqual(new Set([500, 1000, 2000, 4000]));
  });

  test('says how far it is in particle-steps', async () => {
    const run = new SweepRun(parseSweep(SMALL), ENGINE);
    const seen: SweepProgress[] = [];
    await run.advance(new FakeEngine(), { onProgress: (progress) => void seen.push(progress) });
    const last = seen[seen.length - 1];
    expect(last).toMatchObject({
      cellsDone: 63,
      cells: 63,
      done: 63 * 500 * 3000,
      total: 63 * 500 * 3000,
    });
    expect(seen.flatMap(({ changed }) => changed).length).toBeGreaterThanOrEqual(126);
    for (let k = 1; k < seen.length; k++) expect(seen[k].done).toBeGreaterThan(seen[k - 1].done);
    expect(run.workLeft).toBe(0);
  });

  test('takes steps that differ from cell to cell for the work they are', () => {
    const run = new SweepRun(
      parseSweep({
        ...SMALL,
        base: {},
        compare: undefined,
        y: { path: 'time.steps', values: [10, 30] },
      }),
      ENGINE,
    );
    expect(run.work).toBe(9 * 40 * 500);
  });
});

describe('cells that fail', () => {
  test('because no run can have their values are data', async () => {
    const run = await finished(
      new SweepRun(
        parseSweep({
          base: { noise: { law: 'dataset' } },
          compare: { noise: { law: 'gaussian' } },
          x: { path: 'optimizer.batchSize', values: [1, 100] },
          y: { path: 'noise.samples', values: [10, 1000] },
          replicas: 10,
        }),
        ENGINE,
      ),
    );
    const { cells } = await mapResult(run);
    expect(cells[1]).toMatchObject({
      failed: expect.stringContaining('optimizer.batchSize: 100'),
      b: { particles: 10 },
    });
    expect(cells[1].b).not.toHaveProperty('difference');
    expect(cells[3]).toMatchObject({ particles: 10, b: { particles: 10 } });
  });

  test('in the engine do not end the others', async () => {
    const engine = new FakeEngine();
    engine.beforeEscapes = (batches) => {
      if (batches.some(({ specs }) => specs[0].ensemble.cell === 13))
        throw new Error('the buffer is too small');
    };
    const run = await finished(new SweepRun(parseSweep(SMALL), ENGINE), engine);
    expect([...run.tallies.failures.values()]).toEqual(
      new Array(3).fill('the buffer is too small'),
    );
    expect([...run.tallies.particles].filter((count) => count === 500).length).toBe(62);
  });

  test('all together are no matter of cells', async () => {
    const engine = new FakeEngine();
    engine.beforeEscapes = () => {
      throw new Error('no kernel compiles');
    };
    await expect(new SweepRun(parseSweep(SMALL), ENGINE).advance(engine)).rejects.toThrow(
      'no kernel compiles',
    );
  });

  test('are not made of a device that is lost: the sweep stands, and can go on', async () => {
    const engine = new FakeEngine();
    let calls = 0;
    engine.beforeEscapes = () => {
      if (++calls === 2) throw new DeviceLostError('gone');
    };
    const run = new SweepRun(parseSweep(SMALL), ENGINE);
    await expect(run.advance(engine)).rejects.toThrow(DeviceLostError);
    expect(run.tallies.failures.size).toBe(0);
    expect(await bytes(await finished(run, engine))).toBe(
      await bytes(await finished(new SweepRun(parseSweep(SMALL), ENGINE))),
    );
  });
});

describe('a checkpoint', () => {
  const run = new SweepRun(parseSweep(SMALL), ENGINE);
  const good = () => JSON.parse(checkpointToJson(checkpointOf(run)));

  test.each<[string, (checkpoint: ReturnType<typeof good>) => unknown, object, string]>([
    ['no checkpoint', () => ({ cells: [] }), {}, 'It is not a checkpoint of a sweep.'],
    [
      'another version',
      (one) => ({ ...one, engine: { ...ENGINE, version: '9' } }),
      {},
      'It is of version 9',
    ],
    [
      'another engine',
      (one) => one,
      { engine: { ...ENGINE, kind: 'gpu' } },
      'It is of the CPU engine of version',
    ],
    [
      'another adapter',
      (one) => one,
      { engine: { ...ENGINE, adapter: 'another' } },
      '(fake), and this run is on the CPU engine',
    ],
    [
      'no engine that is named',
      (one) => ({ ...one, engine: { kind: 'cpu', version: VERSION } }),
      {},
      'engine.adapter: a missing value is not accepted; give one: it has no default.',
    ],
    ['another sweep', (one) => one, { sweep: parseSweep({}) }, 'It is of another sweep.'],
    [
      'another shard',
      (one) => one,
      { shard: { index: 1, count: 2 } },
      'It is of shard 0/1 and not of 1/2.',
    ],
    [
      'lost counts',
      (one) => ({ ...one, particles: [1] }),
      {},
      'particles: [1] is not accepted; give a list of 63',
    ],
    [
      'impossible counts',
      (one) => ({ ...one, escaped: one.escaped.map((side: number[]) => side.map(() => 1)) }),
      {},
      'escaped[0][0]: 1 is not accepted; give 0.',
    ],
    [
      'counts that could be, and are not those that were written',
      (one) => ({ ...one, finished: false, particles: one.particles.map(() => 1) }),
      {},
      'It was changed after it was written: its digest does not match its content.',
    ],
    ['no digest', ({ digest: _, ...one }) => one, {}, 'It has no digest: nothing proves'],
  ])('of %s is refused', (_, change, wanted, sentence) => {
    expect(() => resumeFromFile(change(good()), wanted)).toThrow(CheckpointError);
    expect(() => resumeFromFile(change(good()), wanted)).toThrow(sentence);
  });
});
