import type { Spec } from '../../../spec/spec';

/** What the page asks of the worker that runs methods beside each other. */
export type ToComparison =
  | {
      type: 'compare';
      /** Number of this comparison; moments carry it. */
      run: number;
      /** One a method, 1 to 6, with the same steps and the same noise. */
      specs: readonly Spec[];
    }
  | { type: 'play' }
  | { type: 'pause' };

/** One method at a moment. */
export interface SideMoment {
  /** Particles in each bin of the histogram. Shape: u32[bins]. */
  counts: Uint32Array;
  /** Particles whose first passage has happened. */
  escaped: number;
  /**
   * First passages by the end of each part of the whole run, up to now. Shape:
   * u32[CURVE_PARTS + 1], the first of them 0.
   */
  curve: Uint32Array;
}

export type FromComparison =
  | { type: 'moment'; run: number; step: number; sides: SideMoment[] }
  /** This comparison cannot be run. */
  | { type: 'refused'; run: number; sentence: string };

/** Parts of equal length that the time of a run is cut into for its escape curve. */
export const CURVE_PARTS = 200;
/** Particles of each method. */
export const COMPARED_PARTICLES = 8192;
/** Most methods beside each other: one for each colour of a side. */
export const MOST_COMPARED = 6;
