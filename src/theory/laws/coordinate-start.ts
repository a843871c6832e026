import { square } from '../../numerics/elementary';
import type { Start } from '../../spec/spec';
import type { Moments } from './moments';

/** The start law of one coordinate. */
export type CoordinateStart =
  | { kind: 'point'; x: number }
  | { kind: 'gaussian'; mean: number; standardDeviation: number }
  | { kind: 'uniform'; low: number; high: number };

export function startOf(start: Start, coordinate: number): CoordinateStart {
  if (start.kind === 'point') return { kind: 'point', x: start.x[coordinate] };
  if (start.kind === 'uniform')
    return { kind: 'uniform', low: start.low[coordinate], high: start.high[coordinate] };
  return {
    kind: 'gaussian',
    mean: start.mean[coordinate],
    standardDeviation: start.standardDeviation[coordinate],
  };
}

/** The start when it is one place, however it was written. */
export function startPoint(start: CoordinateStart): number | null {
  if (start.kind === 'point') return start.x;
  if (start.kind === 'gaussian') return start.standardDeviation === 0 ? start.mean : null;
  return start.low === start.high ? start.low : null;
}

/** E x and E x^2 at the start. */
export function momentsOfStart(start: CoordinateStart): Moments {
  if (start.kind === 'point') return { mean: start.x, second: square(start.x) };
  if (start.kind === 'gaussian') {
    const { mean, standardDeviation } = start;
    return { mean, second: square(mean) + square(standardDeviation) };
  }
  const { low, high } = start;
  return { mean: (low + high) / 2, second: (low * low + low * high + high * high) / 3 };
}
