import type { LinearMethod } from './linear-method';
import type { Atom } from './noise-atoms';
import {
  addTo,
  applied,
  appliedTimes,
  atRate,
  composed,
  type Matrix,
  monomials,
  powerOf,
  symmetricPower,
  symmetricPowers,
} from './symmetric-power';

/** Most multiplications of a pass over steps that differ: half a second. */
const MOST_WORK = 3e8;

/** Most steps of such a pass. */
export const MOST_STEPS = 1e6;

/** A step as a map of the products of `degree` entries of the state, averaged over the noise. */
export function meanStep(
  { fixed, varying }: Pick<LinearMethod, 'fixed' | 'varying'>,
  atoms: readonly Atom[],
  degree: number,
): Matrix[] {
  const { length } = monomials(fixed.length, degree);
  const mean = Array.from({ length: degree + 1 }, () => zeros(length));
  for (const { probability, ...noise } of atoms)
    symmetricPowers({ fixed, varying: varying(noise) }, degree).forEach((matrix, power) => {
      addTo(mean[power], probability, matrix);
    });
  return mean;
}

export function zeros(length: number): number[][] {
  return Array.from({ length }, () => new Array<number>(length).fill(0));
}

/** Products of the state (1, x, 0, ...). `powers`: E x^k of the start for k = 0, 1, ... */
export function startProducts(
  { fixed }: Pick<LinearMethod, 'fixed'>,
  powers: readonly number[],
): number[] {
  return monomials(fixed.length, powers.length - 1).map((list) =>
    list.some((variable) => variable > 1)
      ? 0
      : powers[list.filter((variable) => variable === 1).length],
  );
}

/** E x^k, k = 0, 1, ..., from the products of the state. */
export function readPowers(
  { position, fixed }: Pick<LinearMethod, 'position' | 'fixed'>,
  products: readonly number[],
  degree: number,
): number[] {
  const one = fixed.map((_, i) => (i === 0 ? 1 : 0));
  return applied(symmetricPower([one, position], degree), products);
}

/**
 * Products after `steps` independent steps with the noise `atoms`, from those of the start: by
 * squaring where all steps are alike, so also for 1e9 of them, else by a pass; null where that has
 * more than MOST_STEPS steps or takes too long. May overflow to Infinity or NaN.
 */
export function afterIndependentSteps(
  method: LinearMethod,
  atoms: readonly Atom[],
  start: readonly number[],
  steps: number,
  degree: number,
): number[] | null {
  const mean = meanStep(method, atoms, degree);
  const { landmark } = method;
  const taken = landmark && symmetricPower(landmark.map, degree);
  if (method.steady) {
    const step = atRate(mean, method.rate(0));
    if (!landmark || !taken) return appliedTimes(step, steps, start);
    const first = composed(step, taken);
    const whole = Math.floor(steps / landmark.every);
    const epoch = composed(powerOf(step, landmark.every - 1), first);
    const landed = appliedTimes(epoch, whole, start);
    const rest = steps - whole * landmark.every;
    return rest === 0 ? landed : appliedTimes(step, rest - 1, applied(first, landed));
  }
  const work = steps * start.length * start.length * (degree + 1);
  if (steps > MOST_STEPS || work > MOST_WORK) return null;
  return passed(method, mean, taken, start, steps);
}

/** Takes the steps one by one. */
function passed(
  { landmark, rate: rateOf }: LinearMethod,
  mean: readonly Matrix[],
  taken: Matrix | null,
  start: readonly number[],
  steps: number,
): number[] {
  const entries = start.flatMap((_, row) =>
    start.flatMap((_, column) => {
      const powers = mean.map((matrix) => matrix[row][column]);
      return powers.some((value) => value !== 0) ? [{ row, column, powers }] : [];
    }),
  );
  let products = Float64Array.from(start);
  let next = new Float64Array(start.length);
  for (let done = 0; done < steps; done++) {
    if (landmark && taken && done % landmark.every === 0)
      products.set(applied(taken, Array.from(products)));
    const rate = rateOf(done);
    next.fill(0);
    for (const { row, column, powers } of entries) {
      const factor = products[column];
      if (factor === 0) continue;
      let value = 0;
      for (let k = powers.length - 1; k >= 0; k--) value = value * rate + powers[k];
      if (value !== 0) next[row] += value * factor;
    }
    [products, next] = [next, products];
  }
  return Array.from(products);
}
