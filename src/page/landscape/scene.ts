import type { Spec } from '../../spec/spec';
import type { Surface } from '../../theory/surfaces/landscape';
import type { SpecSurface } from '../../theory/surfaces/spec-surface';
import type { CountScale } from './count-scale';
import type { PlaneSample } from './plane-sample';
import type { Trails } from './trails';

/** What the views of a landscape show. */
export interface Scene {
  spec: Spec;
  surface: SpecSurface;
  /** Of the two coordinates. */
  names: [string, string];
  plane: PlaneSample | null;
  scale: CountScale;
  trails: Trails;
}

/** The surface that particles descend on average. */
export function descended({ averaged, atRest }: SpecSurface): Surface {
  return averaged ?? atRest;
}
