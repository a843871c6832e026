import type { Spec } from '../../spec/spec';
import { hasSigmaThresholds } from '../../theory/handles';
import { growthOf } from '../../theory/theory';
import { number, signed } from '../shared/format';

/** Rates that differ by no larger share than this, and in no sign, are close. */
const CLOSE = 0.05;

/** Which of the two models the steps are, by their own growth rates and not by dt alone. */
export function modelHint(spec: Spec): string {
  const { dt } = spec.time;
  if (dt === 1) return 'dt = 1: as an optimiser takes them.';
  const own = `dt = ${number(dt)}`;
  // Elsewhere nobody knows both rates.
  if (!hasSigmaThresholds(spec)) return `${own}.`;
  const { lyapunovExponent, sdeGrowthRate: sde } = growthOf(spec);
  const steps = lyapunovExponent === null ? Number.NEGATIVE_INFINITY : lyapunovExponent / dt;
  if (areClose(steps, sde)) return `${own}: close to the limit dt → 0.`;
  return `${own}: growth rate ${signed(steps)} for these steps, ${signed(sde ?? Number.NEGATIVE_INFINITY)} in the limit dt → 0.`;
}

export function areClose(steps: number, sde: number | null): boolean {
  if (sde === null || !Number.isFinite(steps)) return false;
  return Math.sign(steps) === Math.sign(sde) && Math.abs(steps - sde) <= CLOSE * Math.abs(sde);
}
