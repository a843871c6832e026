import { SweepRun } from '../../../../src/experiment/sweep/sweep-run';
import type { Shard } from '../../../../src/experiment/sweep/tallies';
import { parseSweep } from '../../../../src/spec/sweep-schema';

export const ENGINE = { kind: 'cpu', adapter: 'test', fallback: false, version: '0' } as const;

/** Columns 4, rows 3; the seed is what tables and texts find hardest to hold. */
export const SWEEP = {
  base: { time: { dt: 0.01, steps: 20 }, ensemble: { seed: 'a "seed",\nin two lines: 𝜎' } },
  x: { path: 'noise.samples', from: 4, to: 32, count: 4, scale: 'log' },
  y: { path: 'optimizer.batchSize', values: [1, 3, 64] },
  replicas: 100,
  compare: [
    { noise: { law: 'dataset' } },
    { noise: { tau: 2 }, optimizer: { kind: 'heavy-ball' } },
  ],
};

/** Batches of the last row are larger than side B's data sets. */
export const FAILED_ROW = 2;
const REASON = 'made up, "quoted"';

/**
 * A finished run, or shard of one, whose counts are made up; they depend on nothing but the cell's
 * number.
 */
export function countedRun(shard?: Shard, input: unknown = SWEEP): SweepRun {
  const run = new SweepRun(parseSweep(input), ENGINE, shard);
  const { tallies } = run;
  for (let cell = 0; cell < run.cells; cell++) {
    if (!run.has(cell)) continue;
    const replicas = 100 + 10 * cell;
    const all = run.sides.map((_, side) => side);
    const counted = all.filter(
      (side) => side !== 1 || Math.floor(cell / run.columns) !== FAILED_ROW,
    );
    if (counted.length < all.length) tallies.fail(cell, 1, REASON);
    tallies.add(cell, replicas, counted, {
      escaped: counted.map((side) => 10 * cell + side),
      together: counted.map((side) => (side === 0 ? 10 * cell : 9 * cell)),
    });
  }
  run.finished = true;
  return run;
}
