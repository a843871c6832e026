import { expect, test } from 'vitest';
import type { CellTheory } from '../../../../src/experiment/sweep/theory-jobs';
import { type TheoryProgress, theoryOnThreads } from '../../../../src/experiment/sweep/theory-pool';
import { parseSweep } from '../../../../src/spec/sweep-schema';
import { exactEscape } from '../../../../src/theory/escape/exact-escape';
import { Threads } from './theory-threads';

const SWEEP = parseSweep({
  base: { noise: { tau: 0.5 }, time: { dt: 1, steps: 5 }, start: { x: [0.1] } },
  x: { path: 'noise.samples', values: [8, 32, 64] },
  y: { path: 'noise.sigma', values: [1, 2, 3] },
  replicas: 1,
  // Its minibatch is larger than the set of the first column.
  compare: { noise: { law: 'dataset' }, optimizer: { batchSize: 16 } },
});
const CELLS = [4, 0, 1, 2, 3, 5, 6, 7, 8];

async function asked(
  threads: Threads,
  signal = new AbortController().signal,
  growth: 'full' | null = null,
) {
  const answers: CellTheory[] = [];
  const progress: TheoryProgress[] = [];
  const finished = await theoryOnThreads(
    { sweep: SWEEP, cells: CELLS, exact: true, growth },
    {
      open: threads.open,
      threads: 2,
      signal,
      onAnswers: (own, now) => {
        answers.push(...own);
        progress.push(now);
      },
    },
  );
  return { finished, answers, progress };
}

test('every side of every cell is answered once, and the threads are ended', async () => {
  const threads = new Threads();
  const { finished, answers, progress } = await asked(threads, undefined, 'full');
  expect(finished).toBe(true);
  expect([threads.opened, threads.ended]).toEqual([2, 2]);
  expect(threads.jobs[0].cells).toEqual([4]);
  const keys = answers.map(({ cell, side }) => 2 * cell + side);
  expect(keys.sort((a, b) => a - b)).toEqual(Array.from({ length: 18 }, (_, key) => key));
  const last = progress[progress.length - 1];
  expect(last).toEqual({ done: 9, of: 9, secondsLeft: 0 });
  expect(progress[0].secondsLeft).toBeGreaterThan(0);
  const one = answers.find(({ cell, side }) => cell === 4 && side === 0)!;
  const spec = { ...SWEEP.base, noise: { ...SWEEP.base.noise, sigma: 2 } };
  const exact = exactEscape(spec).probability!;
  expect(Math.abs(one.exact!.probability! - exact)).toBeLessThan(1e-6);
  expect(one.theory!.exponentBasis).toBe('exact');
  const other = answers.find(({ cell, side }) => cell === 4 && side === 1)!;
  expect(other.exact).toMatchObject({
    probability: null,
    reason: expect.stringMatching(/^Minibatches/),
  });
});

test('cells without a spec have the reason', async () => {
  const { answers } = await asked(new Threads());
  const failed = answers.filter(({ cell, side }) => cell % 3 === 0 && side === 1);
  expect(failed).toHaveLength(3);
  for (const { exact, theory } of failed) {
    expect(exact).toMatchObject({
      probability: null,
      reason: expect.stringMatching(/batchSize: 16 /),
    });
    expect(theory).toBeNull();
  }
});

test('a signal ends it in the middle, and nothing is told after it', async () => {
  const threads = new Threads();
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 1);
  const { finished, answers } = await asked(threads, stop.signal);
  expect(finished).toBe(false);
  expect(threads.ended).toBe(threads.opened);
  const told = answers.length;
  expect(told).toBeLessThan(18);
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(answers).toHaveLength(told);
});

test('a thread that ends ends all, with its reason', async () => {
  const threads = new Threads(3);
  await expect(asked(threads)).rejects.toThrow('A thread for theory has ended: out of memory');
  expect(threads.ended).toBe(2);
});
