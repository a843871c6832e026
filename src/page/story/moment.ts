import type { Counts } from '../../engine/engine';
import type { Spec } from '../../spec/spec';

/** Between two sentences on a run: one that changes all the time is read badly. */
export const SENTENCE_MILLISECONDS = 250;

/** All that is seen of a figure's runs at one moment. */
export interface FigureMoment {
  /** Share of the run that is done, 0 to 1. */
  share: number;
  sides: Side[];
}

/** One run of a figure. */
export interface Side {
  spec: Spec;
  step: number;
  particles: number;
  /** Null where `wants.counts` is not set; `countsOf` gives them. */
  counted: Counts | null;
  /** x at `QUANTILES`; empty where `wants.quantiles` is not set. */
  quantiles: number[];
  /** ParticlePlaces of the first particles now; `y` where there are two coordinates. */
  dots: ParticlePlaces;
  /** ParticlePlaces of the first particles at moments of the run, from its start. */
  paths: (ParticlePlaces & { step: number })[];
  /** Probability of each bin by the law; null where there is none or nobody asked. */
  law: LawShares | null;
  /** E ln |factor| of a step in the long run; null where nobody knows it or nobody asked. */
  growth: number | null;
}

/** @throws Error where a figure shows what it does not want. */
export function countsOf({ counted }: Side): Counts {
  if (!counted) throw new Error('A figure shows counts, and its wants have none.');
  return counted;
}

/** Share of the particles that have left their region, now or before. */
export function shareEscaped(side: Side): number {
  return countsOf(side).escaped / side.particles;
}

export interface ParticlePlaces {
  x: Float32Array;
  y: Float32Array | null;
}

export interface LawShares {
  bins: Float64Array;
  /** Empty bins lie between full ones. */
  lattice: boolean;
  /** Of the long run, and not of the moment. */
  stationary: boolean;
}

/** Probabilities of the quantiles. */
export const QUANTILES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

/** Moments at which paths are kept, besides the start. */
export const PATH_PARTS = 400;

/** Nothing has run: of a figure without runs. */
export const NOTHING: FigureMoment = { share: 1, sides: [] };
