import { finiteOrNull } from '../numerics/finite';
import type { Spec } from '../spec/spec';
import type { Basis, Estimate } from './estimate';
import { familyOf, whyUnknown } from './handles';
import {
  absoluteCdf,
  absoluteCdfBefore,
  binProbabilities,
  type Law,
  type LawName,
} from './laws/distribution';
import { modelTheory } from './model-theories';
import type {
  CoordinateTheory,
  ExponentUnit,
  KnownTheory,
  SigmaThresholds,
  Theory,
} from './model-theory';

export type { KnownTheory, SigmaThresholds, Theory };
export { absoluteCdf, absoluteCdfBefore, binProbabilities, type Law, type LawName };

/** Whether a theory has an exponent, exact or not; see `Theory.exponentBasis`. */
export function isKnown(theory: Theory): theory is KnownTheory {
  return theory.lyapunovExponent !== null;
}

/**
 * The theory of coordinate `spec.histogram.coordinate` after `step` steps (a whole number >= 0),
 * ignoring that the engine freezes particles beyond 1e30. Throws nothing for a valid spec. Where
 * nobody has written the theory of a part of the spec, nothing is known, and `reason` says whose.
 */
export function theoryOf(spec: Spec, step: number): Theory {
  const family = familyOf(spec);
  return family ? flat(modelTheory(family).theory(spec, step), spec) : unknownTheory(spec);
}

function flat(found: CoordinateTheory, spec: Spec): Theory {
  const { growth, ...rest } = found;
  const { exponent, rate, unit, place } = growth;
  const { law } = rest;
  return {
    ...rest,
    ...exponentFields(exponent, unit),
    lyapunovExponent: exponent?.value ?? null,
    exponentPlace: exponent && place,
    lyapunovExponentPerTime: exponent && exponent.value / stepUnit(unit, spec),
    sdeGrowthRate: rate,
    lawBasis: law ? lawBasis(law) : 'unknown',
    lawError: law ? lawError(law, rest.dtBias) : null,
  };
}

/** Time that one unit of an exponent counts. */
function stepUnit(unit: ExponentUnit, { time }: Spec): number {
  switch (unit) {
    case 'ln distance per step':
    case 'distance per step':
    case 'distance per step far out':
      return time.dt;
    case 'ln distance per ln step':
    case 'distance per ln step':
      return 1;
    default:
      return unit satisfies never;
  }
}

function unknownTheory(spec: Spec): Theory {
  return {
    law: null,
    reason: whyUnknown(spec),
    settled: true,
    relaxationTime: null,
    lyapunovExponent: null,
    ...exponentFields(null, null),
    exponentPlace: null,
    lyapunovExponentPerTime: null,
    sdeGrowthRate: null,
    lawBasis: 'unknown',
    lawError: null,
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
export interface Growth
  extends Pick<
    Theory,
    'exponentBasis' | 'exponentError' | 'exponentLimit' | 'exponentUnit' | 'sdeGrowthRate'
  > {
  /** As `Theory.lyapunovExponent`; null where it is minus infinity or is not known. */
  lyapunovExponent: number | null;
}

/**
 * Growth of coordinate `spec.histogram.coordinate`: the numbers of `theoryOf`, without its laws.
 * Closed forms take microseconds; momentum takes 1 to 60 ms, on stored sets up to 0.3 s, and SVRG 5
 * to 300 ms, up to some seconds where signs lead past 0.
 *
 * @param accuracy  Absolute error of the exponent per step asked for, 1e-6 when left out: then the
 *   results are those of `theoryOf` to the last digit. Only momentum and SVRG take
 *   account of it; as `momentumExponent` and `landmarkRatioExponent`.
 * Throws nothing for a valid spec. Held by tests/unit/theory/growth.test.ts.
 */
export function growthOf(spec: Spec, accuracy?: number): Growth {
  const family = familyOf(spec);
  if (!family)
    return { lyapunovExponent: null, ...exponentFields(null, null), sdeGrowthRate: null };
  const { exponent, unit, rate } = modelTheory(family).growth(spec, accuracy);
  return {
    lyapunovExponent: exponent && finiteOrNull(exponent.value),
    ...exponentFields(exponent, unit),
    sdeGrowthRate: rate && finiteOrNull(rate),
  };
}

/** How an exponent is known, as results say it. */
function exponentFields(
  exponent: Estimate | null,
  unit: ExponentUnit | null,
): Pick<Theory, 'exponentBasis' | 'exponentError' | 'exponentLimit' | 'exponentUnit'> {
  return {
    exponentBasis: exponent ? exponent.basis : 'unknown',
    exponentError: exponent?.error ?? null,
    exponentLimit: exponent?.limit ?? null,
    exponentUnit: exponent && unit,
  };
}

/**
 * Bound of the rounding and quadrature of the laws that are exact (tests/unit/theory/law.test.ts).
 */
const EXACT_LAW_ERROR = 1e-9;

function lawBasis({ exact, bounded }: Law): Basis {
  return exact ? 'exact' : bounded ? 'bounded' : 'limit';
}

/**
 * A law of small steps is off by about half the bias of its rate: a relative error e of a tail
 * exponent shifts a distribution function by at most e / exp(1), and a jump of one step across a
 * ridge by half of it.
 */
function lawError({ exact, error }: Law, dtBias: number | null): number | null {
  if (error !== undefined) return error;
  if (exact) return EXACT_LAW_ERROR;
  return dtBias && finiteOrNull(Math.abs(dtBias) / 2);
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

/**
 * E x, E x^2 and E x^4 of a coordinate; null where nobody knows them, or they are beyond float64.
 */
export interface KnownMoments {
  mean: number | null;
  second: number | null;
  fourth: number | null;
}

/**
 * Exact moments after `step` steps, where steps are linear; ignores that engines freeze particles.
 */
export function momentsOf(spec: Spec, step: number): KnownMoments {
  const family = familyOf(spec);
  const moments = (family && modelTheory(family).moments?.(spec, step)) ?? null;
  if (!moments) return { mean: null, second: null, fourth: null };
  const { mean, second, fourth } = moments;
  return {
    mean: finiteOrNull(mean),
    second: finiteOrNull(second),
    fourth: fourth === null ? null : finiteOrNull(fourth),
  };
}
