import type { Spec } from '../spec/spec';
import type { Basis, Estimate } from './estimate';
import type { Law } from './laws/distribution';
import type { Moments } from './laws/moments/moments-about-0';

/**
 * What an exponent counts: ln of a distance in each step, or its power of the step's number; or,
 * where the push is of one size everywhere, or far out, the distance itself.
 */
export type ExponentUnit =
  | 'ln distance per step'
  | 'ln distance per ln step'
  | 'distance per step'
  | 'distance per ln step'
  | 'distance per step far out';

/** The place whose distance an exponent counts. */
export type ExponentPlace = 'zero' | 'origin' | 'saddle' | 'minimum';

/** How fast a distance grows, by the steps and by their SDE; null where nobody knows. */
export interface GrowthRates {
  /** In `unit`; its value may be infinite. */
  exponent: Estimate | null;
  unit: ExponentUnit;
  place: ExponentPlace;
  /** Of the SDE, per unit of time, or as `unit` says where steps shrink; may be infinite. */
  rate: number | null;
}

/** What a family knows of one coordinate of a spec after some number of steps. */
export interface CoordinateTheory {
  growth: GrowthRates;
  /** The law of the coordinate; null where there is none. */
  law: Law | null;
  /** When law is null: one plain sentence why, and what to expect. */
  reason: string | null;
  /**
   * Transient law: true. Stationary law: whether the time run is long enough that the distance to
   * it is negligible.
   */
  settled: boolean;
  /**
   * 1 / spectral gap of the SDE, in its time units, or of the steps where the law is that of whole
   * steps; null where there is no stationary density.
   */
  relaxationTime: number | null;
  /**
   * Sign of the exponent of the actual steps, where it is exact or its bound excludes 0; critical
   * where an exact one is within 1e-12 of 0, or of the sum of push and pull of one step if that sum
   * is below 1; unknown otherwise.
   */
  verdict: 'trapped' | 'escapes' | 'critical' | 'unknown';
  /** (lyapunovExponentPerTime - sdeGrowthRate) / |sdeGrowthRate|; null where the latter is 0. */
  dtBias: number | null;
  /**
   * One or two sentences on the long run, in place of what the exponent alone says; null where that
   * says it all.
   */
  longRun: string | null;
  /**
   * Kesten's index of the chain's stationary tail; null where it is not trapped, has no such tail,
   * or the steps are too short.
   */
  tailIndex: number | null;
}

/**
 * What is known about one coordinate of a spec after some number of steps. A number that nobody
 * knows is null, its basis and a verdict that nobody knows are 'unknown'.
 */
export interface Theory extends Omit<CoordinateTheory, 'growth'> {
  /** Growth of the distance by the actual steps, in `exponentUnit`; may be -Infinity. */
  lyapunovExponent: number | null;
  /** How the exponent is known. */
  exponentBasis: Basis;
  /** See `Estimate.error`, in `exponentUnit`; null where the exponent is not known. */
  exponentError: number | null;
  /** limit: one phrase that names it; null otherwise. */
  exponentLimit: string | null;
  /** null where the exponent is not known. */
  exponentUnit: ExponentUnit | null;
  /** The place whose distance the exponent counts; null where the exponent is not known. */
  exponentPlace: ExponentPlace | null;
  /** The same per unit of time: comparable with sdeGrowthRate. Per step where steps shrink. */
  lyapunovExponentPerTime: number | null;
  /**
   * learningRate a - (learningRate sigma_B)^2 / 2 per unit of time; 0 where the two cancel to 1e-12
   * of their sum; null where it is not known.
   */
  sdeGrowthRate: number | null;
  /** How the law is known; unknown where there is none. */
  lawBasis: Basis;
  /**
   * Largest difference between the law's distribution function and that of the chain: a bound, or
   * for a limit an estimate; null where there is no law, or nobody has estimated it.
   */
  lawError: number | null;
}

/** A theory with an exponent. */
export type KnownTheory = Theory & {
  lyapunovExponent: number;
  lyapunovExponentPerTime: number;
  exponentError: number;
  exponentUnit: ExponentUnit;
  exponentPlace: ExponentPlace;
};

/** Where the noise sigma of a spec decides between trapping and escape for one coordinate. */
export interface SigmaThresholds {
  /**
   * The small-step threshold sqrt(2 a (1 - beta) / learningRate) sqrt(batchSize); null for a < 0,
   * where the SDE always traps, and where no noise decides.
   */
  sde: number | null;
  /**
   * Every sigma > 0 that a spec may have at which the Lyapunov exponent of the actual steps changes
   * sign, rising; empty where there is none.
   */
  steps: number[];
}

/**
 * A probability, a bound of its error, and one phrase on how it was found; or one sentence why
 * there is none.
 */
export type ExactEscape =
  | { probability: number; error: number; method: string }
  | { probability: null; method?: undefined; reason: string };

/** How hard exact probabilities of escape are looked for. */
export interface EscapeEffort {
  /**
   * With coins, places that the chain may be at before it is given up: a million take up to 3 s,
   * 2^16 0.1 s.
   */
  mostPlaces: number;
  /**
   * Largest error that serves, 1e-9 or more: the larger, the sooner. Null for the least there is.
   */
  accuracy: number | null;
}

/**
 * In the limit of small steps: with the correction for looking only after each step, and looked at
 * all the time.
 */
export type SmallStepEscape =
  | { probability: number; uncorrected: number }
  | { probability: null; uncorrected?: undefined; reason: string };

/**
 * What is known of a family of specs: the one interface of theory. What nobody knows is null, and
 * whoever asks says so.
 */
export interface ModelTheory {
  /** Law, exponent and verdict of a coordinate after `step` steps. */
  theory(spec: Spec, step: number): CoordinateTheory;
  /** The exponent and the rate alone; see `growthOf`. */
  growth(spec: Spec, accuracy?: number): GrowthRates;
  /** The noise that decides; null where none does, or nobody knows which. */
  thresholds: ((spec: Spec, coordinate: number) => SigmaThresholds) | null;
  /** The shake at which a surface loses its saddle on average; left out where there is none. */
  criticalShake?(spec: Spec): number | null;
  /** Probability of first passage, or the reason why there is none. */
  escape(spec: Spec, effort: EscapeEffort): ExactEscape;
  /** Exact moments; null where the steps are not linear. */
  moments: ((spec: Spec, step: number) => Moments | null) | null;
}
