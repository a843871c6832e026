import { symmetric } from '../../models/loss/quadratic-form';
import { lossModel } from '../../models/registry';
import { noiseAt } from '../../spec/listed-noise';
import type { LossValues, Spec } from '../../spec/spec';

/** What kernels are given of a loss's own fields. */
export function lossNumbersOf({ loss, noise }: Spec): readonly number[] {
  return lossModel(loss).numbers?.(loss as LossValues, noiseAt(noise, 0)) ?? [];
}

/** Matrix of a quadratic form, row by row; empty where the loss has none. */
export function matrixOf({ loss }: Spec): number[][] {
  return 'matrix' in loss ? symmetric(loss.matrix) : [];
}
