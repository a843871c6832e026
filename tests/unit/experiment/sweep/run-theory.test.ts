import { expect, test } from 'vitest';
import { mapContent } from '../../../../src/experiment/sweep/map-files';
import {
  mapResult,
  type SideTheory,
  type TheoryAt,
} from '../../../../src/experiment/sweep/map-result';
import { exactOfRun, growthOfRun, NO_THEORY } from '../../../../src/experiment/sweep/run-theory';
import type { TheoryProgress } from '../../../../src/experiment/sweep/theory-pool';
import { countedRun, SWEEP } from './counted-run';
import { Threads } from './theory-threads';

/** Methods whose theory takes milliseconds and remembers numbers of other cells. */
const SLOW = {
  ...SWEEP,
  base: { ...SWEEP.base, loss: { a: [0.3] } },
  x: { path: 'noise.sigma', from: 0.5, to: 2, count: 4 },
  y: { path: 'optimizer.learningRate', values: [0.5, 1, 2] },
  compare: [
    { optimizer: { kind: 'svrg', epochLength: 4 }, noise: { law: 'two-point', tau: 0 } },
    { optimizer: { kind: 'heavy-ball', beta: 0.5 } },
  ],
};

interface Asked {
  threads?: Threads;
  count?: number;
  signal?: AbortSignal;
  known?: Map<number, SideTheory>;
  aloneMilliseconds?: number;
  onProgress?: (progress: TheoryProgress) => void;
}

const asked = ({ threads = new Threads(), count = 2, ...rest }: Asked) => ({
  open: threads.open,
  threads: count,
  signal: new AbortController().signal,
  onProgress: () => {},
  ...rest,
});

async function bytes(run: ReturnType<typeof countedRun>, theoryAt?: TheoryAt | null) {
  const result = await mapResult(run, undefined, theoryAt ?? undefined);
  return (['json', 'csv'] as const).map((format) =>
    [...(mapContent(result, format) as Iterable<string>)].join(''),
  );
}

test('files are the same bytes whatever the number of threads', async () => {
  for (const sweep of [SWEEP, SLOW]) {
    const run = countedRun(undefined, sweep);
    // As one thread has them, by rows.
    const expected = await bytes(run);
    for (const count of [1, 2, 5]) {
      const growthAt = await growthOfRun(run, asked({ count }));
      expect(growthAt).not.toBeNull();
      expect(await bytes(run, growthAt)).toEqual(expected);
    }
  }
});

test('what is known is not computed again, and quick methods need no threads', async () => {
  const run = countedRun();
  const known = new Map<number, SideTheory>();
  const threads = new Threads();
  await growthOfRun(run, asked({ threads, known, aloneMilliseconds: 10_000 }));
  expect(threads.opened).toBe(0);
  await growthOfRun(run, asked({ threads, known }));
  expect(threads.opened).toBe(0);
  known.delete(7);
  await growthOfRun(run, asked({ threads, known }));
  expect(threads.jobs.map(({ cells }) => cells)).toEqual([[2]]);
});

test('exact probabilities come to the same growth', async () => {
  const run = countedRun();
  const growthAt = (await growthOfRun(run, asked({})))!;
  const told: number[] = [];
  const onProgress = ({ done }: TheoryProgress) => told.push(done);
  const exactAt = (await exactOfRun(run, growthAt, asked({ onProgress })))!;
  expect(told.at(-1)).toBe(12);
  expect(exactAt(4, 0)).toMatchObject({ ...growthAt(4, 0), exact: expect.any(Number) });
  expect(exactAt(4, 2).exact).toBeNull();
  const [json] = await bytes(run, exactAt);
  expect(JSON.parse(json).agreement[0].cells).toBe(12);
});

test('a signal stops it, and a file without theory says nothing of it', async () => {
  const run = countedRun(undefined, SLOW);
  const stop = new AbortController();
  const known = new Map<number, SideTheory>();
  const onProgress = () => stop.abort();
  const signal = stop.signal;
  expect(await growthOfRun(run, asked({ signal, known, onProgress }))).toBeNull();
  // What was computed is there for the next one.
  expect(known.size).toBe(3);
  const [json] = await bytes(run, NO_THEORY);
  const map = JSON.parse(json);
  expect(map.exponentUnits).toBeUndefined();
  for (const side of [map.cells[5], map.cells[5].b, map.cells[5].c]) {
    expect(side).toMatchObject({ lyapunovExponent: null, sdeGrowthRate: null });
    expect(side.exponentBasis).toBeUndefined();
  }
});
