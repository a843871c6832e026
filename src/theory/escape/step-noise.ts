import { noiseModel } from '../../models/registry';
import { hypot, power } from '../../numerics/elementary';
import { effectiveRates } from '../../spec/rates';
import { perturbationOf, radiusOf, type Spec } from '../../spec/spec';
import { noiseShapeOf } from '../exponents/lyapunov';
import { STEP_DENSITIES } from '../noise/density-laws';
import type { StepNoise } from './step-kernel';

/** Most scales of the weakest noise that the radius may be away: more take minutes. */
const MOST_SCALES = 40;

/** Laws of which sums of multiples of two numbers are of the same law, and so have a density. */
const SUMMED = ['student-t', 'alpha-stable'] as const;
type Summed = (typeof SUMMED)[number];

/**
 * Differences from an independent grid, held by tests/unit/theory/noise-escape.test.ts. The grid does
 * not resolve the cusp of a stable law's scale.
 */
const ESCAPE_ERRORS: Record<Summed, number> = { 'student-t': 1e-8, 'alpha-stable': 1e-5 };

function summedLaw({ noise }: Spec): Summed | null {
  return SUMMED.find((law) => law === noise.law) ?? null;
}

function ownShare({ noise }: Spec): number {
  const { rho } = noise;
  return noiseModel(noise).complement?.(noise) ?? Math.sqrt((1 - rho) * (1 + rho));
}

function densityOf(spec: Spec, law: Summed) {
  const shape = noiseShapeOf(spec);
  return STEP_DENSITIES[law]({ batchSize: spec.optimizer.batchSize, shape });
}

/** Why escape with the noise of a law has no exact probability here; null where it has. */
export function whyNoStepNoise(spec: Spec): string | null {
  const law = summedLaw(spec);
  const none = 'this has no exact escape probability here';
  if (law === null)
    return `Sums of xi and eta have no density here with ${spec.noise.law} noise: ${none}.`;
  if (perturbationOf(spec) > 0)
    return `Normal kicks on top of ${law} noise have no density here: ${none}.`;
  if (noiseShapeOf(spec)! < 1)
    return `The density of ${law} noise is too sharp below index 1: ${none}.`;
  const { learningRate, additive } = effectiveRates(spec, 0);
  const weakest = learningRate * Math.abs(additive) * ownShare(spec) * densityOf(spec, law).scale;
  return weakest * MOST_SCALES < (radiusOf(spec) ?? 0)
    ? `Where the noise is weakest its scale is below 1/${MOST_SCALES} of the radius: ${none}.`
    : null;
}

/** The noise of a spec for which `whyNoStepNoise` has no reason. */
export function stepNoiseOf(spec: Spec): { noise: StepNoise; error: number } {
  const law = summedLaw(spec);
  if (law === null) throw new Error(`Nobody carries ${spec.noise.law} noise back step by step.`);
  return {
    noise: { ...densityOf(spec, law), together: togetherOf(spec), own: ownShare(spec) },
    error: ESCAPE_ERRORS[law],
  };
}

/** A t pair shares its radius, and its numbers add up like normal ones; stable ones by alpha. */
function togetherOf(spec: Spec): StepNoise['together'] {
  if (!noiseModel(spec.noise).stable) return hypot;
  const alpha = noiseShapeOf(spec)!;
  return (p, q) => {
    const most = Math.max(p, q);
    return most === 0 ? 0 : most * power(1 + power(Math.min(p, q) / most, alpha), 1 / alpha);
  };
}
