import { lossModel, noiseModel, optimizerModel, scheduleModel } from '../models/registry';
import { stepRates } from '../spec/rates';
import { LARGEST_NORMAL } from '../spec/rounding';
import { dimensionOf, isListed, type Spec } from '../spec/spec';
import { noiseFile, regionFile } from './kernel-files';

/**
 * Whether a run is what most are: SGD with one learning rate, on a saddle, with normal numbers or
 * fair signs of one scale, that leaves by a radius. A step then is x times a number plus a number,
 * and both have bounds. The GPU's shaders take the learning rate into the rates.
 */
export function isPlain(spec: Spec): boolean {
  const { loss, noise, optimizer } = spec;
  const { plain, batchFile } = noiseModel(noise);
  return !!(
    plain &&
    noiseFile(spec) !== batchFile &&
    lossModel(loss).plain &&
    optimizerModel(optimizer).plain &&
    scheduleModel(optimizer).steady &&
    regionFile(spec) === 'radius' &&
    !isListed(spec)
  );
}

/** Largest factor of a step, and what it may add: eight of them lead from 1e30 to 2e38 at most. */
const LARGEST_GROWTH = 10;
const LARGEST_PUSH = 1e29;

/**
 * Steps from one look at whether a particle is beyond the reach to the next, counted from the first
 * step of the run: 8 of plain runs whose steps are not out of all proportion, as a choice in every
 * step is a tenth of it on software adapters.
 */
export function reachSteps(spec: Spec): 1 | 8 {
  const largest = Math.min(LARGEST_NORMAL, noiseModel(spec.noise).largest ?? LARGEST_NORMAL);
  const isCalm = (_: unknown, coordinate: number) => {
    const { learningRate, drift, multiplicative, additive } = stepRates(spec, coordinate);
    return (
      1 + learningRate * (Math.abs(drift) + largest * multiplicative) <= LARGEST_GROWTH &&
      learningRate * largest * additive <= LARGEST_PUSH
    );
  };
  return isPlain(spec) && Array.from({ length: dimensionOf(spec) }).every(isCalm) ? 8 : 1;
}

export type ReachSteps = ReturnType<typeof reachSteps>;
