/** Every step has the same learning rate. Mirrors shaders/schedule/constant.wgsl. */
export function constant(learningRate: number): number {
  return learningRate;
}
