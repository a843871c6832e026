import type { NoiseTheory } from '../../../models/noise/noise';
import { noiseModel, optimizerModel } from '../../../models/registry';
import { finitePopulation, seesNoise, stepsDepend } from '../../../spec/rates';
import type { Spec } from '../../../spec/spec';
import { knownHandles } from '../../handles';
import { powersOfStart, startOf } from '../coordinate-start';
import { type LinearMethod, linearMethod } from './linear-method';
import { afterIndependentSteps, readPowers, startProducts } from './linear-recursion';
import {
  type Atom,
  batchOfSignsAtoms,
  NO_NOISE,
  normalAtoms,
  signAtoms,
  withKicks,
} from './noise-atoms';
import { afterStoredSteps, batchesOf } from './stored-set';
import { atomsOfSet } from './subset-epoch';

/** Moments about 0. */
export interface Moments {
  mean: number;
  second: number;
  /** null where it takes too long. */
  fourth: number | null;
}

/**
 * E x, E x^2 and E x^4 of the histogram's coordinate after `step` steps, for every method whose
 * steps are linear in its state, by the recursion of the products of that state; null where they
 * are not, or where the moments take too long. The recursion ignores that engines freeze particles
 * beyond 1e30. May overflow to Infinity or NaN. Relative error 1e-15 n of the largest term
 * (tests/unit/theory/moments.test.ts). Derived in docs/theory.md, "Moments".
 */
export function linearMoments(spec: Spec, step: number): Moments | null {
  const method = linearMethod(spec);
  const two = method && powersAfter(spec, method, step, 2);
  if (!two) return null;
  const four = powersAfter(spec, method, step, 4);
  return { mean: two[1], second: two[2], fourth: four ? four[4] : null };
}

/** E x^k for k = 0 to `degree`, 2 or 4; null where they take too long. */
function powersAfter(
  spec: Spec,
  method: LinearMethod,
  step: number,
  degree: 2 | 4,
): number[] | null {
  const start = startProducts(
    method,
    powersOfStart(startOf(spec.start, spec.histogram.coordinate), degree),
  );
  const products =
    seesNoise(spec) && stepsDepend(spec)
      ? afterBatchesOfSet(spec, method, start, step, degree)
      : afterIndependentSteps(method, noiseAtoms(spec, degree), start, step, degree);
  return products && readPowers(method, products, degree);
}

/** A step's noise of a law that draws every one afresh, with the moments up to `degree`. */
function noiseAtoms(spec: Spec, degree: 2 | 4): readonly Atom[] {
  return kicked(spec, ownAtoms(spec, degree), degree);
}

function kicked(spec: Spec, atoms: readonly Atom[], degree: number): readonly Atom[] {
  return optimizerModel(spec.optimizer).kicks ? withKicks(atoms, degree) : atoms;
}

function ownAtoms(spec: Spec, degree: 2 | 4): readonly Atom[] {
  const { noise } = knownHandles(spec);
  const { rho } = spec.noise;
  // A whole set is its mean.
  if (!seesNoise(spec) || noiseModel(spec.noise).stored) return NO_NOISE;
  if (degree === 2) return signAtoms(rho);
  return FOURTH_ATOMS[noise.law](rho, spec.optimizer.batchSize);
}

/** Noise with the moments up to the fourth of a law's; stored sets are drawn otherwise. */
const FOURTH_ATOMS: Record<
  NoiseTheory['law'],
  (rho: number, batchSize: number) => readonly Atom[]
> = {
  gaussian: normalAtoms,
  'two-point': batchOfSignsAtoms,
  dataset: () => NO_NOISE,
};

function afterBatchesOfSet(
  spec: Spec,
  method: LinearMethod,
  start: readonly number[],
  step: number,
  degree: 2 | 4,
): number[] | null {
  if (batchesOf(spec) > 1)
    return afterStoredSteps(spec, method, kicked(spec, NO_NOISE, degree), start, step, degree);
  // One minibatch an epoch: each is drawn afresh.
  const atoms = atomsOfSet(spec) ?? (degree === 2 ? withoutReplacement(spec) : null);
  return atoms
    ? afterIndependentSteps(method, kicked(spec, atoms, degree), start, step, degree)
    : afterStoredSteps(spec, method, kicked(spec, NO_NOISE, degree), start, step, degree);
}

/**
 * Second moments of a minibatch that is drawn afresh: those of independent samples, less a share.
 */
function withoutReplacement(spec: Spec): Atom[] {
  const left = Math.sqrt(finitePopulation(spec));
  return signAtoms(spec.noise.rho).map(({ xi, eta, ...rest }) => ({
    ...rest,
    xi: left * xi,
    eta: left * eta,
  }));
}
