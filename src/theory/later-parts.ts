import type { Spec } from '../spec/spec';
import type { BatchLaw } from './exponents/batch-law';
import type { StepFactor } from './exponents/step-factor';
import type { Family } from './handles';
import type { Law, WholeStepsLaw } from './laws/distribution';
import type { ModelTheory } from './model-theory';

/** What is known of two-point noise; each as the function of src/theory/coin-*.ts that it names. */
export interface CoinParts {
  /** `lyapunovExponentTwoPoint`. */
  exponent(m: number, v: number, batchSize: number, pull: number): number;
  /** `logFactorVarianceTwoPoint`. */
  logVariance(m: number, v: number, batchSize: number, pull: number): number;
  /** `negativeCoinFactor`. */
  negative(m: number, v: number, batchSize: number): number;
  /** `logCoinMoment`. */
  logMoment(m: number, v: number, batchSize: number, k: number): number;
  /** `twoPointThresholds`. */
  thresholds(m: number, batchSize: number, pull: number): number[];
  latticeLaw(start: number, w: number, n: number, batchSize: number): Law;
  /** `coinTreeLaw`. */
  treeLaw(x0: number, m: number, v: number, n: number, centre: number, pull: number): Law;
}

/** What is known of minibatches; each as a function of src/theory/exponents/stored-factors.ts. */
export interface StoredParts {
  batches(spec: Spec): BatchLaw;
  exponent(factor: StepFactor): number;
  error(factor: StepFactor): number;
  logVariance(factor: StepFactor): number;
  negative(factor: StepFactor): number;
  thresholds(factor: StepFactor): number[];
}

/** Theory that the first load of the Watch page leaves out. */
export interface LaterParts {
  families: Record<Exclude<Family, 'chain'>, ModelTheory>;
  coins: CoinParts;
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
