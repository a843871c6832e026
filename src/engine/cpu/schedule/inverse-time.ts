import type { RunParameters } from '../../run-parameters';

/**
 * Step n, counted from 1, has learning rate learningRate / n. Mirrors
 * shaders/schedule/inverse-time.wgsl.
 */
export function inverseTime({ learningRate }: RunParameters, done: number): number {
  return learningRate / (done + 1);
}
