import type { Ensemble } from '../engine/engine';
import { dimensionOf, type Spec } from '../spec/spec';
import { wilsonInterval } from './interval';

/** How many particles left by one side of one coordinate, at their first passage. */
export interface EscapeExit {
  /**
   * Of a radius the coordinate of the largest size after the step that left; of a region of one
   * coordinate that one. Null where the mean loss left.
   */
  coordinate: number | null;
  /** Which way it left along the coordinate. */
  side: 'below' | 'above';
  /** Particles that left this way. */
  count: number;
  /** Of those that left, with Wilson's interval. */
  share: number;
  /** Lower end of the 95 % interval of the share, 0 to 1. */
  low: number;
  /** Upper end of the 95 % interval of the share, 0 to 1. */
  high: number;
}

/**
 * Where particles left: every side that there is, those that nobody left by included. Empty where
 * nobody left.
 * @param escaped  Particles that left.
 * @returns null where the engine does not keep it.
 */
export async function escapeExits(
  ensemble: Ensemble,
  escaped: number,
): Promise<EscapeExit[] | null> {
  const { particles } = ensemble.spec.ensemble;
  const exits = await ensemble.readExits(particles);
  if (exits === null) return null;
  return escaped === 0
    ? []
    : escapeExitsOf(ensemble.spec, exits, await ensemble.readEscapeSteps(particles));
}

/**
 * @param exits  2 coordinate + (1: above); of those that left alone. Shape: u32[particles].
 * @param steps  First-passage steps, 0 where there was none. Shape: u32[particles].
 */
export function escapeExitsOf(spec: Spec, exits: Uint32Array, steps: Uint32Array): EscapeExit[] {
  const counts = new Array<number>(2 * dimensionOf(spec)).fill(0);
  let escaped = 0;
  for (let particle = 0; particle < steps.length; particle++)
    if (steps[particle] > 0) {
      counts[exits[particle]]++;
      escaped++;
    }
  return codesOf(spec).map((code) => ({
    coordinate: spec.escape.region === 'loss' ? null : code >> 1,
    side: code % 2 === 0 ? ('below' as const) : ('above' as const),
    count: counts[code],
    share: counts[code] / escaped,
    ...wilsonInterval(counts[code], escaped),
  }));
}

/** Sides that a particle can leave by: an open end is none. */
function codesOf({ escape: left, loss }: Spec): number[] {
  switch (left.region) {
    case undefined:
      return Array.from({ length: 2 * dimensionOf({ loss }) }, (_, code) => code);
    case 'coordinate':
    case 'loss': {
      const first = left.region === 'loss' ? 0 : 2 * left.coordinate;
      return [
        ...(left.low === undefined ? [] : [first]),
        ...(left.high === undefined ? [] : [first + 1]),
      ];
    }
    default:
      return left satisfies never;
  }
}
