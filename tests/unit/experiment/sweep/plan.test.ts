import { describe, expect, test } from 'vitest';
import {
  blockSizes,
  coarseToFine,
  goalOf,
  middleOf,
  Plan,
  widest,
} from '../../../../src/experiment/sweep/plan';
import { Tallies, WHOLE_MAP } from '../../../../src/experiment/sweep/tallies';
import { parseSweep } from '../../../../src/spec/sweep-schema';

describe('coarse to fine', () => {
  test.each([
    [48, 48],
    [5, 1],
    [1, 1],
    [17, 40],
    [512, 3],
  ])('%i x %i: every cell once', (columns, rows) => {
    const order = coarseToFine(columns, rows);
    expect([...order].sort((p, q) => p - q)).toEqual(
      Array.from({ length: columns * rows }, (_, cell) => cell),
    );
  });

  test('begins with 6 x 6 cells from all over the map, then 12 x 12, then 24 x 24', () => {
    expect(blockSizes(48, 48)).toEqual([8, 4, 2, 1]);
    const order = [...coarseToFine(48, 48)];
    const columns = (count: number) => new Set(order.slice(0, count).map((cell) => cell % 48)).size;
    expect([columns(36), columns(36 + 144), columns(36 + 144 + 576)]).toEqual([6, 18, 42]);
    expect(order.slice(0, 36)).toContain(4 * 48 + 4);
    // Any stretch has cells of the left and of the right half.
    for (let k = 0; k < order.length; k += 36) {
      const right = order.slice(k, k + 36).filter((cell) => cell % 48 >= 24).length;
      expect(right, `from ${k}`).toBeGreaterThan(6);
      expect(right, `from ${k}`).toBeLessThan(30);
    }
  });

  test('has a cell that stands for every block, also for those that the border cuts', () => {
    for (const block of blockSizes(13, 9))
      for (let j = 0; j < 9; j += block)
        for (let i = 0; i < 13; i += block) {
          const cell = middleOf(i, j, block, 13, 9);
          expect(Math.floor((cell % 13) / block) * block).toBe(i);
          expect(Math.floor(Math.floor(cell / 13) / block) * block).toBe(j);
        }
  });
});

describe('the goal of a cell', () => {
  const plain = parseSweep({ replicas: 100 });
  const refined = parseSweep({ replicas: 100, halfWidth: 0.03, mostReplicas: 3000 });
  const at = (particles: number, escaped: number) => {
    const tallies = new Tallies(1, 1);
    tallies.add(0, particles, [0], { escaped: [escaped], together: [escaped] });
    return tallies;
  };

  test('is all replicas, and then nothing', () => {
    expect(goalOf(plain, at(0, 0), 0)).toBe(100);
    expect(goalOf(plain, at(99, 50), 0)).toBe(100);
    expect(goalOf(plain, at(100, 50), 0)).toBeNull();
  });

  test('doubles while the interval is too wide, and is only looked at there', () => {
    expect(goalOf(refined, at(100, 50), 0)).toBe(200);
    expect(goalOf(refined, at(150, 75), 0)).toBe(200);
    // 800 would do; but what was begun is brought to its end.
    expect(goalOf(refined, at(1100, 550), 0)).toBe(1600);
    expect(widest(at(1600, 800), 0)).toBeLessThan(0.03);
    expect(goalOf(refined, at(1600, 800), 0)).toBeNull();
    expect(goalOf(refined, at(100, 0), 0)).toBeNull();
  });

  test('ends at the most replicas', () => {
    const hard = { ...refined, halfWidth: 0.001 };
    expect(goalOf(hard, at(1600, 800), 0)).toBe(3000);
    expect(goalOf(hard, at(3000, 1500), 0)).toBeNull();
  });

  test('looks at differences too, and not at sides that failed', () => {
    const tallies = new Tallies(1, 2);
    tallies.add(0, 1000, [0, 1], { escaped: [0, 500], together: [0, 0] });
    const both = widest(tallies, 0);
    tallies.fail(0, 1, 'because');
    expect(widest(tallies, 0)).toBeLessThan(both / 5);
  });
});

describe('a plan', () => {
  const sweep = parseSweep({
    x: { path: 'noise.sigma', from: 0, to: 3, count: 12 },
    y: { path: 'loss.a[0]', from: 0.1, to: 1, count: 12 },
    replicas: 1600,
  });

  test('shows the whole map with few replicas before it counts them all', () => {
    const tallies = new Tallies(144, 1);
    const plan = new Plan(sweep, tallies, 12, 12, WHOLE_MAP);
    const phases: string[] = [];
    let complete = Number.POSITIVE_INFINITY;
    for (let slice = 0; ; slice++) {
      const pieces = plan.next(100_000, () => 100, 1000);
      if (pieces.length === 0) break;
      phases.push(plan.phase);
      for (const { cell, first, end } of pieces) {
        expect(first).toBe(tallies.particles[cell]);
        tallies.add(cell, end - first, [0], { escaped: [0], together: [0] });
      }
      if (tallies.particles.every((count) => count > 0)) complete = Math.min(complete, slice);
    }
    expect([...tallies.particles]).toEqual(new Array(144).fill(1600));
    // A sixteenth of the work.
    expect(complete / phases.length).toBeLessThan(0.08);
  });

  test('cuts a cell that is more than a slice', () => {
    const tallies = new Tallies(144, 1);
    const pieces = new Plan(sweep, tallies, 12, 12, WHOLE_MAP).next(6400, () => 1000, 1000);
    expect(pieces).toEqual([{ cell: pieces[0].cell, first: 0, end: 64 }]);
  });

  test('leaves other shards alone', () => {
    const tallies = new Tallies(144, 1);
    const pieces = new Plan(sweep, tallies, 12, 12, { index: 2, count: 5 }).next(
      1e9,
      () => 1,
      1000,
    );
    expect(pieces.length).toBe(29);
    expect(pieces.every(({ cell }) => cell % 5 === 2)).toBe(true);
  });
});
