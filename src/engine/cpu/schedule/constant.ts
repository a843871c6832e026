import type { RunParameters } from '../../run-parameters';

/** Every step has the same learning rate. Mirrors shaders/schedule/constant.wgsl. */
export function constant({ learningRate }: RunParameters): number {
  return learningRate;
}
