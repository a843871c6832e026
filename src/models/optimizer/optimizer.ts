import { type Field, type Fields, type FieldText, LARGEST_MAGNITUDE } from '../field';
import type { Refusal } from '../refusal';
import type { ModelText } from '../text';

/** What theory knows of a method: the family that its steps belong to. */
export type OptimizerTheory =
  /**
   * A step is a linear chain of x alone: with any loss and any schedule, or only where coordinates
   * have a saddle of their own, or only at one learning rate.
   */
  | { family: 'memoryless'; only?: Only }
  /**
   * It keeps a share `beta` of its last step, and takes the slope where it stands, or ahead: where
   * that share would carry it.
   */
  | { family: 'momentum'; looksAhead: boolean }
  /** Noise is measured against a landmark that is taken anew every `epochLength` steps. */
  | { family: 'landmark' }
  /** A step is a running average of slopes, whose weights are divided out: momentum, once they are 1. */
  | { family: 'inertia'; only: Only }
  /** Steps along a slope are of one length where it is large, so far out along its sign. */
  | { family: 'sign'; only: Only }
  /**
   * Steps are a running average of slopes, or a slope, over a running root mean square of them: far
   * out their lengths do not depend on x either.
   */
  | { family: 'averaged'; only: Only };

/** What the theory of a method goes with; all that is left out. */
export interface Only {
  loss?: 'saddle';
  /** A schedule that does not decay. */
  steady?: true;
  /** Noise of which xi and -xi have the same law, and are drawn by theory: normal, or fair signs. */
  symmetric?: true;
}

/** All that is known of a method. A handle is null unless somebody wrote what it stands for. */
export interface OptimizerModel<F extends Fields = Fields> {
  kind: string;
  /** Fields beside learningRate, schedule and batchSize. */
  fields: F;
  /** Numbers a coordinate remembers from step to step. */
  memory: 0 | 1 | 2 | 3;
  /** Whether it keeps running averages of slopes, so that its kernel needs averages.wgsl. */
  averages: boolean;
  /**
   * Whether the step of a coordinate needs a norm of all of them, so that its kernel needs norm.wgsl.
   */
  coupled: boolean;
  /** Whether every step draws isotropic normals from a stream of its own. */
  kicks: boolean;
  /**
   * What a step sees of the gradient: a sample's, the full one, or a sample's corrected by the full
   * one at another place.
   */
  gradient: 'sampled' | 'full' | 'corrected';
  /** Whether a step takes its noise at one point alone, so that one normal may stand for it. */
  onePoint?: true;
  /**
   * Whether a step is made of sums and multiples of points alone, so that its shader takes points of
   * more than four coordinates.
   */
  wide?: true;
  /** Whether a step is proportional to the slopes where it stands, or of a size of its own. */
  steps: 'proportional' | 'normalised';
  /** Whether its steps on a saddle have shaders of their own: engine/plain-run.ts. */
  plain?: true;
  /** What its own fields may not be; nothing where this is left out. */
  refuses?(optimizer: object): Refusal | null;
  /** Name by which the SIMD kernel knows it. */
  simd: string | null;
  theory: OptimizerTheory | null;
}

export function defineOptimizer<const F extends Fields>(
  model: OptimizerModel<F>,
): OptimizerModel<F> {
  return model;
}

/** Fields of every method. */
export const OPTIMIZER_FIELDS = {
  learningRate: {
    type: 'number',
    // A normal number of float32.
    min: 1e-30,
    max: LARGEST_MAGNITUDE,
    default: 1,
  },
  batchSize: {
    type: 'whole',
    min: 1,
    max: 65_536,
    default: 1,
  },
} as const satisfies Record<string, Field>;

export const OPTIMIZER_FIELD_TEXTS: Record<keyof typeof OPTIMIZER_FIELDS, FieldText> = {
  learningRate: {
    symbol: 'h',
    word: 'learning rate',
    label: 'learning rate',
    slider: { min: 0.001, max: 10, step: 0.02, log: true },
  },
  batchSize: {
    symbol: 'B',
    word: 'minibatch',
    label: 'minibatch',
    slider: { min: 1, max: 1024, step: 0.02, log: true },
    axis: [1, 2, 4, 8, 16, 32, 64],
  },
};

export interface OptimizerText extends ModelText {
  /** What it stands with in lists. */
  family: 'Of the post' | 'Momentum' | 'Adaptive' | 'Variants of SGD' | 'Your own';
  /** What it does, in one line; null where its name says it. */
  hint: string | null;
}

/** Share of the last step that momentum keeps; below 0 it turns it round. */
export const BETA = {
  type: 'number',
  min: -1,
  max: 1,
  default: 0.9,
} as const satisfies Field;

export const BETA_TEXT: FieldText = {
  symbol: 'β',
  word: 'momentum',
  label: 'share of the last step',
  slider: { min: 0, max: 0.99, step: 0.01 },
  axis: { from: 0, to: 0.96, scale: 'linear' },
};
