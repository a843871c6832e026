import { describe, expect, test } from 'vitest';
import {
  type SamplingOptions,
  sampleInTurn,
  type Task,
} from '../../../../src/experiment/bench/sampling';

/** A clock that only work moves. */
class FakeClock {
  milliseconds = 0;
  now = () => this.milliseconds;
}

class FakeTask implements Task {
  readonly work = 64;
  readonly runs: number[] = [];
  constructor(
    private readonly clock: FakeClock,
    /** Milliseconds of one unit, by the number of the run. */
    private readonly cost: (run: number) => number,
    private readonly onRun: () => void = () => {},
  ) {}
  async run(units: number): Promise<void> {
    this.onRun();
    this.clock.milliseconds += units * this.cost(this.runs.length);
    this.runs.push(units);
  }
  destroy(): void {}
}

const OPTIONS: SamplingOptions = { samples: 15, sampleSeconds: 0.1, warmUpSeconds: 1, seed: 's' };

describe('sampleInTurn', () => {
  test('no sample is shorter than asked, and rates are those of the task', async () => {
    const clock = new FakeClock();
    const tasks = [new FakeTask(clock, () => 0.37), new FakeTask(clock, () => 250)];
    const series = await sampleInTurn(tasks, { ...OPTIONS, now: clock.now });
    for (const [i, cost] of [0.37, 250].entries()) {
      expect(series[i]).toHaveLength(15);
      for (const { seconds, work } of series[i]) {
        expect(seconds).toBeGreaterThanOrEqual(0.1);
        expect(work / seconds).toBeCloseTo(64 / (cost / 1000), 6);
      }
    }
    // One unit of the slow task is a sample and more.
    expect(tasks[1].runs.slice(-15)).toEqual(Array(15).fill(1));
  });

  test('a sample that became too short goes on', async () => {
    const clock = new FakeClock();
    // Four times as fast once it is warm.
    const task = new FakeTask(clock, () => (clock.milliseconds < 1500 ? 4 : 1));
    const [series] = await sampleInTurn([task], { ...OPTIONS, warmUpSeconds: 0.2, now: clock.now });
    for (const { seconds } of series) expect(seconds).toBeGreaterThanOrEqual(0.1);
  });

  test('every task is warmed up for as long as asked before the first sample', async () => {
    const clock = new FakeClock();
    let warm = 0;
    const task = new FakeTask(clock, () => 1);
    await sampleInTurn([task], {
      ...OPTIONS,
      samples: 1,
      now: clock.now,
      onSample: () => {
        warm = clock.milliseconds;
      },
    });
    expect(warm).toBeGreaterThanOrEqual(1100);
  });

  test('each round has every task once, in an order that changes', async () => {
    const clock = new FakeClock();
    const order: number[] = [];
    const tasks = [0, 1, 2].map(
      (i) =>
        new FakeTask(
          clock,
          () => 200,
          () => order.push(i),
        ),
    );
    await sampleInTurn(tasks, { ...OPTIONS, warmUpSeconds: 0, now: clock.now });
    const rounds = Array.from({ length: 15 }, (_, round) =>
      order.slice(-45).slice(3 * round, 3 * round + 3),
    );
    for (const round of rounds) expect([...round].sort()).toEqual([0, 1, 2]);
    expect(new Set(rounds.map(String)).size).toBeGreaterThan(3);
  });

  test('stops between two runs when it is told to', async () => {
    const clock = new FakeClock();
    const stop = new AbortController();
    const task = new FakeTask(clock, () => 50);
    const onSample = () => stop.abort();
    const sampling = sampleInTurn([task], {
      ...OPTIONS,
      now: clock.now,
      signal: stop.signal,
      onSample,
    });
    await expect(sampling).rejects.toThrow(/abort/i);
    const done = task.runs.length;
    await Promise.resolve();
    expect(task.runs).toHaveLength(done);
  });
});
