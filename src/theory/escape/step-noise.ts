import { hypot, power } from '../../numerics/elementary';
import { noiseAt } from '../../spec/listed-noise';
import { complementOf, effectiveRates } from '../../spec/rates';
import { perturbationOf, radiusOf, type Spec } from '../../spec/spec';
import { noiseShapeOf } from '../exponents/lyapunov';
import { laplaceBatchSum, uniformBatchSum } from '../noise/batch-sums';
import { type ScaledDensity, STEP_DENSITIES } from '../noise/density-laws';
import { regressionSum } from '../noise/gamma-differences';
import type { NoiseDensity } from '../noise/noise-density';
import { laplaceSumDensity, uniformSumDensity } from '../noise/sum-densities';
import type { StepNoise } from './step-kernel';

/** Most scales of the weakest noise that the radius may be away: more take minutes. */
const MOST_SCALES = 40;
/** The same of a density that is infinite at one place, which takes ten times as long. */
const MOST_SCALES_OF_POLES = 10;

interface Carried {
  noise: Omit<StepNoise, 'own'>;
  /** Most scales, where not MOST_SCALES. */
  scales?: number;
  /** Smallest scale of a sum with q times one number. */
  least(q: number): number;
  /** Difference from an independent grid, held by noise-escape.test.ts and stable-escape.test.ts. */
  error: number;
}

/** Laws of which sums of multiples of two numbers are of the same law, but for their scale. */
function ofOneDensity(
  { density, scale }: ScaledDensity,
  together: StepNoise['scale'],
  error: number,
): Carried {
  return {
    noise: { density: () => density, scale: (p, q) => scale * together(Math.abs(p), q) },
    least: (q) => scale * q,
    error,
  };
}

/** Laws whose sums have another shape for every share of the smaller number. */
function ofSums(density: (share: number) => NoiseDensity, error: number): Carried {
  return {
    noise: {
      density: (p, q) => {
        const size = Math.abs(p);
        return density(Math.min(size, q) / Math.max(size, q));
      },
      scale: (p, q) => Math.max(Math.abs(p), q),
    },
    least: (q) => q,
    error,
  };
}

/** The same of means over a batch. */
function ofBatchSums(
  single: (share: number) => NoiseDensity,
  batch: (batchSize: number, share: number) => NoiseDensity,
): (spec: Spec) => Carried {
  return ({ optimizer: { batchSize } }) =>
    ofSums(batchSize === 1 ? single : (share) => batch(batchSize, share), 1e-6);
}

/** How the noise of each law is carried back; of those whose sums of xi and eta have a density. */
const CARRIED: Record<string, (spec: Spec) => Carried> = {
  // A t pair shares its radius, and its numbers add up like normal ones; so do means of pairs.
  'student-t': (spec) => ofOneDensity(STEP_DENSITIES['student-t'](shaped(spec)), hypot, 1e-8),
  // No independent grid resolves the cusp of a stable law's scale any better.
  'alpha-stable': (spec) =>
    ofOneDensity(
      STEP_DENSITIES['alpha-stable'](shaped(spec)),
      stableTogether(noiseShapeOf(spec)!),
      1e-5,
    ),
  uniform: ofBatchSums(uniformSumDensity, uniformBatchSum),
  laplace: ofBatchSums(laplaceSumDensity, laplaceBatchSum),
  'chi-squared': ({ optimizer }) => ofRegression(optimizer.batchSize),
};

/** Noise of linear regression: see docs/models/chi-squared.md. */
function ofRegression(batchSize: number): Carried {
  const scale = (p: number, q: number) => Math.max(Math.abs(p), q);
  return {
    noise: {
      scale,
      // Where all inputs are 0.
      pole: Math.sqrt(batchSize / 2),
      density: (p, q) => regressionSum(batchSize, p / scale(p, q), q / scale(p, q)),
    },
    scales: batchSize === 1 ? MOST_SCALES_OF_POLES : MOST_SCALES,
    least: (q) => q,
    error: 1e-6,
  };
}

/** Stable numbers add up by alpha. */
function stableTogether(alpha: number): StepNoise['scale'] {
  return (p, q) => {
    const most = Math.max(p, q);
    return most === 0 ? 0 : most * power(1 + power(Math.min(p, q) / most, alpha), 1 / alpha);
  };
}

function shaped(spec: Spec) {
  return { batchSize: spec.optimizer.batchSize, shape: noiseShapeOf(spec) };
}

function ownShare({ noise }: Spec): number {
  return complementOf(noise, noiseAt(noise, 0).rho);
}

/** Why escape with the noise of a law has no exact probability here; null where it has. */
export function whyNoStepNoise(spec: Spec): string | null {
  const { law } = spec.noise;
  const none = 'this has no exact escape probability here';
  if (!Object.hasOwn(CARRIED, law))
    return `Sums of xi and eta have no density here with ${law} noise: ${none}.`;
  if (perturbationOf(spec) > 0)
    return `Normal kicks on top of ${law} noise have no density here: ${none}.`;
  const { learningRate, additive } = effectiveRates(spec, 0);
  if (additive === 0) return whyNoRatios(spec);
  const carried = CARRIED[law](spec);
  const weakest = carried.least(learningRate * Math.abs(additive) * ownShare(spec));
  const { scales = MOST_SCALES } = carried;
  return weakest * scales < (radiusOf(spec) ?? 0)
    ? `Where the noise is weakest its scale is below 1/${scales} of the radius: ${none}.`
    : null;
}

/** The same without additive noise, where each step multiplies x. */
function whyNoRatios({ start, noise: { law } }: Spec): string | null {
  return start.kind === 'point'
    ? null
    : `Without additive noise ${law} noise has an exact escape probability here only from a start at a point.`;
}

/**
 * P(|M| > r) of the factor M = m + v xi of a step, v > 0 per unit of the noise of a minibatch, of a
 * spec for which `whyNoStepNoise` has no reason.
 */
export function factorBeyond(spec: Spec, m: number, v: number): (r: number) => number {
  const law = spec.noise.law as keyof typeof STEP_DENSITIES;
  const { density, scale } = STEP_DENSITIES[law](shaped(spec));
  const unit = v * scale;
  return (r) => density.above((r - m) / unit) + density.below((-r - m) / unit);
}

/** The noise of a spec for which `whyNoStepNoise` has no reason. */
export function stepNoiseOf(spec: Spec): { noise: StepNoise; error: number } {
  const { noise, error } = CARRIED[spec.noise.law](spec);
  return { noise: { ...noise, own: ownShare(spec) }, error };
}
