import { describe, expect, test } from 'vitest';
import { createCpuEngine } from '../../src/engine/cpu/cpu-engine';
import type { Engine } from '../../src/engine/engine';
import { agreement, noiseGain } from '../../src/experiment/sweep/exact-agreement';
import { SweepRun } from '../../src/experiment/sweep/sweep-run';
import { noiseAt } from '../../src/spec/listed-noise';
import { SWEEP_PRESETS } from '../../src/spec/sweep-presets';
import { parseSweep } from '../../src/spec/sweep-schema';
import { growthOf } from '../../src/theory/theory';
import { LONG } from '../support/long';
import { countMap, EXACT, EXACT_MAP, expectAgreement } from './maps';

/** Enough for the map to show 2 % more noise. */
const REPLICAS = LONG ? EXACT_MAP.replicas : 4096;

describe('a map on the CPU engine', () => {
  test('agrees with the exact probabilities of the chain', async () => {
    expectAgreement(await countMap(createCpuEngine('fastest'), REPLICAS));
  });

  test('in float64 too', async () => {
    expectAgreement(await countMap(createCpuEngine(), LONG ? REPLICAS : 1024));
  });

  test('of an engine that is wrong does not', async () => {
    const engine = createCpuEngine('fastest');
    const wrong: Engine = {
      ...engine,
      identity: engine.identity,
      countEscapes: (batches) =>
        engine.countEscapes(
          batches.map((batch) => ({
            ...batch,
            // Two in a hundred more noise.
            specs: batch.specs.map((spec) => ({
              ...spec,
              noise: { ...spec.noise, sigma: 1.02 * noiseAt(spec.noise, 0).sigma },
            })),
          })),
        ),
    } as Engine;
    const { tallies } = await countMap(wrong, REPLICAS);
    const { outside, most } = agreement(tallies, EXACT, 0);
    expect(outside).toBeGreaterThan(most);
  });
});

/** A preset's map with few cells and replicas. */
async function small(id: string, changes: object = {}): Promise<SweepRun> {
  const { sweep } = SWEEP_PRESETS.find((preset) => preset.id === id)!;
  const fewer = <T extends { scale: string }>(axis: T) =>
    axis.scale === 'list' ? axis : { ...axis, count: 12 };
  const engine = createCpuEngine('fastest');
  const run = new SweepRun(
    parseSweep({ ...sweep, x: fewer(sweep.x), y: fewer(sweep.y), replicas: 256, ...changes }),
    engine.identity,
  );
  await run.advance(engine);
  return run;
}

/** Mean probability on a side over the cells where `where` holds. */
function meanShare(run: SweepRun, side: number, where: (cell: number) => boolean): number {
  const cells = Array.from({ length: run.cells }, (_, cell) => cell).filter(where);
  expect(cells.length, 'cells to look at').toBeGreaterThan(5);
  const { escaped, particles } = run.tallies;
  return cells.reduce((sum, cell) => sum + escaped[side][cell] / particles[cell], 0) / cells.length;
}

/** Whether the actual steps of a side trap in a cell. */
const trapped = (run: SweepRun, side: number) => (cell: number) =>
  growthOf(run.specOf(cell, side), 1e-3).lyapunovExponent! < 0;
const push = (run: SweepRun) => (cell: number) =>
  (run.specOf(cell, 0).loss as { a: number[] }).a[0];
const sigma = (run: SweepRun) => (cell: number) => noiseAt(run.specOf(cell, 0).noise, 0).sigma;

describe('what the presets say', () => {
  test('SVRG escapes where SGD is trapped, but for weak pushes', async () => {
    const run = await small('svrg');
    const a = push(run);
    const there = (cell: number) => trapped(run, 0)(cell) && a(cell) > 0.5;
    expect(meanShare(run, 0, there)).toBeLessThan(0.4);
    expect(meanShare(run, 1, there)).toBeGreaterThan(0.9);
    expect(meanShare(run, 1, (cell) => a(cell) < 0.1)).toBeLessThan(0.1);
  });

  test('kicks free more replicas where SGD is trapped, at the same threshold', async () => {
    const run = await small('perturbed');
    const there = trapped(run, 0);
    for (let cell = 0; cell < run.cells; cell += 7) expect(trapped(run, 1)(cell)).toBe(there(cell));
    expect(meanShare(run, 1, there) - meanShare(run, 0, there)).toBeGreaterThan(0.15);
  });

  test.each(['batch', 'rate'])(
    'between the two thresholds B escapes and A is trapped: %s',
    async (id) => {
      const run = await small(id);
      const between = (cell: number) =>
        trapped(run, 0)(cell) && !trapped(run, 1)(cell) && push(run)(cell) > 0.3;
      expect(meanShare(run, 0, between)).toBeLessThan(0.45);
      expect(meanShare(run, 1, between)).toBeGreaterThan(0.75);
    },
  );

  test('annealing frees the trapped and delays the others', async () => {
    const run = await small('annealed');
    const a = push(run);
    const there = (cell: number) => trapped(run, 0)(cell) && sigma(run)(cell) > 5;
    expect(meanShare(run, 1, there)).toBeGreaterThan(meanShare(run, 0, there) + 0.2);
    const free = (cell: number) => !trapped(run, 0)(cell) && a(cell) > 0.15 && a(cell) < 0.5;
    expect(meanShare(run, 1, free)).toBeLessThan(meanShare(run, 0, free) - 0.1);
  });

  test('momentum is trapped by less noise, and rolls out sooner where it is not', async () => {
    const run = await small('momentum');
    const stickier = Array.from({ length: run.cells }, (_, cell) => cell).filter(
      (cell) => trapped(run, 1)(cell) && !trapped(run, 0)(cell),
    );
    const other = Array.from({ length: run.cells }, (_, cell) => cell).filter(
      (cell) => !trapped(run, 1)(cell) && trapped(run, 0)(cell) && sigma(run)(cell) < 3,
    );
    expect([stickier.length > 3, other.length]).toEqual([true, 0]);
    // The lowest pushes, which 300 steps of SGD are too few for.
    const early = await small('momentum', {
      base: { ...run.sweep.base, time: { dt: 1, steps: 200 } },
      y: { path: 'loss.a[0]', from: 0.03, to: 0.3, count: 12 },
    });
    const slow = (cell: number) => push(early)(cell) < 0.2 && sigma(early)(cell) < 1;
    expect(meanShare(early, 1, slow)).toBeGreaterThan(meanShare(early, 0, slow) + 0.1);
  });

  test('beyond some noise whole steps free again', async () => {
    const run = await small('too-much-noise');
    const weak = (cell: number) => push(run)(cell) < 0.12;
    const at = (low: number, high: number) =>
      meanShare(run, 0, (cell) => weak(cell) && sigma(run)(cell) > low && sigma(run)(cell) < high);
    expect(at(0.6, 1.3)).toBeLessThan(0.3);
    expect(at(1.9, 3)).toBeGreaterThan(0.7);
  });

  test('twice the batch buys twice the learning rate', async () => {
    const run = await small('batch-rate');
    for (let cell = 0; cell < run.cells; cell++) {
      const { optimizer } = run.specOf(cell, 0);
      const { sdeGrowthRate } = growthOf(run.specOf(cell, 0));
      expect(sdeGrowthRate! < 0).toBe(
        0.5 < (optimizer.learningRate * 36) / (2 * optimizer.batchSize),
      );
    }
    const far = (cell: number) => Math.abs(growthOf(run.specOf(cell, 0)).lyapunovExponent!) > 0.02;
    expect(meanShare(run, 0, (cell) => far(cell) && trapped(run, 0)(cell))).toBeLessThan(0.35);
    expect(meanShare(run, 0, (cell) => far(cell) && !trapped(run, 0)(cell))).toBeGreaterThan(0.8);
  });

  test('coins need more noise to trap than normal steps, and trap where these never do', async () => {
    const run = await small('coins', { x: { path: 'noise.sigma', from: 0.1, to: 6, count: 48 } });
    const cells = Array.from({ length: run.cells }, (_, cell) => cell);
    const weak = cells.filter((cell) => push(run)(cell) < 0.8);
    const low = (cell: number) => sigma(run)(cell) < 3;
    expect(weak.some((cell) => low(cell) && trapped(run, 0)(cell) && !trapped(run, 1)(cell))).toBe(
      true,
    );
    expect(weak.some((cell) => low(cell) && !trapped(run, 0)(cell) && trapped(run, 1)(cell))).toBe(
      false,
    );
    // h a > 0.278.
    const strong = cells.filter((cell) => push(run)(cell) > 1.15);
    expect(strong.some(trapped(run, 0))).toBe(false);
    const held = (cell: number) => push(run)(cell) > 1.15 && trapped(run, 1)(cell);
    expect(meanShare(run, 0, held)).toBeGreaterThan(meanShare(run, 1, held) + 0.3);
  });

  test('noise that is always there drives out; noise that grows with x traps', async () => {
    const run = await small('kinds-of-noise');
    const tau = (cell: number) => noiseAt(run.specOf(cell, 0).noise, 0).tau;
    expect(meanShare(run, 0, (cell) => tau(cell) > 5)).toBeGreaterThan(0.95);
    expect(meanShare(run, 0, (cell) => tau(cell) < 0.03 && sigma(run)(cell) > 3)).toBeLessThan(0.5);
  });

  test('the same noise makes differences sharper, measured', async () => {
    const batch = await small('batch');
    const own = await small('batch', { sameNoise: false });
    const [same, other] = [noiseGain(batch.tallies, 1)!, noiseGain(own.tallies, 1)!];
    // Printed in docs/maps.md: over the whole map of 48 x 48 cells and 1,024 replicas.
    expect(same).toBeGreaterThan(1.05);
    expect(Math.abs(other - 1)).toBeLessThan(0.05);
  });

  test('kicks from a ball: the median time grows as ln sqrt(d + 2), over ln(1 + ha)', async () => {
    const run = await small('ball', { x: { path: 'loss.dimensions', values: [1, 32] } });
    for (let row = 6; row < run.rows; row++) {
      const [few, many] = [2 * row, 2 * row + 1];
      const median = (cell: number) => run.tallies.responses.get(cell)![0][0]!;
      const rate = Math.log1p(0.5 * push(run)(few));
      const longer = (rate * (median(many) - median(few))) / Math.log(Math.sqrt(34 / 3));
      // Five standard errors of 0.085, as ln |Z| has the density 0.43 at its median, and a step.
      expect(Math.abs(longer - 1), `row ${row}`).toBeLessThan(0.6);
    }
  });
});
