import { isSeparable, stepRates } from './rates';
import { ROUNDING } from './rounding';
import { dimensionOf, type Spec } from './spec';

/**
 * Below it float32 has only subnormals, which adapters may take for 0: in a value, and in every
 * product on the way to the next one.
 */
const SMALLEST_NORMAL = 2 ** -126;

/**
 * The |x| below which a particle is at 0, in float32: where an adapter flushes subnormals, a step
 * that takes the share g of x leaves x where it is as soon as g |x| is below the smallest normal
 * number, so that x stands at 2^-126 / g for ever and falls to 0 elsewhere. Engines do not agree on
 * anything below, and count it as 0.
 */
export function underflowOf(spec: Spec): number {
  if (!isSeparable(spec)) return SMALLEST_NORMAL;
  const shares = Array.from({ length: dimensionOf(spec) }, (_, coordinate) => {
    const { learningRate, drift, multiplicative } = stepRates(spec, coordinate);
    return Math.min(1, learningRate) * (Math.abs(drift) + multiplicative);
  });
  // Who does not move at all is where he was.
  const least = Math.min(1, ...shares.filter((share) => share > 0));
  return Math.fround(SMALLEST_NORMAL / Math.max(ROUNDING, least));
}
