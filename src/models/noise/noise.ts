import { type Field, type Fields, LARGEST_MAGNITUDE } from '../field';
import type { ModelText } from '../text';

/** What theory knows of a law. */
export interface NoiseTheory {
  /**
   * The distribution that theory takes for xi and eta. Minibatches of a stored set, drawn without
   * replacement, depend on each other within an epoch.
   */
  law: 'gaussian' | 'two-point' | 'dataset';
  /** Whether xi and eta are jointly normal, so that sums of them and of normal kicks are normal. */
  normal: boolean;
  /** Whether xi and eta are fair signs, so that sums of them stand on a lattice. */
  signs: boolean;
}

/** All that is known of a law of xi and eta. */
export interface NoiseModel<F extends Fields = Fields> {
  law: string;
  /** Fields beside sigma, tau, rho and shake. */
  fields: F;
  /** Whether samples are stored and drawn without replacement: field `samples`. */
  stored: boolean;
  /**
   * Largest |xi| and |eta| of one sample, in standard deviations: null where a stored set says it.
   */
  largest: number | null;
  /** Whether the sum of a minibatch has the law of one sample, scaled: one draw is enough. */
  stable: boolean;
  /** Shader and twin for minibatches of several samples, where that is another than `law`. */
  batchFile: 'two-point-batch' | null;
  simd: string | null;
  theory: NoiseTheory | null;
}

export function defineNoise<const F extends Fields, const L extends string>(
  model: NoiseModel<F> & { law: L },
): NoiseModel<F> & { law: L } {
  return model;
}

/** Fields of every law; `shake` goes with the losses that a translation shakes. */
export const NOISE_FIELDS = {
  /** Standard deviation of the multiplicative noise xi of a sample. */
  sigma: {
    type: 'number',
    min: 0,
    max: LARGEST_MAGNITUDE,
    default: null,
  },
  /** Standard deviation of the additive noise eta of a sample, any sign. */
  tau: {
    type: 'number',
    min: -LARGEST_MAGNITUDE,
    max: LARGEST_MAGNITUDE,
    default: null,
  },
  /** Correlation of xi and eta. */
  rho: {
    type: 'number',
    min: -1,
    max: 1,
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
  /**
   * In one phrase for a summary, from the spec's values of `fields`; null where it goes without
   * saying.
   */
  summary: ((values: Readonly<Record<string, number>>) => string) | null;
}
