import { describe, expect, test } from 'vitest';
import { type FrameStatistics, SpeedMeter } from '../../../../../src/page/watch/live/speed-meter';

/** Runs a meter on a clock of the test's own. */
class Film {
  readonly meter = new SpeedMeter();
  now = 1000;

  /**
   * Frames of these lengths, in milliseconds, in each of which particles are moved for a part of
   * the time.
   */
  run(lengths: readonly number[], { part = 0.5, steps = 1000 } = {}): this {
    for (const length of lengths) {
      this.meter.frame(this.now, true);
      this.meter.worked(length * part, steps);
      this.now += length;
    }
    // The last frame ends where the next one begins.
    this.meter.frame(this.now, true);
    return this;
  }

  stand(milliseconds: number): this {
    this.meter.halt();
    this.now += milliseconds;
    return this;
  }

  over(milliseconds = Number.POSITIVE_INFINITY): FrameStatistics {
    return this.meter.over(milliseconds)!;
  }
}

const times = (count: number, length: number) => Array.from({ length: count }, () => length);

test('before the first frame has ended there is nothing to say', () => {
  const meter = new SpeedMeter();
  expect(meter.over(1000)).toBeNull();
  meter.frame(5, true);
  meter.worked(1, 1000);
  expect(meter.over(1000)).toBeNull();
  expect(meter.points).toEqual([]);
});

test('the speed is particle-steps over the time of the frames, and the share is computing over it', () => {
  const { frames, time, computeShare, particleStepsPerSecond } = new Film()
    .run([10, 20, 30, 40], { part: 0.25, steps: 500 })
    .over();
  expect({ frames, time, computeShare, particleStepsPerSecond }).toEqual({
    frames: 4,
    time: 100,
    computeShare: 0.25,
    particleStepsPerSecond: 20_000,
  });
});

test('several advances in one frame add up', () => {
  const film = new Film();
  film.meter.frame(0, true);
  film.meter.worked(3, 100);
  film.meter.worked(5, 300);
  film.meter.frame(16, true);
  expect(film.over()).toMatchObject({ computeShare: 0.5, particleStepsPerSecond: 25_000 });
});

describe('quantiles are exact', () => {
  test('of the numbers 1 to n in any order: ceil(p n)', () => {
    for (const n of [1, 2, 3, 99, 100, 101, 250]) {
      // A step that shares no divisor with n takes every number once, far from sorted.
      const stride = n === 1 ? 1 : [7, 11, 13].find((prime) => n % prime !== 0)!;
      const lengths = Array.from({ length: n }, (_, i) => ((i * stride) % n) + 1);
      const { frames, p50, p99 } = new Film().run(lengths).over();
      expect({ n, frames, p50, p99 }).toEqual({
        n,
        frames: n,
        p50: Math.ceil(0.5 * n),
        p99: Math.ceil(0.99 * n),
      });
    }
  });

  test('numbers are compared as numbers: 100 ms is more than 20 ms', () => {
    expect(new Film().run([100, 20, 3]).over()).toMatchObject({ p50: 20, p99: 100 });
  });

  test('one frame in a hundred may be slow without showing in the p99, two may not', () => {
    expect(new Film().run([...times(99, 10), 500]).over().p99).toBe(10);
    expect(new Film().run([...times(98, 10), 500, 500]).over().p99).toBe(500);
  });
});

test('only the last frames are looked at: as many as fill the time that is asked for', () => {
  const film = new Film().run(times(300, 50), { steps: 1 }).run(times(200, 10), { steps: 1000 });
  expect(film.over(1000)).toMatchObject({
    frames: 100,
    time: 1000,
    p99: 10,
    particleStepsPerSecond: 1e5,
  });
  expect(film.over(2001)).toMatchObject({ frames: 201, time: 2050, p50: 10, p99: 10 });
});

test('the ring keeps the last 2048 frames when older ones are written over', () => {
  const lengths = Array.from({ length: 2048 }, (_, i) => i + 1);
  const film = new Film().run(times(3000, 5000)).run(lengths);
  expect(film.over()).toMatchObject({
    frames: 2048,
    time: (2048 * 2049) / 2,
    p50: 1024,
    p99: 2028,
  });
});

test('a pause is in no number: neither its time nor the frame it began in', () => {
  const film = new Film().run(times(100, 10));
  const before = film.over();
  film.meter.worked(4, 1e9);
  film.stand(60_000);
  expect(film.over(), 'a pause freezes them').toEqual(before);
  film.run(times(100, 10));
  expect(film.over()).toMatchObject({
    frames: 200,
    time: 2000,
    p99: 10,
    particleStepsPerSecond: 1e5,
  });
});

test('the frame after which the run stands still counts, and what follows it does not', () => {
  const film = new Film().run(times(3, 10));
  film.meter.worked(5, 1000);
  film.meter.frame(film.now + 10, false);
  film.meter.worked(5, 1e9);
  film.meter.frame(film.now + 20, false);
  expect(film.over()).toMatchObject({ frames: 4, time: 40, particleStepsPerSecond: 1e5 });
});

test('a frame that computes all the time has a share of 1 and never more', () => {
  // 0.1 + 0.2 is more than 0.3.
  const film = new Film();
  film.meter.frame(0, true);
  film.meter.worked(0.1, 1);
  film.meter.worked(0.2, 1);
  film.meter.frame(0.3, true);
  expect(film.over().computeShare).toBe(1);
});

describe('points of the speed over time', () => {
  test('each is the mean of about a second, and they follow one another without a gap', () => {
    const { meter } = new Film().run(times(300, 10), { steps: 2000 });
    expect(meter.points).toEqual([
      { from: 1000, to: 2000, particleStepsPerSecond: 2e5 },
      { from: 2000, to: 3000, particleStepsPerSecond: 2e5 },
      { from: 3000, to: 4000, particleStepsPerSecond: 2e5 },
    ]);
  });

  test('all particle-steps of the frames are in the points, however long the frames are', () => {
    const lengths = Array.from({ length: 500 }, (_, i) => 5 + ((i * 37) % 90));
    const film = new Film().run(lengths, { steps: 7 });
    film.stand(0);
    const { points } = film.meter;
    const inPoints = points.reduce(
      (sum, { from, to, particleStepsPerSecond }) =>
        sum + (particleStepsPerSecond * (to - from)) / 1000,
      0,
    );
    // Frames after the last point: less than half a second of them is dropped.
    const rest = film.now - points.at(-1)!.to;
    expect(rest).toBeLessThan(500);
    const kept = lengths.length - lengthsIn(lengths, rest);
    expect(inPoints).toBeCloseTo(7 * kept, 6);
  });

  test('a pause leaves a gap and no zero', () => {
    const film = new Film().run(times(100, 10)).stand(5000).run(times(100, 10));
    const [first, second] = film.meter.points;
    expect(film.meter.points).toHaveLength(2);
    expect(second.from - first.to).toBe(5000);
    expect(second.particleStepsPerSecond).toBe(first.particleStepsPerSecond);
  });

  test('what had run for half a second before a pause is a point, and for less is not', () => {
    expect(new Film().run(times(50, 10)).stand(100).meter.points).toHaveLength(1);
    expect(new Film().run(times(49, 10)).stand(100).meter.points).toHaveLength(0);
  });

  test('those of the last minute are kept', () => {
    const { meter, now } = new Film().run(times(100, 1000));
    expect(meter.points).toHaveLength(60);
    expect(meter.points[0].from).toBe(now - 60_000);
  });

  test('a run that moves without a step has a speed of 0', () => {
    const { meter } = new Film().run(times(100, 10), { steps: 0 });
    expect(meter.points).toEqual([{ from: 1000, to: 2000, particleStepsPerSecond: 0 }]);
  });
});

test('another engine has no number of the last one', () => {
  const film = new Film().run(times(150, 10));
  film.meter.worked(5, 1e9);
  film.meter.forget();
  expect(film.meter.over(1000)).toBeNull();
  expect(film.meter.points).toEqual([]);
  // The frame that was under way belongs to neither.
  film.meter.frame(film.now + 10, true);
  expect(film.meter.over(1000)).toBeNull();
});

/** How many of the last frames make up this time. */
function lengthsIn(lengths: readonly number[], time: number): number {
  let sum = 0;
  let count = 0;
  while (sum < time) sum += lengths[lengths.length - 1 - count++];
  return count;
}
