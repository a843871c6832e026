import { effectiveRates } from '../../spec/rates';
import type { Spec } from '../../spec/spec';
import { boundedBy, type Estimate, exactly } from '../estimate';
import { knownHandles } from '../handles';
import { lawParts } from '../later-parts';
import { negativeFactorProbability, stepFactor } from './lyapunov';
import type { StepFactor } from './step-factor';

/** Share of its parts by which a slope of 0 may be off where kernels round it to float32. */
const ROUNDED_SHARE = 1e-6;

/** Of a probability, by quadratures over densities and sums of coins. */
const PROBABILITY_ERROR = 1e-12;

/** Most values of a list of which each counts. */
const FEW_VALUES = 4096;

/**
 * The factor of x in the slope of a step, as m + v z: what is left of it far from 0, where additive
 * noise is nothing beside it.
 */
export function slopeFactor(spec: Spec, coordinate: number): StepFactor {
  const { learningRate, drift } = effectiveRates(spec, coordinate);
  const m = learningRate * drift;
  return { ...stepFactor(spec, coordinate), m, pull: m - 1 };
}

/**
 * E sgn(a dt + sigma_B sqrt(dt) xi) of a coordinate: the mean of the sign of a slope far out, where
 * it points away from 0 above 0. Null where the slope of some minibatches is 0 there but for
 * additive noise and rounding, which then have the say. Minibatches of a stored set depend on each
 * other, but each of them has the law of any other. Held by tests/unit/theory/far-out.test.ts.
 */
export function meanSign(spec: Spec, coordinate: number): Estimate | null {
  const factor = slopeFactor(spec, coordinate);
  const { m, v, values, scatter = 0 } = factor;
  const inwards = (at: number) => negativeFactorProbability({ ...factor, m: at, pull: at - 1 });
  const value = 1 - 2 * inwards(m);
  if (v === 0) return m === 0 ? null : exactly(value);
  const { noise } = knownHandles(spec);
  const listed = values !== undefined || noise.signs || lawParts(noise.law)?.heads !== undefined;
  if (!listed) return exactly(value, PROBABILITY_ERROR);
  const blur = ROUNDED_SHARE * (Math.abs(m) + Math.abs(v));
  const jump = 2 * (inwards(m - blur) - inwards(m + blur));
  const tied = jump > 2 * PROBABILITY_ERROR;
  if (values === undefined || values.length <= FEW_VALUES)
    return tied ? null : exactly(value, PROBABILITY_ERROR);
  // Of values that stand for more batches: deviations of an indicator's mean, of 10 at least.
  const count = values.length;
  const p = Math.min(1 - 10 / count, Math.max(10 / count, inwards(m)));
  const sampled = scatter === 0 ? 0 : 2 * scatter * Math.sqrt(p * (1 - p)) + 2 / count;
  return boundedBy(value, jump + sampled + PROBABILITY_ERROR);
}
