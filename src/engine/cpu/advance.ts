import { BLOCK_STEPS, FROZEN, PURPOSE_NOISE, STRIDE_STEPS } from '../constants';
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
      // A particle at the edge of the range stays there: its steps are over.
      let step = Math.abs(x) < FROZEN ? firstStep : endStep;
      while (step < endStep) {
        const block = Math.floor(step / BLOCK_STEPS);
        const blockEnd = Math.min((block + 1) * BLOCK_STEPS, endStep);
        noise.start(particle, block, PURPOSE_NOISE * 256 + coordinate, cell);
        noise.skip(step % BLOCK_STEPS);
        while (step < blockEnd) {
          noise.refill(step);
          const strideEnd = Math.min((Math.floor(step / STRIDE_STEPS) + 1) * STRIDE_STEPS, blockEnd);
          while (step < strideEnd) {
            x = optimizer.step(x, drift);
            step++;
            if (Math.abs(x) > radius) {
              if (step < passage) passage = step;
              if (Math.abs(x) >= FROZEN) {
                x = x < 0 ? -FROZEN : FROZEN;
                step = endStep;
              }
            }
          }
        }
      }
      positions[index] = x;
    }
    passages[particle] = passage;
  }
}
