import { Adam } from './adam';

/**
 * As Adam, with the largest root so far in place of the root. Mirrors
 * shaders/optimizer/amsgrad.wgsl.
 */
export class AmsGrad extends Adam {
  /** @param memory  Means, roots, largest roots. Shape: f64[3 * size]. Changed. */
  protected override rootOf(memory: Float64Array, k: number, size: number): number {
    const place = 2 * size + k;
    memory[place] = Math.max(memory[place], memory[size + k]);
    return memory[place];
  }
}
