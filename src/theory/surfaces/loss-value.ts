import { lossFormula } from '../../formula/loss-formula';
import type { MeanLoss } from '../../models/loss/loss';
import { lossModel } from '../../models/registry';
import { square } from '../../numerics/elementary';
import { formulaOf, parameterValues } from '../../spec/formula-of';
import { type Spec, slopeOf, slopesOf } from '../../spec/spec';
import { averageOf } from './averaged-surface';
import { smoothedDoubleWell } from './double-well';
import { formulaAt } from './formula-at';
import { MONKEY_SADDLE, type Surface } from './landscape';
import { lossNumbersOf, matrixOf } from './loss-numbers';
import { octopusAt } from './octopus';
import { smoothedSpikeAndWells } from './spike-and-wells';
import { networkLoss, trainingSetOf } from './tanh-network';

/** Loss at a point. Shape of x: [coordinates]. */
export type LossValue = (x: ArrayLike<number>) => number;

/**
 * The loss that a spec's particles descend on average: averaged over the samples, and over the
 * translations of a surface that is shaken.
 * @returns null where there is no formula.
 */
export function lossValueOf(spec: Spec): LossValue | null {
  const { meanLoss } = lossModel(spec.loss);
  return meanLoss && VALUES[meanLoss](spec);
}

const VALUES: Record<MeanLoss, (spec: Spec) => LossValue | null> = {
  /** -sum a_i x_i^2 / 2. */
  saddle: (spec) => {
    const a = slopesOf(spec);
    return (x) => a.reduce((sum, slope, i) => sum - (slope * square(x[i])) / 2, 0);
  },
  /** -sum a_i |x_i|. */
  ridge: (spec) => {
    const a = slopesOf(spec);
    return (x) => a.reduce((sum, slope, i) => sum - slope * Math.abs(x[i]), 0);
  },
  /** -sum a_i x_i^4 / 4. */
  quartic: (spec) => {
    const a = slopesOf(spec);
    return (x) => a.reduce((sum, slope, i) => sum - (slope * square(square(x[i]))) / 4, 0);
  },
  /** -x^T A x / 2. */
  'quadratic-form': (spec) => {
    const rows = matrixOf(spec);
    return (x) =>
      rows.reduce((sum, row, i) => sum - (x[i] * row.reduce((s, a, j) => s + a * x[j], 0)) / 2, 0);
  },
  /** (1 - x)^2 + b (y - x^2)^2. */
  rosenbrock: (spec) => {
    const [stiffness] = lossNumbersOf(spec);
    return (x) => square(1 - x[0]) + stiffness * square(x[1] - square(x[0]));
  },
  octopus: (spec) => {
    const numbers = lossNumbersOf(spec);
    return (x) => octopusAt(numbers, x);
  },
  'tanh-network': (spec) => {
    const set = trainingSetOf(spec);
    return (x) => networkLoss(set, x);
  },
  /** 1/2 - a p + p^2 / 2 of the product p of all weights. */
  network: (spec) => {
    const a = slopeOf(spec, 0);
    return (x) => {
      let product = 1;
      for (let i = 0; i < x.length; i++) product *= x[i];
      return 0.5 - a * product + square(product) / 2;
    };
  },
  /** (p - a)^2 / 2 of the product p of both factors. */
  factorisation: (spec) => {
    const a = slopeOf(spec, 0);
    return (x) => square(x[0] * x[1] - a) / 2;
  },
  /** f without its noise, as far as that is its mean. */
  formula: (spec) => {
    const text = formulaOf(spec);
    if (!text || !lossFormula(text).linear) return null;
    return formulaAt({ text, parameters: parameterValues(spec) }).value;
  },
  'double-well': (spec) => pointValueOf(averageOf(spec, smoothedDoubleWell)),
  'spike-and-wells': (spec) => pointValueOf(averageOf(spec, smoothedSpikeAndWells)),
  'monkey-saddle': () => pointValueOf(MONKEY_SADDLE),
};

function pointValueOf(surface: Surface | null): LossValue | null {
  return surface && ((x) => surface.value(x[0], x[1]));
}
