import { expect, test } from 'vitest';
import { createCpuEngine } from '../../../src/engine/cpu/cpu-engine';
import type { CpuKernels } from '../../../src/engine/cpu/kernels';
import { escapesToCsv } from '../../../src/experiment/export';
import { wilsonInterval } from '../../../src/experiment/interval';
import { runSpec } from '../../../src/experiment/run';
import { parseSpec } from '../../../src/spec/schema';
import { DIFFERENT_PASSAGES } from '../../support/tolerances';

const exitsOf = async (input: object, kernels: CpuKernels = 'float64') => {
  const { escape: found } = await runSpec(createCpuEngine(kernels), parseSpec(input));
  return found.exits!.map(({ coordinate, side, count }) => [coordinate, side, count]);
};
const still = { noise: { sigma: 0, tau: 0 }, optimizer: { learningRate: 1 } };
const doubling = { ...still, time: { dt: 1, steps: 9 }, ensemble: { particles: 8, seed: 'exits' } };

test('without noise every particle leaves on its own side', async () => {
  const one = { ...doubling, start: { kind: 'point', x: [-1] } };
  expect(await exitsOf({ ...one, escape: { radius: 3 } })).toEqual([
    [0, 'below', 8],
    [0, 'above', 0],
  ]);
  // 0.5, 1, 2, 4 and -1, -2, -4, -8: the second is the first to be beyond 3; of two that leave in
  // one step the larger counts.
  const two = { ...doubling, loss: { a: [1, 1] }, start: { kind: 'point', x: [0.5, -1] } };
  const second = [
    [0, 'below', 0],
    [0, 'above', 0],
    [1, 'below', 8],
    [1, 'above', 0],
  ];
  for (const kernels of ['float64', 'fastest'] as const) {
    expect(await exitsOf({ ...two, escape: { radius: 3 } }, kernels)).toEqual(second);
    const tied = { ...two, start: { kind: 'point', x: [0.9, -1] } };
    expect(await exitsOf({ ...tied, escape: { radius: 3 } }, kernels)).toEqual(second);
  }
});

test('a coordinate is left by the ends that it has, and a loss by its levels', async () => {
  const two = { ...doubling, loss: { a: [1, 1] }, start: { kind: 'point', x: [0.5, -1] } };
  const ends = { region: 'coordinate', coordinate: 1, low: -5, high: 5 };
  expect(await exitsOf({ ...two, escape: ends })).toEqual([
    [1, 'below', 8],
    [1, 'above', 0],
  ]);
  expect(await exitsOf({ ...two, escape: { region: 'coordinate', high: 5 } })).toEqual([
    [0, 'above', 8],
  ]);
  expect(await exitsOf({ ...two, escape: { region: 'loss', low: -9, high: 9 } })).toEqual([
    [null, 'below', 8],
    [null, 'above', 0],
  ]);
});

test('both kernels of the CPU leave by the same sides, with intervals, and the table has them', async () => {
  const spec = parseSpec({
    loss: { a: [0.5, 0.2] },
    time: { dt: 0.1, steps: 300 },
    escape: { radius: 3 },
    ensemble: { particles: 4000, seed: 'exits' },
  });
  const [twin, fast] = await Promise.all(
    (['float64', 'fastest'] as const).map((kernels) => runSpec(createCpuEngine(kernels), spec)),
  );
  const exits = twin.escape.exits!;
  expect(exits.reduce((sum, { count }) => sum + count, 0)).toBe(twin.escape.count);
  for (const [k, { coordinate, side, count, share, low, high }] of exits.entries()) {
    expect(count).toBeGreaterThan(100);
    expect(Math.abs(fast.escape.exits![k].count - count)).toBeLessThanOrEqual(
      1 + DIFFERENT_PASSAGES * 4000,
    );
    expect(share).toBe(count / twin.escape.count);
    expect({ low, high }).toEqual(wilsonInterval(count, twin.escape.count));
    expect(escapesToCsv(twin)).toContain(
      `exit,300,${share},${low},${high},${coordinate},${side}\n`,
    );
  }
});
