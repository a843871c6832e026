import type { RunParameters } from '../../run-parameters';

/**
 * After every `period` steps the learning rate is cut to the share `factor`, whose power is made of
 * those of two. Mirrors shaders/schedule/step-decay.wgsl.
 */
export function stepDecayRate(
  { learningRate, period, factor }: RunParameters,
  done: number,
): number {
  let rate = learningRate;
  let part = factor;
  for (let cuts = Math.floor(done / period); cuts !== 0; cuts >>>= 1) {
    if (cuts & 1) rate *= part;
    part *= part;
  }
  return rate;
}
