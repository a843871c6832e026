import { log, power } from '../../numerics/elementary';
import { findMinimum, findRoot } from '../numerics/roots';
import { momentumExponent } from './momentum';
import { averageStep, type MomentumStep } from './momentum-step';

/**
 * Normal noise of this strength or more repels whatever the mean: E log |s + v Z| >= log v + E log
 * |Z| = 0.
 */
const SURELY_REPELLING = 1.8873646;

/**
 * The v > 0 where `momentumExponent` changes sign, rising: none, one or two for normal noise.
 * Searched up to v = 1.8874 (heavy ball), above which normal noise always repels, and up to the
 * smaller of 1.8874 / beta, where the same is true, and 4 (1 + |m|) (Nesterov; for beta = 0 the
 * last place is 1.556 |m|); for signs up to (2 + |m|) min(3, sqrt(batchSize)). Two changes less
 * than a tenth of their place apart may be left out together, so dips of Nesterov's step with signs
 * may be missed. Error of a root: `accuracy` divided by the slope of the exponent; 1e-9 relative in
 * the reference cases (tests/unit/theory/momentum.test.ts). Takes 0.3 to 8 seconds, with Nesterov's
 * step and beta < 0.01 up to 30; a third of it for `accuracy` 1e-6. beta = 0 is searched in the
 * same way. Throws RangeError as `momentumExponent`.
 */
export function momentumThresholds(step: Omit<MomentumStep, 'v'>, accuracy = 1e-9): number[] {
  const { method, law, m, beta, batchSize } = step;
  const exponent = (v: number, error: number) => momentumExponent({ ...step, v }, error);
  const atRest = momentumExponent({ ...step, v: 0 });
  const high =
    law === 'two-point'
      ? (2 + Math.abs(m)) * Math.min(3, Math.sqrt(batchSize))
      : method === 'heavy-ball'
        ? SURELY_REPELLING
        : Math.min(SURELY_REPELLING / beta, 4 + 4 * Math.abs(m));
  let low = Math.min(1e-3, 1e-3 * high);
  if (atRest > 0) {
    // Small noise: exponent = atRest - v^2 / (2 gap^2).
    const { trace, determinant } = averageStep(step);
    const gap = Math.sqrt(Math.max(trace * trace - 4 * determinant, 0));
    low = Math.min(low, Math.max(0.3 * Math.sqrt(2 * atRest) * gap, 1e-9 * high));
  }
  const count = Math.ceil(log(high / low) / 0.1);
  const places = [0];
  const values = [atRest > 1e-15 ? atRest : -1];
  for (let i = 0; i <= count; i++) {
    places.push(low * power(high / low, i / count));
    values.push(exponent(places[i + 1], 1e-5));
  }
  const changes: [number, number][] = [];
  for (let i = 1; i < places.length; i++) {
    if (values[i - 1] > 0 !== values[i] > 0) changes.push([places[i - 1], places[i]]);
    else if (i > 1 && i + 1 < places.length) {
      // An extremum that comes near 0 without a change of sign between the places looked at.
      const sign = values[i] > 0 ? 1 : -1;
      const [before, here, after] = [values[i - 1] * sign, values[i] * sign, values[i + 1] * sign];
      const bend = before + after - 2 * here;
      if (!(here <= before && here < after && here < bend)) continue;
      const bottom = findMinimum((v) => sign * exponent(v, 1e-6), places[i - 1], places[i + 1]);
      if (sign * exponent(bottom, 1e-6) < 0)
        changes.push([places[i - 1], bottom], [bottom, places[i + 1]]);
    }
  }
  return changes.map(([from, to]) => {
    const rough = findRoot((v) => (v === 0 ? values[0] : exponent(v, 1e-6)), from, to, 1e-7);
    const fine = (v: number) => exponent(v, accuracy);
    for (const reach of [1e-6, 1e-4]) {
      const near = [rough * (1 - reach), rough * (1 + reach)];
      if (fine(near[0]) > 0 !== fine(near[1]) > 0) return findRoot(fine, near[0], near[1], 1e-13);
    }
    return rough;
  });
}

/**
 * The learning rate at which plain gradient descent moves as fast as momentum does in the long run:
 * learningRate / (1 - beta). To leading order, for learningRate a << (1 - beta)^2, noise of
 * strength sigma traps when a < effectiveLearningRate sigma^2 / 2. Derived in docs/model.md,
 * "Momentum".
 */
export function effectiveLearningRate(learningRate: number, beta: number): number {
  return learningRate / (1 - beta);
}
