import { BLOCK_STEPS, FROZEN, PURPOSE_NOISE } from '../constants';
import type { RunParameters } from '../run-parameters';
import type { Kernel } from './kernel';

/**
 * Moves particles `first` to `end` from step `firstStep` to `endStep`. Mirrors shaders/advance.wgsl.
 *
 * @param positions  Shape: f64[coordinates][particles], dimensionless. Changed.
 * @param passages  Shape: u32[particles], step of first passage or NEVER. Changed.
 */
export function advance(
  run: RunParameters,
  { noise, optimizer }: Kernel,
  positions: Float64Array,
  passages: Uint32Array,
  first: number,
  end: number,
  firstStep: number,
  endStep: number,
): void {
  const { radius, cell } = run;
  for (let particle = first; particle < end; particle++) {
    let passage = passages[particle];
    for (let coordinate = 0; coordinate < run.coordinateCount; coordinate++) {
      const index = coordinate * run.particleCount + particle;
      const drift = run.drift[coordinate];
      let x = positions[index];
      let step = firstStep;
      while (step < endStep) {
        const block = Math.floor(step / BLOCK_STEPS);
        const blockEnd = Math.min((block + 1) * BLOCK_STEPS, endStep);
        noise.start(particle, block, PURPOSE_NOISE * 256 + coordinate, cell);
        for (let replayed = block * BLOCK_STEPS; replayed < step; replayed++) noise.draw();
        while (step < blockEnd) {
          const next = optimizer.step(x, drift);
          step++;
          const size = Math.abs(next);
          if (Math.abs(x) < FROZEN) x = size >= FROZEN ? (next < 0 ? -FROZEN : FROZEN) : next;
          if (size > radius && step < passage) passage = step;
        }
      }
      positions[index] = x;
    }
    passages[particle] = passage;
  }
}
