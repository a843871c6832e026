import { lossModel } from '../../models/registry';
import { square } from '../../numerics/elementary';
import { type Spec, slopesOf } from '../../spec/spec';
import { surfaceOf } from './spec-surface';

/** Loss at a point. Shape of x: [coordinates]. */
export type LossValue = (x: ArrayLike<number>) => number;

/**
 * The loss that a spec's particles descend on average: averaged over the samples, and over the
 * translations of a surface that is shaken.
 *
 * A saddle is -sum a_i x_i^2 / 2, a ReLU saddle -sum a_i |x_i|, a linear network
 * 1/2 - a p + p^2 / 2 of the product p of its weights.
 * @returns null where there is no formula.
 */
export function lossValueOf(spec: Spec): LossValue | null {
  const { theory } = lossModel(spec.loss);
  const a = slopesOf(spec);
  if (!theory) return null;
  switch (theory.family) {
    case 'saddle':
      return (x) => a.reduce((sum, slope, i) => sum - (slope * square(x[i])) / 2, 0);
    case 'ridge':
      return (x) => a.reduce((sum, slope, i) => sum - slope * Math.abs(x[i]), 0);
    case 'network':
      return (x) => {
        let product = 1;
        for (let i = 0; i < x.length; i++) product *= x[i];
        return 0.5 - a[0] * product + square(product) / 2;
      };
    case 'surface': {
      const surface = surfaceOf(spec);
      const { value } = surface?.averaged ?? surface?.atRest ?? { value: null };
      return value && ((x) => value(x[0], x[1]));
    }
    default:
      return theory satisfies never;
  }
}
