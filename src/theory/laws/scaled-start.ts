import type { CoordinateStart } from './coordinate-start';
import { type Law, pointMass } from './distribution';
import { normalLaw } from './normal-law';
import { uniformLaw } from './transient';

/** The law that multiplying the start law by `power` gives. */
export function scaledStart(start: CoordinateStart, power: number): Law {
  if (start.kind === 'point') return pointMass(power * start.x + 0, 'transient', true);
  if (start.kind === 'gaussian')
    return normalLaw(
      power * start.mean,
      Math.abs(power) * start.standardDeviation,
      'transient',
      true,
    );
  const [low, high] = [power * start.low, power * start.high];
  return uniformLaw(Math.min(low, high), Math.max(low, high));
}
