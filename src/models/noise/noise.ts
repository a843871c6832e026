import { type Field, type Fields, LARGEST_MAGNITUDE, numberOf } from '../field';
import type { Refusal } from '../refusal';
import type { ModelText } from '../text';

/** What theory knows of a law. */
export interface NoiseTheory {
  /**
   * The distribution that theory takes for xi and eta. Minibatches of a stored set, drawn without
   * replacement, depend on each other within an epoch.
   */
  law: 'gaussian' | 'two-point' | 'dataset' | 'samples' | ChainsOnly;
  /** Whether xi and eta are jointly normal, so that sums of them and of normal kicks are normal. */
  normal: boolean;
  /** Whether xi and eta are fair signs, so that sums of them stand on a lattice. */
  signs: boolean;
  /**
   * The only family of specs whose theory is known with this law, beside that of steps along the
   * sign of a slope; all where left out.
   */
  family?: 'chain';
  /** Largest minibatch whose theory is known; all are where left out. */
  most?: number;
}

/** Laws whose theory is that of chains alone, beside samples of one's own. */
export type ChainsOnly =
  | 'uniform'
  | 'laplace'
  | 'student-t'
  | 'alpha-stable'
  | 'unfair-coins'
  | 'chi-squared';

/** All that is known of a law of xi and eta. */
export interface NoiseModel<F extends Fields = Fields> {
  law: string;
  /** Fields beside sigma, tau, rho and shake. */
  fields: F;
  /** Whether samples are stored and drawn without replacement. */
  stored: boolean;
  /**
   * Whether samples are a user's own pairs: field `data` names them, and sigma, tau and rho are
   * theirs where a spec leaves them out.
   */
  given?: true;
  /**
   * Largest |xi| and |eta| of one sample, in standard deviations: null where a stored set says it.
   */
  largest: number | null;
  /** Whether the sum of a minibatch has the law of one sample, scaled: one draw is enough. */
  stable: boolean;
  /** Shader and twin of another law, which draws as this one does; left out where it has its own. */
  file?: 'dataset';
  /**
   * Shader and twin that tell the samples of a minibatch one by one; left out where there are none.
   */
  toldFile?: 'shuffled-batches';
  /** Shader and twin for minibatches of several samples, where that is another than `law`. */
  batchFile: 'two-point-batch' | null;
  /**
   * Largest minibatch of a law that draws sample by sample; left out where all are taken. It keeps
   * a block of steps, which one dispatch makes, short.
   */
  mostSamples?: number;
  /** Whether rho is one number for all coordinates; left out where each may have its own. */
  oneRho?: true;
  /** False where no surface is shaken by it: nobody has worked out the mean over its translations. */
  shakes?: false;
  /** What eta takes of a draw of its own beside rho xi; sqrt(1 - rho^2) where left out. */
  complement?(noise: GivenNoise): number;
  /** What does not go with it, beside `mostSamples` and `shakes`; all goes where left out. */
  refuses?(noise: GivenNoise): Refusal | null;
  /** Whether plain runs may have it: its numbers are bounded, and drawn one by one. */
  plain?: true;
  /** Shader files that its own needs beside those of every step. */
  needs?: readonly 'exponential'[];
  simd: string | null;
  theory: NoiseTheory | null;
}

/** Largest minibatch that is drawn sample by sample: 2^18 draws in a block of 64 steps. */
export const MOST_DRAWN_SAMPLES = 4096;

/** Largest minibatch whose samples are told one by one: a kernel keeps room for so many. */
export const MOST_TOLD_SAMPLES = 64;

/** Noise of a spec: what every law has, and numbers of its own. */
export type GivenNoise = { law: string; sigma: number; tau: number; rho: number };

/** The one number of its own that a law has; undefined where it has none. */
export function shapeIn(noise: object, fields: Fields): number | undefined {
  const name = Object.keys(fields).find((own) => fields[own].type === 'number');
  return name === undefined ? undefined : numberOf(noise, name);
}

export function defineNoise<const F extends Fields, const L extends string>(
  model: NoiseModel<F> & { law: L },
): NoiseModel<F> & { law: L } {
  return model;
}

/**
 * Fields of every law, each a number or a list of one for each coordinate; `shake` goes with the
 * losses that a translation shakes.
 */
export const NOISE_FIELDS = {
  /** Standard deviation of the multiplicative noise xi of a sample. */
  sigma: {
    type: 'number',
    min: 0,
    max: LARGEST_MAGNITUDE,
    listed: true,
    default: null,
  },
  /** Standard deviation of the additive noise eta of a sample, any sign. */
  tau: {
    type: 'number',
    min: -LARGEST_MAGNITUDE,
    max: LARGEST_MAGNITUDE,
    listed: true,
    default: null,
  },
  /** Correlation of xi and eta. */
  rho: {
    type: 'number',
    min: -1,
    max: 1,
    listed: true,
    default: 0,
  },
} as const satisfies Record<string, Field>;

/** Standard deviation of the random translation of a surface, in each coordinate. */
export const SHAKE = {
  type: 'number',
  min: 0,
  max: 1e3,
  default: 1,
} as const satisfies Field;

export interface NoiseText extends ModelText {
  /** What it stands with in lists. */
  family: 'Light tails' | 'Heavier tails' | 'Data' | 'Your own';
  /**
   * In one phrase for a summary, from the spec's values of `fields`; null where it goes without
   * saying.
   */
  summary: ((values: Readonly<Record<string, number>>) => string) | null;
}
