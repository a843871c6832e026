import type { Spec } from '../../spec/spec';

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
  /** Shape: u32[bins]; empty, and the numbers below NaN, where `wants.counts` is not set. */
  counts: Uint32Array;
  below: number;
  above: number;
  /** Particles that have left their region, now or before. */
  escaped: number;
  /** Particles that noise took to 0. */
  zero: number;
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
