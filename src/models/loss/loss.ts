import {
  type Field,
  type Fields,
  type FieldText,
  LARGEST_MAGNITUDE,
  type ValuesOf,
} from '../field';
import type { OptimizerModel } from '../optimizer/optimizer';
import type { Refusal } from '../refusal';
import type { ModelText } from '../text';

/** What theory knows of a loss: the family that its averaged slope belongs to. */
export type LossTheory =
  /** Linear in x: chains of the saddle. */
  | { family: 'saddle' }
  /** Constant on either side of 0. */
  | { family: 'ridge' }
  /** A product of weights. */
  | { family: 'network' }
  /** Linear in x, along the eigenvectors of a symmetric matrix. */
  | { family: 'quadratic-form' }
  /** Its average over the shaking is known in closed form. */
  | { family: 'surface'; surface: ShakenSurface };

export type ShakenSurface = 'double-well' | 'spike-and-wells' | 'monkey-saddle';

/** Losses whose average has a formula: src/theory/surfaces/loss-value.ts. */
export type MeanLoss =
  | 'saddle'
  | 'ridge'
  | 'quartic'
  | 'quadratic-form'
  | 'network'
  | 'factorisation'
  | 'rosenbrock'
  | 'octopus'
  | 'tanh-network'
  | 'formula'
  | ShakenSurface;

/** What a loss is put together with. */
export interface Parts {
  loss: { kind: string; matrix?: readonly number[] };
  noise: { law: string; sigma: number; tau: number; rho: number; shake?: number | undefined };
  /** What a step sees of the gradient. */
  gradient: OptimizerModel['gradient'];
  optimizer: { kind: string; batchSize: number };
  time: { dt: number };
  /** Kind of region that particles leave. */
  region: string;
  /** Where particles start: their point, mean or middle. Shape: [coordinates]. */
  start: readonly number[];
  /** Largest |xi| or |eta| of a sample, in standard deviations; infinite where there is none. */
  largest: () => number;
}

/** All that is known of a loss. A handle is null unless somebody wrote what it stands for. */
export interface LossModel<F extends Fields = Fields> {
  kind: string;
  fields: F;
  /** Whether noise changes the slopes (xi and eta), or a random translation shakes the surface. */
  noise: 'slopes' | 'shake';
  /** Whether coordinates are chains of their own, or move together: 2 to 4, or 6 or 8. */
  moves: 'apart' | 'together';
  /** How the size of a slope depends on x; piecewise: one constant on either side of 0. */
  slopes: 'linear' | 'piecewise' | 'cubic' | 'product' | 'smooth';
  /** Whether eta is added to slopes; else it multiplies a part of them. */
  additive: boolean;
  /** What kernels are given of its own fields, 16 numbers at most; left out where that is none. */
  numbers?(loss: ValuesOf<F>, noise: { sigma: number; tau: number }): readonly number[];
  dimension(loss: ValuesOf<F>): number;
  /** Slope of a coordinate at its saddle, sign turned: a_i; 0 where there is no such number. */
  slope(loss: ValuesOf<F>, coordinate: number): number;
  /**
   * |x| from which on a particle is frozen and counted as escaped to infinity: a step from below
   * stays in the range of float32, whose largest number is 3.4e38.
   */
  reach: number;
  /**
   * Of a loss that is no function of a minibatch's mean (xi, eta), and is given its samples one by
   * one: how many may be stored and how many a minibatch may have. Left out of every other.
   */
  bySample?: { mostSamples: number; mostInBatch: number };
  /** Shader files that its own needs beside those of every step. */
  needs?: 'formula';
  /** False where no kernel knows its mean, so that no level of it is a region. */
  levels?: false;
  defaults: {
    point(loss: ValuesOf<F>): number[];
    sigma: number;
    tau: number;
    /** 0 where left out. */
    rho?: number;
    axis: 'linear' | 'asinh';
    /** Range of a linear histogram; null for that of every other loss. */
    linearRange: { min: number; max: number } | null;
  };
  /** What does not go with it; null where all goes. */
  refuses(parts: Parts): Refusal | null;
  /** Shader and twin for one normal a step; left out where there is none. */
  oneNormalFile?: 'saddle-of-one-normal';
  /** Whether its steps of SGD have shaders of their own: engine/plain-run.ts. */
  plain?: true;
  simd: string | null;
  /** Whether the average depends on the law of the translations, given their variance. */
  averagedByLaw: boolean;
  /** Formula of the average; null where there is none. */
  meanLoss: MeanLoss | null;
  theory: LossTheory | null;
}

export function defineLoss<const F extends Fields, const K extends string>(
  model: LossModel<F> & { kind: K },
): LossModel<F> & { kind: K } {
  return model;
}

/** What people read of a loss, and what the pages offer of it. */
export interface LossText extends ModelText {
  /** What it stands with in lists. */
  family: 'Saddles' | 'Degenerate saddles' | 'Surfaces' | 'Networks' | 'Your own';
  /** Names of the coordinates: x and y, or a letter with a number. */
  coordinates: 'xy' | 'x' | 'w';
  /** Numbers of coordinates that the list of losses offers; null where the kind says it. */
  choices: readonly number[] | null;
  /** Learning rate and time that show what it does; null for those of a saddle. */
  run: { learningRate: number; dt: number; steps: number } | null;
  /** What its sliders of a and sigma say. */
  labels: { push: string; sigma: string };
}

/** Most coordinates that move apart. */
export const MOST_COORDINATES = 64;

/** Most coordinates of a point in the shaders of every method: a vector of WGSL has four. */
export const MOST_IN_VECTOR = 4;

/** One slope for each coordinate: above 0 concave and repulsive, below 0 convex and attractive. */
export const SLOPES = {
  type: 'list',
  length: 'coordinates',
  min: -LARGEST_MAGNITUDE,
  max: LARGEST_MAGNITUDE,
  default: [1],
} as const satisfies Field;

export const SLOPES_TEXT: FieldText = {
  symbol: 'a',
  word: 'push',
  label: 'push of the saddle',
  slider: { min: -2, max: 2, step: 0.01 },
};
