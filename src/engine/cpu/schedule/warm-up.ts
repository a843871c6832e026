import type { RunParameters } from '../../run-parameters';

/**
 * The learning rate grows in equal steps to its whole at step `warmUp`, counted from 1. Mirrors
 * shaders/schedule/warm-up.wgsl.
 */
export function warmUpRate({ learningRate, warmUp: steps }: RunParameters, done: number): number {
  return learningRate * Math.min(1, (done + 1) / steps);
}
