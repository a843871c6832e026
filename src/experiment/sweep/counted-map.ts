import type { Counted } from '../check-proof';
import { digestOf } from './map-result';
import type { SweepRun } from './sweep-run';

/**
 * A whole map as links name it. Its particles are those of every cell and side that has counts, its
 * escapes all of theirs: rounding moves at most the share of them that it moves in each.
 */
export function countedMap(run: SweepRun): Counted {
  const { tallies, engine, sweep } = run;
  let particles = 0;
  let count = 0;
  for (let cell = 0; cell < run.cells; cell++)
    for (const side of tallies.counted(cell)) {
      particles += tallies.particles[cell];
      count += tallies.escaped[side][cell];
    }
  const refined = sweep.halfWidth !== undefined;
  return { engine, digest: digestOf(run), particles, escape: { count }, refined };
}
