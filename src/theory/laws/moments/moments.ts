import type { ChainsOnly, NoiseTheory } from '../../../models/noise/noise';
import { noiseModel, optimizerModel } from '../../../models/registry';
import { dataSet } from '../../../spec/data-set';
import { givenSamplesOf } from '../../../spec/given-samples';
import { noiseAt, withNoiseAt } from '../../../spec/listed-noise';
import { finitePopulation, seesNoise, stepsDepend } from '../../../spec/rates';
import type { Spec } from '../../../spec/spec';
import { isChainsOnly } from '../../exponents/independent-law';
import { factorDeviation, stepFactor } from '../../exponents/lyapunov';
import { knownHandles } from '../../handles';
import { powersOfStart, startOf } from '../coordinate-start';
import { type LinearMethod, linearMethod } from './linear-method';
import { afterIndependentSteps, readPowers, startProducts } from './linear-recursion';
import type { Moments } from './moments-about-0';
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
  const four = knowsFourth(spec) ? powersAfter(spec, method, step, 4) : null;
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
  const dependent = seesNoise(spec) && stepsDepend(spec);
  const atoms = dependent ? null : noiseAtoms(spec, degree);
  const products = dependent
    ? afterBatchesOfSet(spec, method, start, step, degree)
    : atoms && afterIndependentSteps(method, atoms, start, step, degree);
  return products && readPowers(method, products, degree);
}

/** A step's noise of a law that draws every one afresh, with the moments up to `degree`. */
function noiseAtoms(spec: Spec, degree: 2 | 4): readonly Atom[] | null {
  const atoms = ownAtoms(spec, degree);
  return atoms && kicked(spec, atoms, degree);
}

function kicked(spec: Spec, atoms: readonly Atom[], degree: number): readonly Atom[] {
  return optimizerModel(spec.optimizer).kicks ? withKicks(atoms, degree) : atoms;
}

/** Null where the law has no such moments, or nobody has worked them out. */
function ownAtoms(spec: Spec, degree: 2 | 4): readonly Atom[] | null {
  const { noise } = knownHandles(spec);
  const one = withNoiseAt(spec, spec.histogram.coordinate);
  const { rho, sigma, tau } = noiseAt(one.noise, 0);
  // A whole set is its mean.
  if (!seesNoise(spec) || noiseModel(spec.noise).stored || (sigma === 0 && tau === 0))
    return NO_NOISE;
  const deviation = factorDeviation({ ...stepFactor(one, 0), v: 1 });
  if (deviation === Number.POSITIVE_INFINITY) return null;
  if (degree === 2) return scaledAtoms(signAtoms(rho), deviation);
  if (isChainsOnly(noise.law)) return null;
  return FOURTH_ATOMS[noise.law](rho, spec.optimizer.batchSize, spec);
}

/** Samples that are taken one by one for fourth moments. */
const MOST_SAMPLES = 4096;

/** Whether there is noise with the moments up to the fourth of a law's. */
function knowsFourth(spec: Spec): boolean {
  const samples = seesNoise(spec) && !noiseModel(spec.noise).stored && givenSamplesOf(spec);
  return !samples || (spec.optimizer.batchSize === 1 && samples.count <= MOST_SAMPLES);
}

/** Noise with the moments up to the fourth of a law's; stored sets are drawn otherwise. */
const FOURTH_ATOMS: Record<
  Exclude<NoiseTheory['law'], ChainsOnly>,
  (rho: number, batchSize: number, spec: Spec) => readonly Atom[]
> = {
  gaussian: normalAtoms,
  'two-point': batchOfSignsAtoms,
  dataset: () => NO_NOISE,
  samples: (_rho, _batchSize, spec) => sampleAtoms(spec),
};

/** Every sample of a user's own, as likely as the others. */
function sampleAtoms(spec: Spec): readonly Atom[] {
  const { xi, eta, xiUnit, etaUnit } = dataSet(spec);
  return Array.from(xi, (value, j) => ({
    probability: 1 / xi.length,
    xi: value * xiUnit,
    eta: eta[j] * etaUnit,
    kick: 0,
  }));
}

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
  return scaledAtoms(signAtoms(noiseAt(spec.noise, spec.histogram.coordinate).rho), left);
}

function scaledAtoms(atoms: readonly Atom[], by: number): Atom[] {
  return atoms.map(({ xi, eta, ...rest }) => ({ ...rest, xi: by * xi, eta: by * eta }));
}
