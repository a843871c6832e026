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
  const { xi, eta } = noise;
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
        const offset = step % BLOCK_STEPS;
        const end = Math.min(BLOCK_STEPS, endStep - step + offset);
        if (optimizer.noisy) noise.draw(particle, block, PURPOSE_NOISE * 256 + coordinate, cell, offset, end);
        for (let i = offset; i < end && step < endStep; i++) {
          x = optimizer.step(x, drift, xi[i], eta[i]);
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
      positions[index] = x;
    }
    passages[particle] = passage;
  }
}
