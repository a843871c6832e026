import { effectiveRates, isLinearChain } from '../spec/rates';
import type { Spec } from '../spec/spec';
import { factorExponent, stepFactor } from './lyapunov';
import { methodParts } from './method-parts';

/**
 * How fast the size of one coordinate grows in the long run, by the steps themselves and by their
 * SDE.
 */
export interface Growth {
  /** Per step, as `Theory.lyapunovExponent`; null where it is minus infinity or overflows. */
  lyapunovExponent: number | null;
  /** Per unit of time, as `Theory.sdeGrowthRate`; null where it overflows. */
  sdeGrowthRate: number | null;
}

/** Two opposite rates of which no larger share than this is left are equal. */
const CANCELLED = 1e-12;

/**
 * Growth of coordinate `spec.histogram.coordinate`: the numbers of `theoryOf`, without its laws.
 * Closed forms take microseconds; momentum takes 1 to 60 ms, a third of it with the accuracy 1e-4,
 * and SVRG 1 to 15 ms.
 *
 * @param accuracy  Absolute error of the exponent per step asked for, 1e-6 when left out: then the results are those of `theoryOf` to
 *   the last digit. Only momentum and short epochs of SVRG take account of it; as `momentumExponent` and `landmarkRatioExponent`.
 * Throws nothing for a valid spec. Held by tests/unit/theory/growth.test.ts.
 */
export function growthOf(spec: Spec, accuracy?: number): Growth {
  const { exponent, rate } = growthRates(spec, accuracy);
  return { lyapunovExponent: finiteOrNull(exponent), sdeGrowthRate: finiteOrNull(rate) };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/**
 * Lyapunov exponent per step, and the growth rate of the SDE per unit of time; either may be
 * infinite.
 */
export interface GrowthRates {
  exponent: number;
  rate: number;
}

/** As `growthOf`, for any spec. */
function growthRates(spec: Spec, accuracy?: number): GrowthRates {
  return isLinearChain(spec)
    ? linearGrowth(spec)
    : methodParts().growth.methodGrowth(spec, accuracy);
}

/**
 * A chain of independent linear steps. The rate is 0 where its two parts cancel to 1e-12 of their
 * sum.
 */
export function linearGrowth(spec: Spec): GrowthRates {
  const { coordinate } = spec.histogram;
  const { sde } = effectiveRates(spec, coordinate);
  const pull = (sde.sigma * sde.sigma) / 2;
  const rest = sde.growth - pull;
  // What is left of two equal numbers is their rounding.
  const rate = Math.abs(rest) < CANCELLED * (Math.abs(sde.growth) + pull) ? 0 : rest;
  return { exponent: factorExponent(stepFactor(spec, coordinate)), rate };
}
