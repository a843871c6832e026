import { BLOCK_STEPS } from '../constants';
import type { RunParameters } from '../run-parameters';
import type { Kernel } from './kernel';
import { freeze, largest } from './point';
import { loadPoint, storePoint } from './state';

/**
 * Moves particles `first` to `end` from step `firstStep` to `endStep`. Mirrors
 * shaders/advance.wgsl.
 *
 * @param rows  Shape: f64[coordinates, then memory][particles], dimensionless. Changed.
 * @param passages  Shape: u32[particles], step of first passage or NEVER. Changed.
 * @param number  Number of the first particle in the rows.
 */
export function advance(
  run: RunParameters,
  { source, loss, optimizer }: Kernel,
  rows: Float64Array,
  passages: Uint32Array,
  first: number,
  end: number,
  firstStep: number,
  endStep: number,
  number = 0,
): void {
  const { radius, reach, coordinateCount, particleCount, pointSize, memoryRows } = run;
  const edge = reach * (1 - Number.EPSILON);
  const x = new Float64Array(pointSize);
  const memory = new Float64Array(memoryRows * pointSize);
  for (let particle = first; particle < end; particle++) {
    let passage = passages[particle];
    for (let group = 0; group < coordinateCount / pointSize; group++) {
      const row = group * pointSize;
      const memoryRow = coordinateCount + memoryRows * row;
      loss.enter(group);
      loadPoint(rows, row, particleCount, particle, x);
      loadPoint(rows, memoryRow, particleCount, particle, memory);
      // A particle at the edge of the range stays there: its steps are over.
      let step = largest(x) < reach ? firstStep : endStep;
      while (step < endStep) {
        const block = Math.floor(step / BLOCK_STEPS);
        const offset = step % BLOCK_STEPS;
        const blockEnd = Math.min(BLOCK_STEPS, endStep - step + offset);
        source.draw(number + particle, block, group, offset, blockEnd);
        for (let i = offset; i < blockEnd; ) {
          // Once it has passed the radius only the edge of the range is looked for.
          const limit = passage <= step ? edge : radius;
          const next = optimizer.walk(x, memory, source, i, blockEnd, step, limit);
          step += next - i;
          i = next;
          const size = largest(x);
          if (size > radius && step < passage) passage = step;
          if (size >= reach) {
            freeze(x, reach);
            step = endStep;
            break;
          }
        }
      }
      storePoint(rows, row, particleCount, particle, x);
      storePoint(rows, memoryRow, particleCount, particle, memory);
    }
    passages[particle] = passage;
  }
}
