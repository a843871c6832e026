import { square, tanh } from '../../numerics/elementary';
import { noiseAt } from '../../spec/listed-noise';
import type { Spec } from '../../spec/spec';
import { storedSetOf } from '../../spec/stored-set';
import type { Surface } from './landscape';

/**
 * Half the mean squared error of two layers with tanh units, without biases:
 *
 *   f = mean over samples of (t - sum_k v_k tanh(w_k u))^2 / 2,  x = (w_1 ... w_m, v_1 ... v_m)
 *
 * LeCun, Bottou, Orr, Mueller (1998), "Efficient BackProp". Where all weights are 0 the outputs are
 * 0 too, and f has a saddle: its only second derivatives are d2f / dw_k dv_k = -mean(u t), so that
 * each unit has the curvatures -|mean(u t)| and |mean(u t)|, along v_k = +-w_k. Units that are alike
 * stay alike, which makes saddles of the smaller network's minima (Fukumizu, Amari 2000).
 */

/**
 * Adds minus the slope at one sample, times a weight.
 * @param slope  Shape: [2 units]. Changed.
 */
export function addDescent(
  x: ArrayLike<number>,
  input: number,
  target: number,
  weight: number,
  slope: Float64Array,
): void {
  const units = x.length / 2;
  const error = target - outputOf(x, input);
  for (let k = 0; k < units; k++) {
    const output = tanh(x[k] * input);
    slope[k] += weight * error * x[units + k] * (1 - output * output) * input;
    slope[units + k] += weight * error * output;
  }
}

function outputOf(x: ArrayLike<number>, input: number): number {
  const units = x.length / 2;
  let sum = 0;
  for (let k = 0; k < units; k++) sum += x[units + k] * tanh(x[k] * input);
  return sum;
}

/** Inputs and targets of a spec that has a stored set. */
export interface TrainingSet {
  inputs: Float64Array;
  targets: Float64Array;
}

export function trainingSetOf(spec: Spec): TrainingSet {
  const { xi, eta, xiUnit, etaUnit } = storedSetOf(spec);
  const { sigma, tau } = noiseAt(spec.noise, 0);
  const inputs = Float64Array.from(xi, (value) => value * xiUnit * sigma);
  const targets = Float64Array.from(eta, (value) => value * etaUnit * tau);
  return { inputs, targets };
}

/** |mean(u t)|: the curvature that leads away from the saddle at 0, sign turned. */
export function pullOf({ inputs, targets }: TrainingSet): number {
  let sum = 0;
  for (let j = 0; j < inputs.length; j++) sum += inputs[j] * targets[j];
  return Math.abs(sum / inputs.length);
}

/** f at a point, over the whole set. */
export function networkLoss({ inputs, targets }: TrainingSet, x: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < inputs.length; j++) sum += square(targets[j] - outputOf(x, inputs[j]));
  return sum / (2 * inputs.length);
}

/** f of the weights w and v of one unit. */
export function networkOfOneUnit(set: TrainingSet): Surface {
  const { inputs, targets } = set;
  const slope = new Float64Array(2);
  return {
    value: (w, v) => networkLoss(set, [w, v]),
    gradient: (w, v) => {
      slope.fill(0);
      for (let j = 0; j < inputs.length; j++)
        addDescent([w, v], inputs[j], targets[j], -1 / inputs.length, slope);
      return [slope[0], slope[1]];
    },
  };
}
