import type { NoiseTheory } from '../models/noise/noise';
import type { Spec } from '../spec/spec';
import type { BatchLaw } from './exponents/batch-law';
import type { StepFactor } from './exponents/step-factor';
import type { Family } from './handles';
import type { Law, WholeStepsLaw } from './laws/distribution';
import type { ModelTheory } from './model-theory';

/** What is known of a law of the noise z of step factors M = m + v z, v != 0. */
export interface LawParts {
  /** Values that z may take, where they are listed or drawn; null where they are not needed. */
  batches: ((spec: Spec) => BatchLaw) | null;
  /** E log |M|. */
  exponent(factor: StepFactor): number;
  /** Var log |M|. */
  logVariance(factor: StepFactor): number;
  /** P(M < 0). */
  negative(factor: StepFactor): number;
  /** Bound of the error of `exponent`, where it is not that of closed forms. */
  exponentError?: number;
  /** Standard deviation of z, which may be infinite; 1 where left out. */
  deviation?(factor: StepFactor): number;
  /** False where no law of finitely many steps or of small ones is taken for that of the run. */
  closed?: false;
  /** The v > 0 of a spec's steps where the exponent changes sign, rising. */
  roots(spec: Spec, m: number, pull: number): number[];
  /** Null where the tail of the stationary law is no power. */
  tail: {
    /** log E |M|^k. */
    logMoment(factor: StepFactor, k: number): number;
    /** Largest |M|. */
    largest(factor: StepFactor): number;
    /** Largest k of `logMoment`; 1e6 where left out. */
    most?: number;
  } | null;
  /**
   * Largest difference of the law of the sum of n independent log |M| from a normal one; null where
   * that of small normal noise serves.
   */
  normalError: ((factor: StepFactor, n: number) => number) | null;
  /** Probability of heads, of a law of unfair coins. */
  heads?(spec: Spec): number;
  /** Laws after finitely many steps, each as the function that it names; null unless z are signs. */
  signs: {
    latticeLaw(start: number, w: number, n: number, batchSize: number): Law;
    /** `coinTreeLaw`. */
    treeLaw(x0: number, m: number, v: number, n: number, centre: number, pull: number): Law;
  } | null;
}

/** What is known of minibatches whose noise is a list of values; of a stored set, or of samples. */
export interface StoredParts {
  batches(spec: Spec): BatchLaw;
  error(factor: StepFactor): number;
  thresholds(factor: StepFactor): number[];
}

/** Theory that the first load of the Watch page leaves out. */
export interface LaterParts {
  families: Record<Exclude<Family, 'chain'>, ModelTheory>;
  laws: Record<Exclude<NoiseTheory['law'], 'gaussian'>, LawParts>;
  stored: StoredParts;
  /** Exact escape of coordinates that move apart: chains have it too. */
  separableEscape: ModelTheory['escape'];
  /** `stationaryWholeSteps`, or why it is not there now. */
  wholeSteps(
    factor: StepFactor,
    additive: number,
    rho: number,
  ): WholeStepsLaw | { law: null; reason: string } | null;
  /** Exact moments of steps that are linear. */
  linearMoments: NonNullable<ModelTheory['moments']>;
}

let parts: LaterParts | null = null;

/**
 * Told by all-methods.ts. Whoever asks theory of any spec imports that; the Watch page, whose first
 * load it is too large for, does so with the first spec that needs it.
 */
export function provideLaterParts(found: LaterParts): void {
  parts = found;
}

/** Whether all-methods.ts was imported. */
export function hasLaterParts(): boolean {
  return parts !== null;
}

/** @throws Error where all-methods.ts was not imported: a fault of the program. */
export function laterParts(): LaterParts {
  if (!parts) throw new Error('Theory is not loaded.');
  return parts;
}

/**
 * What is known of a law; null for the normal one, whose functions are where they are asked for.
 * @throws Error as `laterParts`.
 */
export function lawParts(law: NoiseTheory['law']): LawParts | null {
  return law === 'gaussian' ? null : laterParts().laws[law];
}
