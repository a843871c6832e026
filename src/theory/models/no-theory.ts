import type { CoordinateTheory, GrowthRates } from '../model-theory';
import { BARE } from './common';

/** Growth that nobody knows, or not yet. */
export const NO_GROWTH: GrowthRates = {
  exponent: null,
  unit: 'ln distance per step',
  place: 'zero',
  rate: null,
};

/** Theory of a coordinate of which nothing is known, or not yet, and why. */
export function noTheory(reason: string): CoordinateTheory {
  return { ...BARE, growth: NO_GROWTH, reason, verdict: 'unknown', longRun: reason };
}
