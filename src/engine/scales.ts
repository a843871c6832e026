import { MOST_COORDINATES } from '../models/loss/loss';
import { complementOf, stepRates } from '../spec/rates';
import { dimensionOf, type Spec } from '../spec/spec';
import type { RunParameters } from './run-parameters';

/** What a coordinate has of its own where noise is listed. */
export type NoiseScales = Pick<
  RunParameters,
  'multiplicative' | 'additive' | 'rho' | 'rhoComplement'
>;

/** NoiseScales of every coordinate, in float64. */
export function noiseScalesOf(spec: Spec): NoiseScales[] {
  return Array.from({ length: dimensionOf(spec) }, (_, coordinate) => {
    const { multiplicative, additive, rho } = stepRates(spec, coordinate);
    return { multiplicative, additive, rho, rhoComplement: complementOf(spec.noise, rho) };
  });
}

/**
 * The same of several runs, as the kernels of the GPU read them where samples of a stored set would
 * be. Shape: f32[runs][MOST_COORDINATES][4], as `LISTED_RATES` of layout.ts says.
 */
export function scaleRows(specs: readonly Spec[]): Float32Array {
  const rows = new Float32Array(4 * MOST_COORDINATES * specs.length);
  for (const [k, spec] of specs.entries())
    for (const [i, { multiplicative, additive, rho, rhoComplement }] of noiseScalesOf(
      spec,
    ).entries())
      rows.set([multiplicative, additive, rho, rhoComplement], 4 * (MOST_COORDINATES * k + i));
  return rows;
}
