import { lossModel } from '../../models/registry';
import { DEFAULT_RANGE } from '../../spec/schema';
import { perturbationOf, radiusOf, type Spec } from '../../spec/spec';

/** Particles that make a picture. */
const FEWEST_PARTICLES = 2 ** 16;

/**
 * The run of a cell as Watch shows it. It is the very run: particle r is replica r, however many
 * there are, so that the cell's replicas are the first of them. Where the sweep says nothing of a
 * picture and x only shrinks and grows, sizes are shown.
 */
export function cellRun(spec: Spec): Spec {
  const particles = Math.max(FEWEST_PARTICLES, spec.ensemble.particles);
  return { ...spec, ensemble: { ...spec.ensemble, particles }, histogram: histogramOf(spec) };
}

function histogramOf(spec: Spec): Spec['histogram'] {
  const { histogram, loss, noise, start } = spec;
  const { axis, min, max, coordinate } = histogram;
  const unsaid =
    axis === 'asinh' && min === DEFAULT_RANGE.asinh.min && max === DEFAULT_RANGE.asinh.max;
  const size = start.kind === 'point' ? Math.abs(start.x[coordinate]) : 0;
  const radius = radiusOf(spec) ?? size;
  const shrinks =
    lossModel(loss).slopes === 'linear' && noise.tau === 0 && perturbationOf(spec) === 0;
  if (!unsaid || !shrinks || size === 0) return histogram;
  return {
    ...histogram,
    axis: 'log-abs',
    min: 10 ** Math.max(-37, Math.floor(Math.log10(Math.min(size, radius))) - 5),
    max: 10 ** Math.min(29, Math.ceil(Math.log10(Math.max(size, radius))) + 3),
  };
}
