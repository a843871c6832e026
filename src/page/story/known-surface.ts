import type { Spec } from '../../spec/spec';
import { type SpecSurface, surfaceOf } from '../../theory/surfaces/spec-surface';

const known = new Map<string, SpecSurface | null>();
const MOST_KNOWN = 32;

/**
 * The surface of a spec, whose places of zero slope take some milliseconds to find: pictures ask
 * for it at every moment, each time with another copy of the spec.
 */
export function knownSurface(spec: Spec): SpecSurface | null {
  const key = JSON.stringify(spec);
  let surface = known.get(key);
  if (surface === undefined) {
    if (known.size >= MOST_KNOWN) known.clear();
    surface = surfaceOf(spec);
    known.set(key, surface);
  }
  return surface;
}
