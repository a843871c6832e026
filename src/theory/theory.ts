import type { Spec } from '../spec/spec';
import { familyOf, whyUnknown } from './handles';
import {
  absoluteCdf,
  absoluteCdfBefore,
  binProbabilities,
  type Law,
  type LawName,
} from './laws/distribution';
import { modelTheory } from './model-theories';
import type { KnownTheory, SigmaThresholds, Theory } from './model-theory';

export type { KnownTheory, SigmaThresholds, Theory };
export { absoluteCdf, absoluteCdfBefore, binProbabilities, type Law, type LawName };

export function isKnown(theory: Theory): theory is KnownTheory {
  return theory.verdict !== 'unknown';
}

/**
 * The theory of coordinate `spec.histogram.coordinate` after `step` steps (a whole number >= 0),
 * ignoring that the engine freezes particles beyond 1e30. Throws nothing for a valid spec. Where
 * nobody has written the theory of a part of the spec, nothing is known, and `reason` says whose.
 */
export function theoryOf(spec: Spec, step: number): Theory {
  const family = familyOf(spec);
  return family ? modelTheory(family).theory(spec, step) : unknownTheory(spec);
}

/**
 * As `theoryOf`, of a spec whose parts are known.
 * @throws Error for every other.
 */
export function knownTheoryOf(spec: Spec, step: number): KnownTheory {
  const theory = theoryOf(spec, step);
  if (!isKnown(theory)) throw new Error(whyUnknown(spec));
  return theory;
}

function unknownTheory(spec: Spec): Theory {
  return {
    law: null,
    reason: whyUnknown(spec),
    settled: true,
    relaxationTime: null,
    lyapunovExponent: null,
    lyapunovExponentPerTime: null,
    sdeGrowthRate: null,
    verdict: 'unknown',
    dtBias: null,
    longRun: null,
    tailIndex: null,
  };
}

/**
 * How fast the size of one coordinate grows in the long run, by the steps themselves and by their
 * SDE.
 */
export interface Growth {
  /**
   * Per step, as `Theory.lyapunovExponent`; null where it is minus infinity, overflows or is not
   * known.
   */
  lyapunovExponent: number | null;
  /** Per unit of time, as `Theory.sdeGrowthRate`; null where it overflows or is not known. */
  sdeGrowthRate: number | null;
}

/**
 * Growth of coordinate `spec.histogram.coordinate`: the numbers of `theoryOf`, without its laws.
 * Closed forms take microseconds; momentum takes 1 to 60 ms, a third of it with the accuracy 1e-4,
 * and SVRG 1 to 15 ms.
 *
 * @param accuracy  Absolute error of the exponent per step asked for, 1e-6 when left out: then the
 *   results are those of `theoryOf` to the last digit. Only momentum and short epochs of SVRG take
 *   account of it; as `momentumExponent` and `landmarkRatioExponent`.
 * Throws nothing for a valid spec. Held by tests/unit/theory/growth.test.ts.
 */
export function growthOf(spec: Spec, accuracy?: number): Growth {
  const family = familyOf(spec);
  if (!family) return { lyapunovExponent: null, sdeGrowthRate: null };
  const { exponent, rate } = modelTheory(family).growth(spec, accuracy);
  return { lyapunovExponent: finiteOrNull(exponent), sdeGrowthRate: finiteOrNull(rate) };
}

/** See `chainThresholds`. Nothing decides, or nobody knows what does: no thresholds. */
export function sigmaThresholds(spec: Spec, coordinate: number): SigmaThresholds {
  const family = familyOf(spec);
  const thresholds = family && modelTheory(family).thresholds;
  return thresholds ? thresholds(spec, coordinate) : { sde: null, steps: [] };
}

/** The shake at which the averaged surface of a spec loses its saddle; null where there is none. */
export function criticalShakeOf(spec: Spec): number | null {
  const family = familyOf(spec);
  return (family && modelTheory(family).criticalShake?.(spec)) ?? null;
}

/** E x and E x^2 of a coordinate; null where nobody knows them, or they are beyond float64. */
export interface KnownMoments {
  mean: number | null;
  second: number | null;
}

/** Exact moments of the chain after `step` steps, where its steps are linear and uncorrelated. */
export function momentsOf(spec: Spec, step: number): KnownMoments {
  const family = familyOf(spec);
  const moments = (family && modelTheory(family).moments?.(spec, step)) ?? null;
  if (!moments) return { mean: null, second: null };
  return { mean: finiteOrNull(moments.mean), second: finiteOrNull(moments.second) };
}

function finiteOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
