import type { Spec } from '../spec/spec';
import type { Law } from './laws/distribution';
import type { Moments } from './laws/moments';

/**
 * What is known about one coordinate of a spec after some number of steps. A number that nobody
 * knows is null, and a verdict that nobody knows is 'unknown'.
 */
export interface Theory {
  law: Law | null;
  /** When law is null: one plain sentence why, and what to expect. */
  reason: string | null;
  /**
   * Transient law: true. Stationary law: whether the time run is long enough that the distance to
   * it is negligible.
   */
  settled: boolean;
  /** 1 / spectral gap of the SDE, in its time units; null where it has no stationary density. */
  relaxationTime: number | null;
  /** E log |factor| per step of the actual step map; null where it is not known. */
  lyapunovExponent: number | null;
  /** The same per unit of time: comparable with sdeGrowthRate. */
  lyapunovExponentPerTime: number | null;
  /**
   * learningRate a - (learningRate sigma_B)^2 / 2 per unit of time; 0 where the two cancel to 1e-12
   * of their sum; null where it is not known.
   */
  sdeGrowthRate: number | null;
  /**
   * Sign of the Lyapunov exponent of the actual steps; critical where that is within 1e-12 of 0, or
   * of the sum of push and pull of one step if that sum is below 1; unknown without an exponent.
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

/** A theory whose exponent is known. */
export type KnownTheory = Theory & {
  lyapunovExponent: number;
  lyapunovExponentPerTime: number;
  sdeGrowthRate: number;
  verdict: Exclude<Theory['verdict'], 'unknown'>;
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

/** A probability and one phrase on how it was found, or one sentence why there is none. */
export type ExactEscape =
  | { probability: number; method: string }
  | { probability: null; method?: undefined; reason: string };

/**
 * In the limit of small steps: with the correction for looking only after each step, and looked at
 * all the time.
 */
export type SmallStepEscape =
  | { probability: number; uncorrected: number }
  | { probability: null; uncorrected?: undefined; reason: string };

/**
 * Lyapunov exponent per step, and the growth rate of the SDE per unit of time; either may be
 * infinite.
 */
export interface GrowthRates {
  exponent: number;
  rate: number;
}

/**
 * What is known of a family of specs: the one interface of theory. What nobody knows is null, and
 * whoever asks says so.
 */
export interface ModelTheory {
  /** Law, exponent and verdict of a coordinate after `step` steps. */
  theory(spec: Spec, step: number): KnownTheory;
  /** The exponent and the rate alone; see `growthOf`. */
  growth(spec: Spec, accuracy?: number): GrowthRates;
  /** The noise that decides; null where none does, or nobody knows which. */
  thresholds: ((spec: Spec, coordinate: number) => SigmaThresholds) | null;
  /** The shake at which a surface loses its saddle on average; left out where there is none. */
  criticalShake?(spec: Spec): number | null;
  /** Probability of first passage, or the reason why there is none. */
  escape(spec: Spec, mostPlaces: number): ExactEscape;
  /** Exact moments; null where there are none in closed form. */
  moments: ((spec: Spec, step: number) => Moments | null) | null;
}
