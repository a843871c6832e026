import type { Engine, EscapeBatch } from '../../engine/engine';
import type { SweepRun } from '../../experiment/sweep/sweep-run';
import { SpecError } from '../../spec/schema';

/** Time that is measured: long enough to be told from the cost of a call. */
const LEAST_SECONDS = 0.12;
const FIRST_REPLICAS = 64;
const MOST_REPLICAS = 2 ** 16;
/** Steps of a replica of the probe at most: its speed is that of the rest. */
const MOST_STEPS = 1000;
/** Columns and rows of the probe. */
const CELLS = 4;

/**
 * Particle-steps per second of a sweep on an engine, as if no replica left early: a few cells from
 * all over the map, with as many replicas as take a tenth of a second. Nothing that is counted is
 * kept.
 */
export async function probeRate(run: SweepRun, engine: Engine): Promise<number> {
  for (let replicas = FIRST_REPLICAS; ; replicas *= 4) {
    const batches = batchesOf(run, replicas);
    if (batches.length === 0) return Number.POSITIVE_INFINITY;
    // The first call compiles.
    if (replicas === FIRST_REPLICAS) await engine.countEscapes(batches);
    const started = performance.now();
    await engine.countEscapes(batches);
    const seconds = (performance.now() - started) / 1000;
    if (seconds >= LEAST_SECONDS || replicas >= MOST_REPLICAS) {
      let steps = 0;
      for (const { specs } of batches) for (const spec of specs) steps += spec.time.steps;
      return (steps * replicas) / Math.max(seconds, 1e-6);
    }
  }
}

function batchesOf(run: SweepRun, replicas: number): EscapeBatch[] {
  const batches: EscapeBatch[] = [];
  const places = (count: number) =>
    Array.from(
      new Set(Array.from({ length: CELLS }, (_, k) => Math.floor(((k + 0.5) * count) / CELLS))),
    );
  for (const j of places(run.rows))
    for (const i of places(run.columns)) {
      const specs = run.sides.flatMap((_, side) => {
        try {
          const spec = run.specOf(j * run.columns + i, side);
          return [
            { ...spec, time: { ...spec.time, steps: Math.min(MOST_STEPS, spec.time.steps) } },
          ];
        } catch (error) {
          if (error instanceof SpecError) return [];
          throw error;
        }
      });
      if (specs.length > 0) batches.push({ specs, first: 0, end: replicas });
    }
  return batches;
}
