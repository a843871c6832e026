import { stepRates } from '../../../spec/rates';
import { betaOf, epochLengthOf, type Spec } from '../../../spec/spec';
import { handlesOf } from '../../handles';
import type { Atom } from './noise-atoms';
import type { Matrix } from './symmetric-power';

/** A method whose step is a random linear map of its state s = (1, x, memory). */
export interface LinearMethod {
  /** A step at learning rate r is fixed + r varying(noise). */
  fixed: Matrix;
  varying(noise: Omit<Atom, 'probability'>): Matrix;
  /** Done before the steps number 0, every, 2 every, ...; null where nothing is. */
  landmark: { every: number; map: Matrix } | null;
  /** x as a linear form of the state. */
  position: readonly number[];
  /** Of the step that comes after `done` steps. */
  rate(done: number): number;
  /** Whether all steps have the same rate. */
  steady: boolean;
}

/** Rates of one coordinate, as `Rates` of the spec. */
export interface StepParts {
  drift: number;
  multiplicative: number;
  additive: number;
  perturbation: number;
}

/** x <- x + r ((drift + multiplicative xi) x + additive eta + perturbation kick). */
export function plainDescent(parts: StepParts): Pick<LinearMethod, 'fixed' | 'varying'> {
  return {
    fixed: [
      [1, 0],
      [0, 1],
    ],
    varying: (noise) => [
      [0, 0],
      [pushOf(parts, noise), slopeOf(parts, noise)],
    ],
  };
}

/** velocity <- beta velocity + r slope(x + ahead velocity); x <- x + velocity. */
function momentum(
  parts: StepParts,
  beta: number,
  ahead: number,
): Pick<LinearMethod, 'fixed' | 'varying'> {
  return {
    fixed: [
      [1, 0, 0],
      [0, 1, beta],
      [0, 0, beta],
    ],
    varying: (noise) => {
      const slope = slopeOf(parts, noise);
      const row = [pushOf(parts, noise), slope, ahead * slope];
      return [[0, 0, 0], row, row];
    },
  };
}

/**
 * SVRG with the state (1, y, landmark), y = x - landmark: y <- y + r (drift landmark + (drift +
 * multiplicative xi) y). Additive noise cancels, and all noise at the landmark.
 */
function landmark(parts: StepParts): Pick<LinearMethod, 'fixed' | 'varying'> {
  return {
    fixed: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    varying: (noise) => [
      [0, 0, 0],
      [0, slopeOf(parts, noise), parts.drift],
      [0, 0, 0],
    ],
  };
}

/** landmark <- landmark + y, y <- 0. */
const TAKE_LANDMARK: Matrix = [
  [1, 0, 0],
  [0, 0, 0],
  [0, 1, 1],
];

function slopeOf({ drift, multiplicative }: StepParts, { xi }: Pick<Atom, 'xi'>): number {
  return drift + multiplicative * xi;
}

function pushOf(
  { additive, perturbation }: StepParts,
  { eta, kick }: Pick<Atom, 'eta' | 'kick'>,
): number {
  return additive * eta + perturbation * kick;
}

/**
 * The method of a spec, for the histogram's coordinate; null where its steps are not linear: a
 * surface, a network, a ridge with a slope or with noise of the slope, RMSProp.
 */
export function linearMethod(spec: Spec): LinearMethod | null {
  const handles = handlesOf(spec);
  if (!handles) return null;
  const { loss, optimizer, schedule } = handles;
  const parts = stepRates(spec, spec.histogram.coordinate);
  const { learningRate } = parts;
  // Without a slope a ridge is flat.
  const flat = parts.drift === 0 && parts.multiplicative === 0;
  if (loss.family !== 'saddle' && !(loss.family === 'ridge' && flat)) return null;
  const common = {
    landmark: null,
    rate: (done: number) => (schedule.decay > 0 ? learningRate / (done + 1) : learningRate),
    steady: schedule.decay === 0,
  };
  switch (optimizer.family) {
    case 'memoryless':
      return { ...common, ...plainDescent(parts), position: [0, 1] };
    case 'momentum': {
      const beta = betaOf(spec);
      const ahead = optimizer.looksAhead ? beta : 0;
      return { ...common, ...momentum(parts, beta, ahead), position: [0, 1, 0] };
    }
    case 'landmark':
      return {
        ...common,
        ...landmark(parts),
        landmark: { every: epochLengthOf(spec), map: TAKE_LANDMARK },
        position: [0, 1, 1],
      };
    case 'inertia':
    case 'sign':
    case 'averaged':
      return null;
    default:
      return optimizer satisfies never;
  }
}
