import type { FormulaText } from '../formula/loss-formula';
import type { NoiseFormulaText } from '../formula/noise-formula';
import type { StepText } from '../formula/step-formula';
import type { Spec } from './spec';

/** The formula of a loss that is one; null of every other. */
export function formulaOf({ loss }: Pick<Spec, 'loss'>): FormulaText | null {
  if (!('f' in loss)) return null;
  const { f, coordinates, parameters } = loss;
  return { f, coordinates, parameters: Object.keys(parameters) };
}

/** Values of its parameters, in their order; none of every other loss. */
export function parameterValues({ loss }: Pick<Spec, 'loss'>): number[] {
  return 'f' in loss ? Object.values(loss.parameters).map(({ value }) => value) : [];
}

/** The formulas of a method that is made of them; null of every other. */
export function stepFormulaOf({ optimizer }: Pick<Spec, 'optimizer'>): StepText | null {
  if (!('step' in optimizer)) return null;
  const { step, memory, parameters } = optimizer;
  return { step, memory, parameters: Object.keys(parameters) };
}

/** Values of its parameters, in their order; none of every other method. */
export function methodParameterValues({ optimizer }: Pick<Spec, 'optimizer'>): number[] {
  return 'step' in optimizer ? Object.values(optimizer.parameters).map(({ value }) => value) : [];
}

/** The formulas of a law that is made of them; null of every other. */
export function noiseFormulaOf({ noise }: Pick<Spec, 'noise'>): NoiseFormulaText | null {
  return 'xi' in noise ? { xi: noise.xi, eta: noise.eta } : null;
}
