import { METHODS } from '../src/experiment/bench/workloads';
import { isSeparable } from '../src/spec/rates';
import { parseSpec } from '../src/spec/schema';
import { dimensionOf, type Spec } from '../src/spec/spec';
import { PARTICLES } from './variant';

/**
 * The workloads of the benchmark, named by their ids, from one point: every optimizer, and the noise laws
 * and losses that change the step. Stored sets are left out, whose samples these kernels are not
 * given.
 */
export function methodSpecs(): [name: string, spec: Spec][] {
  return METHODS.filter(({ spec }) => spec.noise.law !== 'dataset').map(({ id, spec }) => {
    const x = Array.from({ length: dimensionOf(spec) }, () => (isSeparable(spec) ? 1 : 0.3));
    const ensemble = { ...spec.ensemble, particles: PARTICLES };
    return [`method ${id}`, parseSpec({ ...spec, ensemble, start: { kind: 'point', x } })];
  });
}
